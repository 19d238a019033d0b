import { Embeddings } from "@langchain/core/embeddings";
import { useLocalAws } from "@langchain-aws/local/vitest";
import { AmazonS3Vectors, type AmazonS3VectorsFields } from "../../src/index.ts";

/** One endpoint for the tests of a file, with an empty bucket. */
export const useBucket = (options: Parameters<typeof useLocalAws>[0] = {}): ReturnType<typeof useLocalAws> =>
  useLocalAws({ s3Vectors: { buckets: [{ name: "docs" }] }, ...options });

/** Vectors by what texts say: the numbers in brackets, or else numbers out of the letters. Counts what it is asked. */
export class NumberEmbeddings extends Embeddings {
  readonly documents: string[][] = [];
  readonly queries: string[] = [];

  constructor() {
    super({});
  }

  async embedDocuments(texts: string[]): Promise<number[][]> {
    this.documents.push(texts);
    return texts.map(toVector);
  }

  async embedQuery(text: string): Promise<number[]> {
    this.queries.push(text);
    return toVector(text);
  }
}

/** `[1,0]` is that vector; any other text gets two numbers that are not zero. */
export function toVector(text: string): number[] {
  const written = /\[([-\d.,e]+)\]/.exec(text)?.[1];
  if (written !== undefined) return written.split(",").map(Number);
  const sum = Array.from(text, (letter) => letter.codePointAt(0) ?? 0).reduce((total, code) => total + code, 0);
  return [1 + (sum % 7), 1 + (sum % 11)];
}

type Endpoint = ReturnType<typeof useLocalAws>;

/** Options that reach the endpoint. */
export function reaching(aws: Endpoint): AmazonS3VectorsFields {
  return {
    vectorBucketName: "docs",
    indexName: "manuals",
    region: aws.region,
    credentials: aws.credentials,
    endpointUrl: aws.url,
  };
}

/** A store on the endpoint, and its embeddings. */
export function connect(
  aws: Endpoint,
  fields: AmazonS3VectorsFields & Record<string, unknown> = {},
): { store: AmazonS3Vectors; embeddings: NumberEmbeddings } {
  const embeddings = new NumberEmbeddings();
  return { store: new AmazonS3Vectors(embeddings, { ...reaching(aws), ...fields }), embeddings };
}

/** The operations that the endpoint was asked for, in order. */
export function operations(aws: Endpoint): (string | undefined)[] {
  return aws.requests().map(({ operation }) => operation);
}

/** The bodies of the requests of an operation. */
export function bodies<Body = Record<string, unknown>>(aws: Endpoint, operation: string): Body[] {
  return aws.requests({ operation }).map(({ body }) => body as Body);
}

/** How many vectors each PutVectors request had. */
export function putSizes(aws: Endpoint): number[] {
  return bodies<{ vectors: unknown[] }>(aws, "PutVectors").map(({ vectors }) => vectors.length);
}

/** So many documents with ids `id-0`, `id-1` … and texts of their own. */
export function manyDocuments(count: number): { id: string; pageContent: string; metadata: Record<string, unknown> }[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `id-${index}`,
    pageContent: `page ${index}`,
    metadata: { page: index },
  }));
}

/** What a promise that must reject rejects with. */
export async function thrownBy(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (error) {
    return error;
  }
  throw new Error("The call succeeded.");
}

/** What a function that must fail throws. */
export function thrownIn(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error("The function returned.");
}
