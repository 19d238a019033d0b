import { readFileSync } from "node:fs";
import { describe, expect, test, vi } from "vitest";
import { packageName, packageVersion } from "../src/version.ts";
import { A, build, H, models } from "./build.ts";
import { parseResponse } from "../src/response/parse-response.ts";
import { toReplyContext } from "../src/response/reply-context.ts";
import { resolveOptions, resolveSettings } from "../src/resolve-options.ts";

test("the name and the version are the manifest's", () => {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  expect(manifest).toMatchObject({ name: packageName, version: packageVersion });
});

describe("without Node's Buffer", () => {
  test("[98] converts images, documents and redacted reasoning, both ways", () => {
    vi.stubGlobal("Buffer", undefined);
    try {
      const bytes = new Uint8Array([1, 2]);
      const user = H([
        { type: "image", mimeType: "image/png", data: "AQI=" },
        { type: "file", mimeType: "application/pdf", data: "AQI=" },
      ]);
      const request = build([user, A([{ type: "reasoning_content", redactedContent: "AQI=" }, "b"]), H("c")]);
      expect(request.messages?.slice(0, 2)).toEqual([
        {
          role: "user",
          content: [
            { image: { format: "png", source: { bytes } } },
            { document: { name: "document-1", format: "pdf", source: { bytes } } },
          ],
        },
        { role: "assistant", content: [{ reasoningContent: { redactedContent: bytes } }, { text: "b" }] },
      ]);
      const context = toReplyContext(resolveOptions(resolveSettings({ model: models.claude })));
      const content = [{ reasoningContent: { redactedContent: bytes } }];
      const reply = { output: { message: { role: "assistant" as const, content } }, $metadata: {} };
      expect(parseResponse(reply, context).content).toEqual([{ type: "reasoning_content", redactedContent: "AQI=" }]);
    } finally {
      vi.unstubAllGlobals();
    }
  });
});
