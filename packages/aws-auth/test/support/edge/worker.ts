import { BedrockRuntimeClient, ConverseCommand } from "@aws-sdk/client-bedrock-runtime";
import { createClientSource, sendCommand, takeAwsFields, type AwsClientFields } from "../../../src/index.ts";
import { signHttpRequest } from "../../../src/sign.ts";

/** What a program at the edge would do; bundled and run without Node by `edge.test.ts`. */
export async function ask(fields: AwsClientFields): Promise<string> {
  const { options } = takeAwsFields(fields, { service: "bedrock-runtime" });
  const source = createClientSource({
    service: "bedrock-runtime",
    options,
    userAgent: ["edge-test", "1.0.0"],
    create: (config) => new BedrockRuntimeClient(config),
  });
  const output = await sendCommand(
    await source.get(),
    new ConverseCommand({ modelId: "anthropic.x", messages: [{ role: "user", content: [{ text: "hello" }] }] }),
    { timeout: 5000, context: { service: "bedrock-runtime", operation: "Converse" } },
  );
  return output.output?.message?.content?.[0]?.text ?? "";
}

export const sign: typeof signHttpRequest = signHttpRequest;
