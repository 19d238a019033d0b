import type { LocalState, Operation, WireRequest } from "../../operation.ts";
import { parseRequest, type SmithySchema } from "../../validation/smithy-schema.ts";

const MIB = 1_048_576;

/** One operation, of which the name is the path, and whose request is checked before it is carried out. */
export interface Definition<T> {
  name: string;
  request: SmithySchema<T>;
  alsoNeeds?: (body: unknown) => readonly string[];
  /** The body of the answer; an empty object for `undefined`. */
  run: (request: T, state: LocalState, wire: WireRequest) => unknown;
}

/** Source: "Amazon S3 Vectors" actions, Amazon S3 API Reference. */
export function define<T>({ name, request: schema, run, alsoNeeds }: Definition<T>): Operation {
  return {
    name,
    service: "s3vectors",
    method: "POST",
    path: `/${name}`,
    bodyLimit: 20 * MIB,
    ...(alsoNeeds !== undefined && { alsoNeeds: ({ body }: WireRequest) => alsoNeeds(body) }),
    resource: ({ body }, { options }) => resourceOf(body, options),
    handle: async (wire, state) => {
      const body = run(parseRequest(wire.body, schema, state.options.validation), state, wire);
      return { kind: "json", body: body ?? {} };
    },
  };
}

/** The ARN in a refusal: of what the body names. */
function resourceOf(body: unknown, { region, accountId }: { region: string; accountId: string }): string {
  const { indexArn, vectorBucketArn, vectorBucketName = "*", indexName } = toRecord(body);
  if (typeof indexArn === "string") return indexArn;
  const bucket =
    typeof vectorBucketArn === "string"
      ? vectorBucketArn
      : `arn:aws:s3vectors:${region}:${accountId}:bucket/${String(vectorBucketName)}`;
  return typeof indexName === "string" ? `${bucket}/index/${indexName}` : bucket;
}

/** The members of a body that was not checked yet. */
export function toRecord(body: unknown): Record<string, unknown> {
  return typeof body === "object" && body !== null ? { ...body } : {};
}

/** Seconds since the epoch, as the service writes its times. */
export function toSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1_000);
}
