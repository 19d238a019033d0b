import { describe, expect, test } from "vitest";
import { A, build, call, contentOf, H, T, tool, useWarnings } from "../../test/build.ts";

const warnings = useWarnings();
const bytes = new Uint8Array([0x78]);
const png = { image: { format: "png", source: { bytes } } };
const pdfUrl = "data:application/pdf;base64,eA==";
const docxType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

function user(...blocks: unknown[]): unknown {
  return contentOf(build([H(blocks)]));
}

describe("text", () => {
  test("[18] takes strings, text blocks and Converse's own", () => {
    expect(user("a", { type: "text", text: "b" }, { text: "c" })).toEqual([
      { text: "a" },
      { text: "b" },
      { text: "c" },
    ]);
  });

  test("[33] puts a cache point behind a block with Anthropic's cache_control", () => {
    expect(user({ type: "text", text: "a", cache_control: { type: "ephemeral", ttl: "1h" } })).toEqual([
      { text: "a" },
      { cachePoint: { type: "default", ttl: "1h" } },
    ]);
    expect(user({ type: "text", text: "a", cache_control: { type: "ephemeral" } })).toEqual([
      { text: "a" },
      { cachePoint: { type: "default" } },
    ]);
  });

  test("[32] passes guarded content with its qualifiers, and wraps guarded text", () => {
    const own = { guardContent: { text: { text: "t", qualifiers: ["query"] } } };
    expect(user(own)).toEqual([own]);
    expect(user({ type: "guard_content", ...own })).toEqual([own]);
    expect(user({ type: "guard_content", text: "t" })).toEqual([{ guardContent: { text: { text: "t" } } }]);
  });

  test("[34] refuses an unknown block by its type and place, without its content", () => {
    const secret = "very private";
    expect(() => build([H("a"), H(["b", { type: "weird", data: secret }])])).toThrow(
      /Unsupported content block type "weird" in a human message.*message 1, human, block 1/,
    );
    expect(() => build([H([{ type: "weird", data: secret }])])).not.toThrow(secret);
  });

  test("[34] drops an assistant's unknown blocks with one warning for each kind", () => {
    const messages = [H("a"), A([{ type: "weird" }, { type: "text", text: "b" }, { type: "weird" }]), H("c")];
    expect(build(messages).messages?.[1]).toEqual({ role: "assistant", content: [{ text: "b" }] });
    expect(warnings.texts).toEqual([expect.stringContaining('"weird"')]);
  });

  test("drops reasoning from a user turn, which the service refuses there", () => {
    expect(user("a", { type: "reasoning", reasoning: "x", signature: "s" })).toEqual([{ text: "a" }]);
  });

  test("reads a non_standard block as the value it holds", () => {
    expect(user({ type: "non_standard", value: { type: "text", text: "a" } })).toEqual([{ text: "a" }]);
  });
});

describe("images", () => {
  test.each([
    ["image/png", "png"],
    ["image/jpg", "jpeg"],
    ["image/jpeg", "jpeg"],
    ["IMAGE/GIF; charset=x", "gif"],
  ])("[22] takes a data URL of %s", (mimeType, format) => {
    const wire = [{ image: { format, source: { bytes } } }];
    expect(user({ type: "image_url", image_url: `data:${mimeType};base64,eA==` })).toEqual(wire);
    expect(user({ type: "image_url", image_url: { url: `data:${mimeType};base64,eA==` } })).toEqual(wire);
  });

  test("[22] refuses remote images and names the ways out", () => {
    expect(() => user({ type: "image_url", image_url: "https://example.com/a.png" })).toThrow(
      /data: URL or an s3:\/\//,
    );
  });

  test.each([
    ["Anthropic's", { type: "image", source: { type: "base64", media_type: "image/png", data: "eA==" } }],
    ["v0 base64", { type: "image", source_type: "base64", mime_type: "image/png", data: "eA==" }],
    ["v0 with a data URL", { type: "image", source_type: "url", url: "data:image/png;base64,eA==" }],
    ["v1 base64", { type: "image", mimeType: "image/png", data: "eA==" }],
    ["v1 bytes", { type: "image", mimeType: "image/png", data: bytes }],
    [
      "v1 with a type of its own beside a data URL's",
      { type: "image", mimeType: "image/png", url: "data:image/x;base64,eA==" },
    ],
    ["v1 with a data URL", { type: "image", url: "data:image/png;base64,eA==" }],
    ["Converse's own", png],
    ["Converse's own under a type", { type: "image", ...png }],
    ["a file of an image type", { type: "file", mimeType: "image/png", data: "eA==" }],
  ])("[23] takes an image in the form %s", (_, block) => {
    expect(user(block)).toEqual([png]);
  });

  test("[24] takes images in S3, with the bucket's owner", () => {
    const uri = "s3://b/k.png";
    expect(user({ type: "image", fileId: uri })).toEqual([
      { image: { format: "png", source: { s3Location: { uri } } } },
    ]);
    expect(user({ type: "image", fileId: uri, metadata: { bucketOwner: "111122223333" } })).toEqual([
      { image: { format: "png", source: { s3Location: { uri, bucketOwner: "111122223333" } } } },
    ]);
    expect(user({ type: "image_url", image_url: { url: uri } })).toEqual([
      { image: { format: "png", source: { s3Location: { uri } } } },
    ]);
  });

  test("reads the type of an image off its first bytes", () => {
    const data = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    expect(user({ type: "image", data })).toEqual([{ image: { format: "png", source: { bytes: data } } }]);
    expect(() => user({ type: "image", data: bytes })).toThrow(/media type.*block 0/);
  });
});

