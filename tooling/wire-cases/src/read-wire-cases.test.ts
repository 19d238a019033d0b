import { expect, test } from "vitest";
import { readWireCases } from "./read-wire-cases.ts";

const cases = readWireCases("converse");

test("every case says which acceptance cases it proves, and no two say the same", () => {
  const titles = cases.map(({ title }) => title);
  expect(titles.filter((title) => !/^\[\d+(, \d+)*\] \S/.test(title))).toEqual([]);
  expect(new Set(titles).size).toBe(titles.length);
});

test("bytes of a case are bytes", () => {
  const image = cases.find(({ name }) => name === "image-v1-bytes")?.messages[0]?.content;
  expect(image).toMatchObject([{ data: expect.any(Uint8Array) }, {}]);
});
