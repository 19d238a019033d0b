import type { ServiceName } from "../operation.ts";
import type { RequestEntry } from "../request-log.ts";

/** The client class of each service's package; a service without one is called by plain HTTP. */
const clients: Readonly<Partial<Record<ServiceName, string>>> = {
  bedrock: "BedrockClient",
  "bedrock-runtime": "BedrockRuntimeClient",
  "bedrock-agent-runtime": "BedrockAgentRuntimeClient",
  kendra: "KendraClient",
  "neptune-graph": "NeptuneGraphClient",
  s3vectors: "S3VectorsClient",
  "sagemaker-runtime": "SageMakerRuntimeClient",
};

/** Operations whose body is the model's own, and the member of the command's input that holds it. */
const payloadMembers: Readonly<Record<string, string>> = {
  InvokeModel: "body",
  InvokeModelWithResponseStream: "body",
  InvokeEndpoint: "Body",
  InvokeEndpointWithResponseStream: "Body",
};

/** Headers that callers of those operations set themselves, by the member that they come from. */
const payloadHeaders: Readonly<Record<string, readonly (readonly [header: string, member: string])[]>> = {
  InvokeModel: [
    ["content-type", "contentType"],
    ["accept", "accept"],
    ["x-amzn-bedrock-guardrailidentifier", "guardrailIdentifier"],
    ["x-amzn-bedrock-guardrailversion", "guardrailVersion"],
    ["x-amzn-bedrock-trace", "trace"],
  ],
  InvokeEndpoint: [
    ["content-type", "ContentType"],
    ["accept", "Accept"],
    ["x-amzn-sagemaker-custom-attributes", "CustomAttributes"],
    ["x-amzn-sagemaker-inference-component", "InferenceComponentName"],
  ],
};

/**
 * A request of the log as a program that makes the same call with the AWS SDK for JavaScript, or with `curl` where the
 * service has no client or the call was not recognised.
 *
 * What the log keeps as a summary (long base64, vectors) stands in the program as the summary.
 */
export function callAsCode(entry: RequestEntry, origin: string): string {
  const client = entry.service && clients[entry.service];
  if (client === undefined || entry.operation === undefined) return asCurl(entry, origin);
  const isStream = entry.operation.endsWith("Stream");
  const input = toSource(toInput(entry));
  return [
    `import { ${client}, ${entry.operation}Command } from "@aws-sdk/client-${entry.service}";`,
    "",
    `const client = new ${client}({});`,
    `const answer = await client.send(new ${entry.operation}Command(${input}));`,
    isStream
      ? "for await (const event of answer.stream ?? answer.body ?? answer.Body) console.log(event);"
      : "console.log(answer);",
    "",
  ].join("\n");
}

function toInput({ operation = "", params, path, body, headers }: RequestEntry): unknown {
  const member = payloadMembers[operation];
  const query = Object.fromEntries(new URLSearchParams(path.split("?")[1] ?? ""));
  if (member === undefined) return { ...params, ...query, ...(isRecord(body) ? body : {}) };
  const fields = payloadHeaders[operation.replace("WithResponseStream", "")] ?? [];
  const given = fields.flatMap(([header, name]) => (headers[header] === undefined ? [] : [[name, headers[header]]]));
  return { ...params, ...Object.fromEntries(given), [member]: typeof body === "string" ? body : JSON.stringify(body) };
}

function asCurl({ method, path, headers, body }: RequestEntry, origin: string): string {
  const kept = ["content-type", "accept", "x-amz-target"].flatMap((name) =>
    headers[name] === undefined ? [] : [`  -H ${quote(`${name}: ${headers[name]}`)} \\`],
  );
  const data =
    body === undefined ? [] : [`  --data ${quote(typeof body === "string" ? body : JSON.stringify(body))} \\`];
  return [
    `curl -X ${method} ${quote(`${origin}${path}`)} \\`,
    ...kept,
    ...data,
    '  --aws-sigv4 "aws:amz:$AWS_REGION" --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"',
    "",
  ].join("\n");
}

/** JSON, with names bare where JavaScript lets them be. */
function toSource(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replaceAll(/^(\s*)"([A-Za-z_$][\w$]*)":/gm, "$1$2:");
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
