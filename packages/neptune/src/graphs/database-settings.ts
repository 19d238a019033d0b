import type { AwsOptions } from "@langchain-aws/aws-auth";
import { DatabaseClient } from "../clients/database-client.ts";
import { resolveDatabaseEndpoint } from "../clients/database-endpoint.ts";
import type { GivenOptions } from "../option-names.ts";
import type { NeptuneTransport } from "../options.ts";
import { type ConnectionSettings, flag, resolveConnection, wrong } from "../resolve-options.ts";
import { takeFields } from "../take-fields.ts";

/** What the graphs of Neptune Database have in common. */
export interface DatabaseParts {
  readonly aws: AwsOptions;
  readonly given: GivenOptions;
  readonly shown: Readonly<Record<string, unknown>>;
  readonly connection: ConnectionSettings;
  readonly client: DatabaseClient;
}

/**
 * @param isReadOnly what `readOnly` is when nothing is said
 * @throws NeptuneConfigError naming the field
 */
export function createDatabaseParts(fields: object, isReadOnly: boolean): DatabaseParts {
  const { client: transport, ...others }: { client?: unknown } = { ...fields };
  const { aws, given, shown } = takeFields(others, "neptune-db");
  const isInjected = transport !== undefined && transport !== null;
  if (isInjected && !isTransport(transport)) throw wrong("client", "an object with a function `request`");
  const connection = resolveConnection(given, { timeout: aws.timeout, isReadOnly });
  const client = new DatabaseClient({
    aws,
    connection,
    endpoint: resolveDatabaseEndpoint(given, aws, isInjected),
    sign: !isInjected && (flag(given, "sign") ?? true),
    ...(isInjected && { transport }),
  });
  return { aws, given, shown, connection, client };
}

const isTransport = (value: unknown): value is NeptuneTransport =>
  typeof value === "object" && value !== null && "request" in value && typeof value.request === "function";
