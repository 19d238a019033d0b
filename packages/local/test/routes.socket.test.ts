import { execFile } from "node:child_process";
import { promisify } from "node:util";

import * as bedrock from "@aws-sdk/client-bedrock";
import * as agentRuntime from "@aws-sdk/client-bedrock-agent-runtime";
import * as runtime from "@aws-sdk/client-bedrock-runtime";
import * as kendra from "@aws-sdk/client-kendra";
import * as neptuneGraph from "@aws-sdk/client-neptune-graph";
import * as s3vectors from "@aws-sdk/client-s3vectors";
import * as sagemaker from "@aws-sdk/client-sagemaker-runtime";
import { describe, expect, it } from "vitest";

import { services } from "../src/services/index.ts";
import { useLocalAws } from "../src/vitest.ts";

const run = promisify(execFile);
const aws = useLocalAws({ log: { maxEntries: 500 } });

interface Client {
  send(command: object): Promise<unknown>;
  destroy(): void;
}
type Commands = Record<string, unknown>;

/** The clients of the SDK, by the service that they are for. */
const clients: Readonly<Record<string, [module: Commands, create: () => Client]>> = {
  "bedrock-runtime": [{ ...runtime }, () => new runtime.BedrockRuntimeClient(settings("bedrock-runtime"))],
  bedrock: [{ ...bedrock }, () => new bedrock.BedrockClient(settings("bedrock"))],
  "bedrock-agent-runtime": [
    { ...agentRuntime },
    () => new agentRuntime.BedrockAgentRuntimeClient(settings("bedrock-agent-runtime")),
  ],
  kendra: [{ ...kendra }, () => new kendra.KendraClient(settings("kendra"))],
  s3vectors: [{ ...s3vectors }, () => new s3vectors.S3VectorsClient(settings("s3vectors"))],
  "neptune-graph": [{ ...neptuneGraph }, () => new neptuneGraph.NeptuneGraphClient(settings("neptune-graph"))],
  "sagemaker-runtime": [{ ...sagemaker }, () => new sagemaker.SageMakerRuntimeClient(settings("sagemaker-runtime"))],
};

function settings(
  service: Parameters<typeof aws.clientConfig>[0],
): ReturnType<typeof aws.clientConfig> & { maxAttempts: number } {
  return { ...aws.clientConfig(service), maxAttempts: 1 };
}

/** What stands in paths, and what a client must have to send anything. */
const input = {
  modelId: "amazon.nova-lite-v1:0",
  modelIdentifier: "amazon.nova-lite-v1:0",
  inferenceProfileIdentifier: "us.amazon.nova-lite-v1:0",
  guardrailIdentifier: "gr0123456789",
  guardrailVersion: "1",
  knowledgeBaseId: "KB00000001",
  agentId: "AGENT00001",
  agentAliasId: "TSTALIASID",
  sessionId: "session-1",
  graphIdentifier: "g-0123456789",
  queryId: "query-1",
  queryString: "RETURN 1",
  language: "OPEN_CYPHER",
  resourceArn: "arn:aws:s3vectors:us-east-1:000000000000:bucket/b",
  tagKeys: ["a"],
  tags: { a: "b" },
  EndpointName: "endpoint",
  body: "{}",
  Body: "{}",
};

const isCommand = (value: unknown): value is new (input: object) => object => typeof value === "function";

describe("[22] every operation that is answered", () => {
  const operations = services.flatMap(({ name, operations: all }) =>
    name in clients ? all.map((operation) => [name, operation.name] as const) : [],
  );

  it.each(operations)("of %s is routed as the SDK sends it: %s", async (service, operation) => {
    const { [service]: entryOf } = clients;
    if (entryOf === undefined) throw new Error(`The SDK's client for ${service} is missing.`);
    const [commands, create] = entryOf;
    const { [`${operation}Command`]: command } = commands;
    if (!isCommand(command)) throw new Error(`The SDK's client for ${service} has no ${operation}.`);
    const client = create();
    const body = operation.includes("Bidirectional") ? { body: (async function* () {})() } : {};
    await client.send(new command({ ...input, ...body })).catch(() => {});
    client.destroy();
    const entry = aws.lastRequest();
    expect([entry?.service, entry?.operation]).toEqual([service, operation]);
    expect(entry?.errorType).not.toBe("UnknownOperationException");
  });
});

/** Calls each operation with as much as the service's model requires, and prints nothing: the log tells what came. */
const script = `
import json, sys
import boto3
from botocore.config import Config

settings = json.loads(sys.argv[1])

def value(shape, depth=0):
    kind = shape.type_name
    if kind == "structure":
        if depth > 4:
            return {}
        names = list(shape.required_members)
        if getattr(shape, "is_tagged_union", False) and not names:
            names = list(shape.members)[:1]
        return {name: value(shape.members[name], depth + 1) for name in names}
    if kind == "list":
        return [value(shape.member, depth + 1)]
    if kind == "map":
        return {}
    if kind == "string":
        return shape.enum[0] if getattr(shape, "enum", None) else "abcdefghij"
    return {"blob": b"{}", "boolean": True, "integer": 1, "long": 1, "float": 0.5, "double": 0.5}.get(kind, {})

for service, operations in settings["services"].items():
    client = boto3.client(
        service,
        endpoint_url=settings["url"],
        region_name="us-east-1",
        aws_access_key_id="AKIALOCAL",
        aws_secret_access_key="local",
        config=Config(retries={"total_max_attempts": 1}, inject_host_prefix=False, parameter_validation=False),
    )
    for name in operations:
        if name not in client.meta.service_model.operation_names:
            continue
        shape = client.meta.service_model.operation_model(name).input_shape
        try:
            client._make_api_call(name, value(shape) if shape else {})
        except client.exceptions.ClientError:
            pass
        print(service, name)
`;

async function hasBoto3(): Promise<boolean> {
  return run("python3", ["-c", "import boto3"]).then(
    () => true,
    () => false,
  );
}

describe.skipIf(!(await hasBoto3()))("[22] every operation that boto3 knows", () => {
  it("is routed as boto3 sends it", async () => {
    const wanted = Object.fromEntries(
      services
        .filter(({ name }) => name in clients)
        // Bidirectional streams need HTTP/2, which boto3 does not speak.
        .map(({ name, operations }) => [
          name,
          operations.map((each) => each.name).filter((each) => !each.includes("Bidirectional")),
        ]),
    );
    const { stdout } = await run("python3", ["-c", script, JSON.stringify({ url: aws.url, services: wanted })]);
    const sent = stdout.trim().split("\n");
    expect(sent.length).toBeGreaterThan(20);
    const received = aws.requests().map(({ service, operation }) => `${service} ${operation}`);
    expect(received).toEqual(sent);
    expect(aws.requests().filter(({ errorType }) => errorType === "UnknownOperationException")).toEqual([]);
    expect(aws.requests().filter(({ auth }) => auth.kind !== "sigv4")).toEqual([]);
  }, 60_000);
});
