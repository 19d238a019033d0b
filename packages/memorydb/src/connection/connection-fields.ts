import type { AwsCredentials, AwsCredentialsProvider } from "@langchain-aws/aws-auth";
import type { MemoryDBClient } from "../clients/memorydb-client.ts";

/** Authentication with IAM in place of a password. */
export interface IamFields {
  /** The user of the access control list, whose authentication mode is IAM. */
  userName: string;
  /** The name of the cluster, or of the serverless cache; not its host name. */
  clusterName: string;
  /** @defaultValue as the AWS clients find it: `AWS_REGION`, `AWS_DEFAULT_REGION`, the profile */
  region?: string;
  /** @defaultValue `"memorydb"` */
  service?: "memorydb" | "elasticache";
  /** The cluster is an ElastiCache serverless cache. @defaultValue false */
  serverless?: boolean;
  /** @defaultValue the AWS clients' own chain */
  credentials?: AwsCredentials | AwsCredentialsProvider;
  /** A profile of the shared AWS files. */
  profile?: string;
  /**
   * How often live connections authenticate again, in milliseconds. The service cuts off one that has not for 12 hours.
   *
   * @defaultValue ten hours; eleven at most
   */
  reauthenticateEveryMs?: number;
}

/** Settings of TLS as Node takes them. */
export interface TlsFields {
  ca?: string;
  cert?: string;
  key?: string;
  servername?: string;
  /** @defaultValue true */
  rejectUnauthorized?: boolean;
}

/** How to reach a cluster: options of the store, of the cache and of `createMemoryDBClient`. */
export interface MemoryDBConnectionFields {
  /** `rediss://user:password@host:6379`. @defaultValue the environment variable `REDIS_URL` */
  redisUrl?: string;
  /** Same as {@link MemoryDBConnectionFields.redisUrl}. */
  url?: string;
  /**
   * A client of `@redis/client` (single or cluster), `ioredis`, `iovalkey`, `@valkey/valkey-glide`, or a
   * {@link MemoryDBClient}. It is used as it is and never closed.
   *
   * @defaultValue one of `@redis/client`, connected at the first call
   */
  client?: object;
  /** Cluster mode, which MemoryDB always has. @defaultValue `"auto"`: the server is asked */
  cluster?: boolean | "auto";
  /** @defaultValue by the scheme of the URL; with `iam` TLS is needed, but for a loopback address */
  tls?: boolean | TlsFields;
  username?: string;
  password?: string;
  /** A token in place of a password: made anew for every connection. */
  iam?: IamFields;
  /** @defaultValue 10,000 */
  connectTimeoutMs?: number;
  /** How long a command, or one burst of a pipeline, may take. @defaultValue 10,000 */
  commandTimeoutMs?: number;
  /** Where searches and reads go in a cluster. A replica may lag, and answers without saying so. @defaultValue `"primary"` */
  readFrom?: "primary" | "replica";
  /** The search engine behind the address. @defaultValue `"auto"`: the server is asked */
  engine?: "auto" | "memorydb" | "valkey-search" | "redisearch";
  /** Its version, `1.0.3`: valkey-search learned much between 1.0 and 1.2. @defaultValue the server is asked */
  engineVersion?: string;
}

/** The connection options with every default filled in. */
export interface ConnectionSettings {
  readonly url: string | undefined;
  readonly client: MemoryDBClient | undefined;
  readonly cluster: boolean | "auto";
  readonly tls: boolean | TlsFields | undefined;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly iam: IamFields | undefined;
  readonly connectTimeoutMs: number;
  readonly commandTimeoutMs: number;
  readonly readFrom: "primary" | "replica";
  readonly engine: "auto" | "memorydb" | "valkey-search" | "redisearch";
  readonly engineVersion: string | undefined;
}
