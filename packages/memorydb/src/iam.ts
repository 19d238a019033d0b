import { createIdentitySource, takeAwsFields } from "@langchain-aws/aws-auth";
import { presignHttpRequest } from "@langchain-aws/aws-auth/sign";
import { mapAwsError } from "@langchain-aws/core";
import type { IamFields } from "./connection/connection-fields.ts";

/** A token opens connections for a quarter of an hour ("Authenticating with IAM", Amazon MemoryDB Developer Guide). */
const expiresInSeconds = 900;

/** Makes tokens. */
export interface TokenSource {
  readonly userName: string;
  /**
   * A new token, from credentials asked for anew.
   *
   * @throws AwsRegionError or AwsCredentialsError
   */
  create(date?: Date): Promise<string>;
}

/** A source of tokens by the `iam` option; nothing is read before the first token. */
export function createTokenSource(iam: IamFields): TokenSource {
  const { userName, clusterName, service = "memorydb", serverless = false } = iam;
  const { region, profile, credentials } = iam;
  const { options } = takeAwsFields({ region, profile, credentials }, { service: "memorydb" });
  const source = createIdentitySource({ options, service: "memorydb" });
  const query = `Action=connect${serverless ? "&ResourceType=ServerlessCache" : ""}&User=${encodeURIComponent(userName)}`;
  return {
    userName,
    async create(date = new Date()) {
      const url = await presignHttpRequest({
        method: "GET",
        url: `http://${clusterName}/?${query}`,
        service,
        region: await source.region(),
        credentials: source.credentials,
        expiresInSeconds,
        date,
      }).catch((error: unknown) => {
        throw mapAwsError(error, { service, operation: "Connect" });
      });
      return url.replace(/^http:\/\//, "");
    },
  };
}

/** Credentials of a user whose password is an IAM token. */
export interface MemoryDBIamCredentials {
  readonly username: string;
  /** A token that opens connections for the next 15 minutes. */
  readonly password: string;
}

/**
 * User and password of an IAM user, for a client of your own: ask again for each connection.
 *
 * Source: "Authenticating with IAM", Amazon MemoryDB Developer Guide, and "Authenticating with IAM", Amazon ElastiCache
 * User Guide.
 *
 * @param settings - the `iam` option of the store; `date` is when the token is signed, now unless said otherwise
 * @throws AwsRegionError or AwsCredentialsError
 */
export async function memoryDBIamCredentials(settings: IamFields & { date?: Date }): Promise<MemoryDBIamCredentials> {
  const { date, ...iam } = settings;
  const tokens = createTokenSource(iam);
  return { username: tokens.userName, password: await tokens.create(date) };
}
