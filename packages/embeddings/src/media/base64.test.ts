import { toBase64 } from "@langchain-aws/core";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { decodedLength, strictBase64 } from "./base64.ts";

test("what was encoded is base64, broken into lines or not, and its length is known", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), (bytes) => {
      const base64 = toBase64(bytes);
      expect(strictBase64(base64.replaceAll(/.{7}/g, "$&\r\n"))).toBe(base64);
      expect(decodedLength(base64)).toBe(bytes.length);
    }),
  );
});

test.each(["", "a", "abc", "ab-_", "ab=c", "a===", "====", "abcd=", "photo.png"])("%j is not base64", (text) => {
  expect(strictBase64(text)).toBeUndefined();
});
