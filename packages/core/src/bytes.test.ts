import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fromBase64, parseDataUrl, sniffMimeType, toBase64, utf8Decode, utf8Encode } from "./bytes.ts";
import { AwsConfigurationError } from "./errors.ts";

const bytesOf = (...values: number[]) => Uint8Array.from(values);

describe.each(["with Node's Buffer", "without it"])("base64 %s", (runtime) => {
  beforeEach(() => {
    if (runtime === "without it") vi.stubGlobal("Buffer", undefined);
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it("encodes the vectors of RFC 4648", () => {
    const words = ["", "f", "fo", "foo", "foob", "fooba", "foobar"];
    expect(words.map((word) => toBase64(utf8Encode(word)))).toEqual([
      "",
      "Zg==",
      "Zm8=",
      "Zm9v",
      "Zm9vYg==",
      "Zm9vYmE=",
      "Zm9vYmFy",
    ]);
  });

  it("gives the bytes back", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
        expect(fromBase64(toBase64(bytes))).toEqual(bytes);
      }),
    );
  });

  it("gives more bytes back than fit into one argument list", () => {
    const bytes = Uint8Array.from({ length: 100_001 }, (_, index) => index % 256);
    expect(fromBase64(toBase64(bytes))).toEqual(bytes);
  });

  it("encodes the view, not the buffer behind it", () => {
    expect(toBase64(bytesOf(1, 2, 3, 4, 5).subarray(1, 3))).toBe("AgM=");
  });

  it("accepts the other alphabet, missing padding and line breaks", () => {
    expect([fromBase64("-_-_"), fromBase64("Zg"), fromBase64("Zm9v\r\n YmFy\n")]).toEqual([
      bytesOf(0xfb, 0xff, 0xbf),
      utf8Encode("f"),
      utf8Encode("foobar"),
    ]);
  });

  it.each([
    ["https://example.com/cat.png", "character 5"],
    ["Zm9v*", "character 4"],
    ["Zm=9", "character 2"],
    ["Zm9vY", "5 characters"],
  ])("refuses %s, saying where and not what", (text, place) => {
    expect(() => fromBase64(text)).toThrow(AwsConfigurationError);
    expect(() => fromBase64(text)).toThrow(place);
    expect(() => fromBase64(text)).not.toThrow(text);
  });
});

describe("utf8", () => {
  it("keeps any well-formed text, a byte order mark included", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(utf8Decode(utf8Encode(`\uFEFF${text}`))).toBe(`\uFEFF${text}`);
      }),
    );
  });
});

describe("parseDataUrl", () => {
  const docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

  it.each([
    { url: "data:image/png;base64,iVBO", mimeType: "image/png", bytes: bytesOf(0x89, 0x50, 0x4e) },
    { url: `data:${docx};base64,UEsD`, mimeType: docx, bytes: bytesOf(0x50, 0x4b, 0x03) },
    { url: "DATA:Image/JPEG;name=a.jpg;BASE64,Zg==", mimeType: "image/jpeg", bytes: utf8Encode("f") },
    { url: "data:image/svg+xml;base64,Zg%3D%3D", mimeType: "image/svg+xml", bytes: utf8Encode("f") },
    { url: "data:text/csv;charset=utf-8,a%2Cb,%C3%BC,100%", mimeType: "text/csv", bytes: utf8Encode("a,b,ü,100%") },
    { url: "data:,%FFhi", mimeType: "text/plain", bytes: bytesOf(0xff, 0x68, 0x69) },
    { url: "data:;base64,", mimeType: "text/plain", bytes: bytesOf() },
  ])("reads $url", ({ url, mimeType, bytes }) => {
    expect(parseDataUrl(url)).toEqual({ mimeType, bytes });
  });

  it.each(["", "data:image/png;base64", "https://example.com/a,b", "s3://bucket/data:,x", "metadata:,"])(
    "knows that %j is none",
    (url) => {
      expect(parseDataUrl(url)).toBeUndefined();
    },
  );

  it("refuses data that is not base64 although the URL says so", () => {
    expect(() => parseDataUrl("data:image/png;base64,#")).toThrow("not base64");
  });
});

describe("sniffMimeType", () => {
  const ascii = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

  it.each([
    ["\x89PNG\r\n\x1a\n...", "image/png"],
    ["\xff\xd8\xff\xe0", "image/jpeg"],
    ["GIF87a", "image/gif"],
    ["GIF89a", "image/gif"],
    ["RIFF\0\0\0\0WEBPVP8 ", "image/webp"],
    ["%PDF-1.7", "application/pdf"],
    ["\0\0\0\x18ftypisom", "video/mp4"],
    ["\0\0\0\x18ftypmp42", "video/mp4"],
    ["\0\0\0\x14ftypqt  ", "video/quicktime"],
    ["\0\0\0\x14ftyp3gp5", "video/3gpp"],
    ["\0\0\0\x14ftypM4A ", "audio/mp4"],
    ["\0\0\0\x14ftypheic", "image/heic"],
    ["\0\0\0\x14ftypavif", "image/avif"],
    ["RIFF\0\0\0\0WAVE", undefined],
    ["\x89PN", undefined],
    ["", undefined],
    ["hello", undefined],
  ])("reads %j as %s", (start, expected) => {
    expect(sniffMimeType(ascii(start))).toBe(expected);
  });
});
