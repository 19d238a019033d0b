import { InvokeEndpointWithResponseStreamCommand, SageMakerRuntimeClient } from "@aws-sdk/client-sagemaker-runtime";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { scenario } from "../scenario.mjs";

/**
 * Reads a stream to its end; gives the characters of its text, or its bytes.
 *
 * @typedef {(endpointName: string) => Promise<number>} Read
 */

const { region, credentials } = scenario;

/** @param {string} endpoint */
const raw = (endpoint) =>
  new SageMakerRuntimeClient({ region, credentials, endpoint, requestHandler: new NodeHttpHandler() });

/** @param {SageMakerRuntimeClient} client @param {string} EndpointName */
async function* partsOf(client, EndpointName) {
  const command = new InvokeEndpointWithResponseStreamCommand({ EndpointName, Body: '{"inputs":"q","stream":true}' });
  const { Body = [] } = await client.send(command);
  for await (const { PayloadPart } of Body) if (PayloadPart?.Bytes !== undefined) yield PayloadPart.Bytes;
}

/**
 * How a stream is read, by name. Each runs in a process of its own.
 *
 * @type {Record<string, (url: string) => Promise<Read>>}
 */
export const clients = {
  /** The bytes alone, which nobody looks at. */
  raw: async (url) => {
    const client = raw(url);
    return async (name) => {
      let length = 0;
      for await (const bytes of partsOf(client, name)) length += bytes.length;
      return length;
    };
  },
  /** What a program without a library does with them. */
  rawText: async (url) => {
    const client = raw(url);
    return async (name) => {
      let text = "";
      let rest = "";
      const decoder = new TextDecoder();
      for await (const bytes of partsOf(client, name)) {
        const lines = (rest + decoder.decode(bytes, { stream: true })).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) {
          const data = line.replace(/^data: ?/, "");
          if (!data.startsWith("{")) continue;
          const { token, choices } = JSON.parse(data);
          text += token?.text ?? choices?.[0]?.delta.content ?? "";
        }
      }
      return text.length;
    };
  },
  /** The records of lines, with the reader that the classes use. */
  records: async (url) => {
    const { iterateLines } = await import("@langchain-aws/sagemaker");
    const client = raw(url);
    return async (name) => {
      let length = 0;
      const records = iterateLines(partsOf(client, name), { maxLineBytes: 64_000_000 });
      for await (const { bytes } of records) length += bytes.length;
      return length;
    };
  },
  text: async (endpointUrl) => {
    const { SagemakerEndpoint } = await import("@langchain-aws/sagemaker");
    return async (endpointName) => {
      const contentHandler = endpointName === "openai" ? "openai-chat" : endpointName === "tgi" ? "tgi" : "lmi";
      const fields = { region, credentials, endpointUrl, maxLineBytes: 64_000_000 };
      const model = new SagemakerEndpoint({ ...fields, endpointName, contentHandler });
      let length = 0;
      for await (const text of await model.stream("q")) length += text.length;
      return length;
    };
  },
  chat: async (endpointUrl) => {
    const { ChatSagemaker } = await import("@langchain-aws/sagemaker");
    return async (endpointName) => {
      const model = new ChatSagemaker({ region, credentials, endpointUrl, endpointName });
      let length = 0;
      for await (const { content } of await model.stream("q")) length += content.length;
      return length;
    };
  },
};