describe("documents", () => {
  test("[25] numbers documents without a name, the same way in every call", () => {
    const file = { type: "file", mimeType: "application/pdf", data: "eA==" };
    const document = (name: string) => ({ document: { name, format: "pdf", source: { bytes } } });
    expect(user(file, file)).toEqual([document("document-1"), document("document-2")]);
    expect(user(file, file)).toEqual(user(file, file));
  });

  test("[26] makes names legal and unique", () => {
    const named = (filename: string) => ({ type: "file", url: pdfUrl, filename });
    const names = contentOf(
      build([H([named("John's  report.final.pdf"), named("John's  report.final.pdf"), named("分基.pdf")])]),
    ).map((block) => block.document?.name);
    expect(names).toEqual(["John-s report-final", "John-s report-final (2)", "document-3"]);
  });

  test("[27] takes a DOCX data URL, and lists the formats when it knows none", () => {
    expect(user({ type: "file", url: `data:${docxType};base64,eA==` })).toEqual([
      { document: { name: "document-1", format: "docx", source: { bytes } } },
    ]);
    expect(() => user({ type: "file", mimeType: "application/zip", data: "eA==" })).toThrow(/pdf, csv, doc, docx/);
  });

  test("[28] hands on context and citations, in LangChain's and in Anthropic's form", () => {
    const extras = { context: "a paper", citations: { enabled: true } };
    const document = {
      name: "paper",
      format: "pdf",
      source: { bytes },
      context: "a paper",
      citations: { enabled: true },
    };
    expect(user({ type: "file", mimeType: "application/pdf", data: "eA==", name: "paper", ...extras })).toEqual([
      { document },
    ]);
    const source = { type: "base64", media_type: "application/pdf", data: "eA==" };
    expect(user({ type: "document", source, title: "paper", ...extras })).toEqual([{ document }]);
  });

  test("[29] sends plain text as a text document, cited text as text", () => {
    expect(user({ type: "text-plain", text: "x", title: "notes" })).toEqual([
      { document: { name: "notes", format: "txt", source: { bytes } } },
    ]);
    expect(user({ type: "text-plain", text: "x", title: "notes", citations: { enabled: true } })).toEqual([
      { document: { name: "notes", format: "txt", source: { text: "x" }, citations: { enabled: true } } },
    ]);
  });

  test("takes Anthropic's text and content sources, OpenAI's files and Converse's own documents", () => {
    expect(
      user({ type: "document", source: { type: "text", media_type: "text/plain", data: "x" }, title: "t" }),
    ).toEqual([{ document: { name: "t", format: "txt", source: { bytes } } }]);
    const source = { type: "content", content: [{ type: "text", text: "x" }] };
    expect(user({ type: "document", source, title: "t" })).toEqual([
      { document: { name: "t", format: "txt", source: { content: [{ text: "x" }] } } },
    ]);
    expect(user({ type: "file", file: { file_data: pdfUrl, filename: "a.pdf" } })).toEqual([
      { document: { name: "a", format: "pdf", source: { bytes } } },
    ]);
    expect(user({ document: { name: "a.b", format: "pdf", source: { bytes } } })).toEqual([
      { document: { name: "a", format: "pdf", source: { bytes } } },
    ]);
  });
});

