import type {
  QueryCommandInput as WireQueryInput,
  QueryCommandOutput as WireQueryOutput,
  RetrieveCommandInput as WireRetrieveInput,
  RetrieveCommandOutput as WireRetrieveOutput,
} from "@aws-sdk/client-kendra";
import { type AwsOptions, ServiceClient } from "@langchain-aws/aws-auth";
import { createCaller } from "@langchain-aws/core";
import { hints } from "./error-hints.ts";
import type * as Sdk from "./sdk.ts";
import { packageName, packageVersion } from "./version.ts";

/** What a client is made from. */
export interface RetrieverClientSettings {
  readonly aws: AwsOptions;
  /** Requests in flight at a time, of all calls together. */
  readonly maxConcurrency?: number | undefined;
  readonly onFailedAttempt?: ((error: Error) => unknown) | undefined;
}

/** The only file that talks to AWS. Errors come out mapped. */
export class RetrieverClient extends ServiceClient<typeof Sdk> {
  constructor({ aws, maxConcurrency, onFailedAttempt }: RetrieverClientSettings) {
    super({
      service: "kendra",
      options: aws,
      userAgent: [packageName, packageVersion],
      load: () => import("./sdk.ts"),
      create: ({ KendraClient }, config) => new KendraClient(config),
      caller: createCaller({ ...(maxConcurrency !== undefined && { maxConcurrency }) }),
      hints,
      onFailedAttempt,
    });
  }

  /** Passages. */
  async retrieve(input: WireRetrieveInput, signal: AbortSignal | undefined): Promise<WireRetrieveOutput> {
    const call = { signal, texts: () => textsOf(input) };
    return this.send<WireRetrieveOutput>("Retrieve", ({ RetrieveCommand }) => new RetrieveCommand(input), call);
  }

  /** Answers, questions and documents. */
  async query(input: WireQueryInput, signal: AbortSignal | undefined): Promise<WireQueryOutput> {
    const call = { signal, texts: () => textsOf(input) };
    return this.send<WireQueryOutput>("Query", ({ QueryCommand }) => new QueryCommand(input), call);
  }
}

/** What no error may quote. */
const textsOf = ({ QueryText, UserContext }: WireQueryInput): (string | undefined)[] => [QueryText, UserContext?.Token];
