import { HumanMessage } from "@langchain/core/messages";
import { useLocalAws } from "@langchain-aws/local/vitest";
import { expect, test } from "vitest";
import { build, contentOf, H } from "./build.ts";
import { connect } from "./connect.ts";

const aws = useLocalAws({ log: { bodies: false } });
const megabyte = 1_000_000;

/** Four documents of 4.4 MB, near the service's limit for each. */
function documents(toData: (bytes: Uint8Array) => unknown): ({ type: string } & Record<string, unknown>)[] {
  return [1, 2, 3, 4].map((number) => ({
    type: "file",
    mimeType: "application/pdf",
    data: toData(new Uint8Array(4.4 * megabyte).fill(96 + number)),
    metadata: { name: `document ${number}` },
  }));
}

test("bytes reach the request as the caller's own, not as a copy", () => {
  const blocks = documents((bytes) => bytes);
  const sent = contentOf(build([H([{ type: "text", text: "Sum up." }, ...blocks])]));
  expect(sent).toHaveLength(5);
  expect(sent.slice(1).every(({ document }, index) => document?.source?.bytes === blocks[index]?.["data"])).toBe(true);
});

test("18 MB of documents arrive, as bytes and as base64", async () => {
  const model = connect(aws);
  const ask = async (data: (bytes: Uint8Array) => unknown): Promise<string> => {
    const content = [{ type: "text", text: "Sum up." }, ...documents(data)];
    return (await model.invoke([new HumanMessage({ content })])).text;
  };
  expect(await ask((bytes) => bytes)).not.toBe("");
  expect(await ask((bytes) => Buffer.from(bytes).toString("base64"))).not.toBe("");
  const sizes = aws.requests().map(({ headers }) => Number(headers["content-length"]));
  expect(sizes[0]).toBeGreaterThan(4 * 4.4 * megabyte * 1.33);
  expect(sizes[1]).toBe(sizes[0]);
});
