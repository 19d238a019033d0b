import * as fc from "fast-check";
import { crc32 as zlibCrc32 } from "node:zlib";
import { describe, expect, it } from "vitest";
import { utf8Encode } from "./bytes.ts";
import { crc32 } from "./crc32.ts";

describe("crc32", () => {
  it("gives the check value of CRC-32", () => {
    expect(crc32(utf8Encode("123456789"), 0, 9)).toBe(0xcbf43926);
  });

  it("agrees with zlib for any part of any bytes and any beginning", () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 300 });
    const before = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    fc.assert(
      fc.property(bytes, fc.nat(299), fc.nat(299), before, (bytes, a, b, before) => {
        const start = Math.min(a, b) % bytes.length;
        const end = Math.max(start + 1, Math.min(Math.max(a, b), bytes.length));
        expect(crc32(bytes, start, end, before)).toBe(zlibCrc32(bytes.subarray(start, end), before));
      }),
    );
  });

  it("adds nothing for no bytes", () => {
    expect(crc32(new Uint8Array(3), 2, 2, 7)).toBe(7);
  });
});