describe("video, audio, search results", () => {
  test.each([
    ["video/quicktime", "video", "mov"],
    ["video/3gpp", "video", "three_gp"],
    ["audio/mpeg", "audio", "mp3"],
  ])("[30] takes %s", (mimeType, kind, format) => {
    expect(user({ type: kind, mimeType, data: "eA==" })).toEqual([{ [kind]: { format, source: { bytes } } }]);
  });

  test("[30] takes video and audio in S3", () => {
    expect(user({ type: "video", fileId: "s3://b/k.mov" })).toEqual([
      { video: { format: "mov", source: { s3Location: { uri: "s3://b/k.mov" } } } },
    ]);
    expect(user({ type: "video", source: { type: "s3Location", media_type: "video/mp4", data: "s3://b/k" } })).toEqual([
      { video: { format: "mp4", source: { s3Location: { uri: "s3://b/k" } } } },
    ]);
    expect(user({ type: "audio", fileId: "s3://b/k.mp3" })).toEqual([
      { audio: { format: "mp3", source: { s3Location: { uri: "s3://b/k.mp3" } } } },
    ]);
  });

  test("takes OpenAI's audio", () => {
    expect(user({ type: "input_audio", input_audio: { data: "eA==", format: "wav" } })).toEqual([
      { audio: { format: "wav", source: { bytes } } },
    ]);
  });

  test("[31] takes search results of text, and nothing else inside them", () => {
    const block = { type: "search_result", source: "s", title: "t", citations: { enabled: true } };
    expect(user({ ...block, content: [{ type: "text", text: "x" }] })).toEqual([
      { searchResult: { source: "s", title: "t", content: [{ text: "x" }], citations: { enabled: true } } },
    ]);
    expect(() => user({ ...block, content: [png] })).toThrow(/other than text/);
  });
});

describe("tool results", () => {
  const bound = { tools: [tool("f")] };
  const result = (content: unknown, status?: "success" | "error", model?: string): unknown =>
    build(
      [H("a"), A("", { tool_calls: [call("1", "f")] }), T(content, "1", status)],
      model === undefined ? {} : { model },
      bound,
    ).messages?.at(-1)?.content;

  test("[42] stands a placeholder for an empty result", () => {
    expect(result("")).toEqual([{ toolResult: { toolUseId: "1", content: [{ text: "." }] } }]);
  });

  test.each([
    ["Claude", undefined, "error" as const, "error"],
    ["Nova", "us.amazon.nova-lite-v1:0", "error" as const, "error"],
    ["Llama", "us.meta.llama3-3-70b-instruct-v1:0", "error" as const, undefined],
    ["Claude", undefined, "success" as const, undefined],
  ])("[42] tells %s (%s) of the status %s as %s", (_, model, status, sent) => {
    expect(result("x", status, model)).toEqual([
      { toolResult: { toolUseId: "1", content: [{ text: "x" }], ...(sent !== undefined && { status: sent }) } },
    ]);
  });

  test("[43] sends images, documents and JSON of a result as what they are", () => {
    const content = [
      { type: "image", mimeType: "image/png", data: "eA==" },
      { type: "file", mimeType: "application/pdf", data: "eA==" },
      { type: "json", json: { a_b: 1 } },
      { a_b: 1 },
    ];
    expect(result(content)).toEqual([
      {
        toolResult: {
          toolUseId: "1",
          content: [
            png,
            { document: { name: "document-1", format: "pdf", source: { bytes } } },
            { json: { a_b: 1 } },
            { json: { a_b: 1 } },
          ],
        },
      },
    ]);
  });

  test("[44] moves a cache point of a result behind it", () => {
    const point = { cachePoint: { type: "default" } };
    expect(result(["x", point])).toEqual([{ toolResult: { toolUseId: "1", content: [{ text: "x" }] } }, point]);
    expect(result([point])).toEqual([{ toolResult: { toolUseId: "1", content: [{ text: "." }] } }, point]);
  });

  test("refuses audio, which a result has no member for", () => {
    expect(() => result([{ type: "audio", mimeType: "audio/mpeg", data: "eA==" }])).toThrow(/cannot hold audio/);
  });

  test("takes Anthropic's tool_result on a user turn", () => {
    const block = { type: "tool_result", tool_use_id: "1", content: "x", is_error: true };
    expect(
      build([H("a"), A("", { tool_calls: [call("1", "f")] }), H([block])], {}, bound).messages?.at(-1)?.content,
    ).toEqual([{ toolResult: { toolUseId: "1", content: [{ text: "x" }], status: "error" } }]);
  });
});
