import { describe, expect, expectTypeOf, it } from "vitest";
import { visitMember } from "./visit-member.ts";

/** As the SDK writes its unions. */
type Block =
  | { text: string; image?: never; $unknown?: never }
  | { text?: never; image: { format: string }; $unknown?: never }
  | { text?: never; image?: never; $unknown: [string, unknown] };

const read = (block: Block, path?: string) =>
  visitMember(
    block,
    {
      text: (text) => `text ${text.toUpperCase()}`,
      _: (name, value, path) => `${path ?? "?"}: ${name} ${JSON.stringify(value)}`,
    },
    path,
  );

describe("visitMember", () => {
  it("hands the value to the member's reader", () => {
    expect(read({ text: "a" })).toBe("text A");
  });

  it("passes over members that are not defined", () => {
    expect(read(JSON.parse('{"image":null,"text":"a"}'))).toBe("text A");
  });

  it("hands a member without a reader on, with where it was found", () => {
    expect(read({ image: { format: "png" } }, "content[1]")).toBe('content[1]: image {"format":"png"}');
  });

  it("unpacks a member that the SDK does not know", () => {
    expect(read({ $unknown: ["video", { a: 1 }] }, "content[0]")).toBe('content[0]: video {"a":1}');
  });

  it("reads a member that became known to us before the SDK", () => {
    expect(read({ $unknown: ["text", "b"] })).toBe("text B");
  });

  it.each([
    ["{}", "?:  undefined"],
    ['{"_":1}', "?: _ 1"],
    ['{"toString":1}', "?: toString 1"],
    ['{"$unknown":[]}', "?:  undefined"],
    ['{"$unknown":"odd"}', '?: $unknown "odd"'],
  ])("drops nothing and finds nothing by accident: %s", (json, expected) => {
    expect(read(JSON.parse(json))).toBe(expected);
  });

  it("knows the type of each member's value", () => {
    visitMember<Block, void>(
      { text: "a" },
      {
        text: (value) => expectTypeOf(value).toEqualTypeOf<string>(),
        image: (value) => expectTypeOf(value).toEqualTypeOf<{ format: string }>(),
        _: (name) => expectTypeOf(name).toEqualTypeOf<string>(),
      },
    );
    // @ts-expect-error -- no such member
    visitMember<Block, void>({ text: "a" }, { txt: () => undefined, _: () => undefined });
  });
});
