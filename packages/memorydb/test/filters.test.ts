import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plainNumber } from "../src/documents/plain-number.ts";
import { engineOf } from "../src/engine.ts";
import { filterNode } from "../src/filter/filter-expression.ts";
import { renderFilter } from "../src/filter/render.ts";
import {
  InMemoryDBFilter,
  type InMemoryDBFilterExpression,
  InMemoryVectorStore,
  MemoryDBFilterError,
  MemoryDBUnsupportedError,
} from "../src/index.ts";
import { resolveSchema } from "../src/schema/resolve-schema.ts";
import { failureOf } from "./support/failure.ts";
import { TableEmbeddings } from "./support/table-embeddings.ts";
import { collectWarnings } from "./support/warnings.ts";
import { openStore, startServer } from "./support/with-store.ts";

const { tag, num, text } = InMemoryDBFilter;
const indexSchema = { tag: [{ name: "t" }, { name: "tenant" }], numeric: [{ name: "n" }], text: [{ name: "words" }] };
const schema = resolveSchema({ schema: indexSchema, vector: undefined, metadataJson: true });
const engines = ["memorydb", "valkey-1.0.0", "valkey-1.0", "valkey-1.2", "redisearch"] as const;

const render = (filter: InMemoryDBFilterExpression, engine = engineOf("redisearch")): unknown =>
  renderFilter(filterNode(filter), { engine, schema });

describe("the text of a filter", () => {
  test.each([
    [tag("t").eq("a"), "@t:{a}"],
    [tag("t").eq(["a", "b"]), "@t:{a|b}"],
    [tag("t").in(["a b", "ä_1"]), "@t:{a b|ä_1}"],
    [tag("t").ne("a"), "(-@t:{a})"],
    [tag("t").nin(["a", "b"]), "(-@t:{a|b})"],
    [tag("t").startsWith("ab"), "@t:{ab*}"],
    [num("n").eq(3), "@n:[3 3]"],
    [num("n").ne(3), "(-@n:[3 3])"],
    [num("n").gt(1.5), "@n:[(1.5 +inf]"],
    [num("n").gte(-1), "@n:[-1 +inf]"],
    [num("n").lt(0), "@n:[-inf (0]"],
    [num("n").lte(0), "@n:[-inf 0]"],
    [num("n").between(1, 2), "@n:[1 2]"],
    [num("n").between(1, 2, { exclusive: true }), "@n:[(1 (2]"],
    [num("n").eq(-0), "@n:[0 0]"],
    [text("words").eq("two words"), '@words:("two words")'],
    [text("words").ne("x"), '(-@words:("x"))'],
    [text("words").like("war*|%peace%"), "@words:(war*|%peace%)"],
    [InMemoryDBFilter.all(), "*"],
    [InMemoryDBFilter.and(), "*"],
  ])("is what engines read: %s", (filter, expected) => {
    expect(render(filter)).toBe(expected);
  });

  test("[32] has parentheses where they are needed, and conditions that hold for all vanish", () => {
    const [a, b, c] = [tag("t").eq("a"), num("n").gt(1), text("words").eq("c")];
    expect(render(a.and(b).or(c))).toBe('((@t:{a} @n:[(1 +inf]) | @words:("c"))');
    expect(render(a.and(b.or(c)))).toBe('(@t:{a} (@n:[(1 +inf] | @words:("c")))');
    expect(render(a.and(b).not())).toBe("(-(@t:{a} @n:[(1 +inf]))");
    expect(render(InMemoryDBFilter.and(a, InMemoryDBFilter.all(), b))).toBe("(@t:{a} @n:[(1 +inf])");
    expect(render(InMemoryDBFilter.or(a, InMemoryDBFilter.all()))).toBe("*");
    expect(render(InMemoryDBFilter.not(a.or(b)))).toBe("(-(@t:{a} | @n:[(1 +inf]))");
    const none = tag("t").eq(undefined, { whenEmpty: "all" });
    expect(render(a.or(none))).toBe("@t:{a}");
    expect(render(b.and(none.or(none.and(none))))).toBe("@n:[(1 +inf]");
    expect([render(none), render(none.or(none)), render(none.not().or(a))]).toEqual(["*", "*", "@t:{a}"]);
    expect(String(a.and(b))).toBe("(@t:{a} @n:[(1 +inf])");
    expect(render(InMemoryDBFilter.raw("@t:{a} | @t:{b}").and(b))).toBe("((@t:{a} | @t:{b}) @n:[(1 +inf])");
  });

  test.each([
    [tag("nope").eq("a"), "is not declared"],
    [tag("n").eq("a"), "is declared as numeric"],
    [num("t").eq(1), "is declared as tag"],
    [text("t").eq("a"), "is declared as tag"],
  ])("[32] names declared fields of its kind only: %s", (filter, message) => {
    expect(() => render(filter)).toThrow(MemoryDBFilterError);
    expect(() => render(filter)).toThrow(message);
  });

  test("[32] are checked before a server is asked anything", async () => {
    const server = await startServer();
    const store = openStore(server, { indexSchema });
    for (const filter of [tag("nope").eq("a"), num("t").eq(1), tag("t").eq("a,b")]) {
      for (const call of [store.similaritySearch("a", 1, filter), store.delete({ filter })]) {
        expect(await failureOf(call)).toMatchObject({ name: "MemoryDBFilterError" });
      }
    }
    expect(server.commands()).toEqual([]);
  });

  test("is bounded in depth and size", () => {
    let deep = tag("t").eq("a");
    for (let index = 0; index < 40; index += 1) deep = deep.not();
    expect(() => render(deep)).toThrow("32 levels");
    expect(() => render(tag("t").in(Array.from({ length: 1001 }, (_, index) => `v${index}`)))).toThrow("1000 values");
  });
});

describe("[30] numbers", () => {
  test("are written without an exponent", () => {
    expect(render(num("n").eq(1e21))).toBe("@n:[1000000000000000000000 1000000000000000000000]");
    expect(render(num("n").gt(1e-7))).toBe("@n:[(0.0000001 +inf]");
    for (const value of [Number.POSITIVE_INFINITY, Number.NaN, "1" as never])
      expect(() => num("n").eq(value)).toThrow(MemoryDBFilterError);
  });

  test("mean the same number", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const written = plainNumber(value);
        expect(written).toMatch(/^-?\d+(\.\d+)?$/);
        expect(Number(written)).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  test("of a range that holds nothing send nothing and find nothing", async () => {
    const server = await startServer();
    const store = openStore(server, { indexSchema });
    await store.addTexts(["a"], [{ n: 4 }]);
    for (const filter of [
      num("n").between(5, 3),
      num("n").between(4, 4, { exclusive: true }),
      tag("t").eq("x").and(num("n").between(5, 3)),
    ]) {
      expect(await store.similaritySearch("a", 1, filter)).toEqual([]);
    }
    expect(server.commands("FT.SEARCH")).toEqual([]);
    const fresh = await startServer();
    const unconnected = openStore(fresh, { indexSchema });
    expect(await unconnected.similaritySearch("a", 1, num("n").between(5, 3))).toEqual([]);
    await unconnected.delete({ filter: num("n").between(5, 3) });
    expect([fresh.commands(), fresh.connectionCount]).toEqual([[], 0]);
    expect(await store.similaritySearch("a", 1, num("n").between(5, 3).not())).toHaveLength(1);
    expect(await store.similaritySearch("a", 1, num("n").between(5, 3).or(num("n").eq(4)))).toHaveLength(1);
  });
});

describe("[29] a value that is missing", () => {
  const missing = [undefined, null, ""] as const;

  test("is an error, unless it is said to mean everything", () => {
    for (const value of missing) {
      for (const build of [
        () => tag("t").eq(value),
        () => tag("t").ne(value),
        () => tag("t").startsWith(value),
        () => text("words").eq(value),
        () => text("words").like(value),
      ]) {
        expect(build).toThrow(MemoryDBFilterError);
      }
      expect(render(tag("t").eq(value, { whenEmpty: "all" }).and(num("n").eq(1)))).toBe("@n:[1 1]");
    }
    expect(() => tag("t").in([])).toThrow(MemoryDBFilterError);
    expect(() => tag("t").in(["a", ""])).toThrow(MemoryDBFilterError);
    expect(() => num("n").eq(undefined)).toThrow(MemoryDBFilterError);
    expect(() => num("n").between(1, null)).toThrow(MemoryDBFilterError);
    expect(render(num("n").ne(undefined, { whenEmpty: "all" }))).toBe("*");
  });
});

describe("[33] a plain text", () => {
  test("is no filter: its type is another, and it is refused when it gets through", async () => {
    const server = await startServer();
    const store = openStore(server, { indexSchema });
    await store.addTexts(["a"], [{ t: "x" }]);
    // @ts-expect-error -- a text is not an InMemoryDBFilterExpression
    const call = store.similaritySearch("a", 1, "@t:{x}");
    expect(await failureOf(call)).toMatchObject({
      name: "MemoryDBFilterError",
      message: expect.stringContaining("InMemoryDBFilter.raw"),
    });
    expect(await store.similaritySearch("a", 1, InMemoryDBFilter.raw("@t:{x}"))).toHaveLength(1);
    expect(server.commands("FT.SEARCH")).toHaveLength(1);
    const retriever = store.asRetriever({ filter: "@t:{x}" as never });
    expect(await failureOf(retriever.invoke("a"))).toMatchObject({ name: "MemoryDBFilterError" });
  });
});

describe("[31] texts", () => {
  test("stay within their quotes", () => {
    expect(render(text("words").eq('say "hi" | x'))).toBe(String.raw`@words:("say \"hi\" | x")`);
    expect(render(text("words").eq(String.raw`back\slash") | @t:{x`))).toBe(
      String.raw`@words:("back\\slash\") | @t:{x")`,
    );
    expect(render(text("words").like("a) | @t:{x}"))).toBe(String.raw`@words:(a\) | \@t\:\{x\})`);
    expect(render(text("words").like("𝒳* a-*"))).toBe(String.raw`@words:(𝒳* a\-\*)`);
  });

  test("are not searched by valkey-search before 1.2, and MemoryDB warns", async () => {
    const warnings = collectWarnings();
    expect(() => render(text("words").eq("a"), engineOf("valkey-search", "1.0.3"))).toThrow(MemoryDBUnsupportedError);
    expect(render(text("words").eq("a"), engineOf("valkey-search", "1.2.0"))).toBe('@words:("a")');
    expect(render(text("words").eq("a"), engineOf("memorydb"))).toBe('@words:("a")');
    expect(warnings).toEqual([expect.stringContaining("opaque")]);
    const server = await startServer({ engine: "valkey-1.0" });
    const store = openStore(server, { indexSchema });
    await store.addTexts(["a"]);
    expect(await failureOf(store.similaritySearch("a", 1, text("words").eq("x")))).toMatchObject({
      name: "MemoryDBUnsupportedError",
    });
  });
});

describe("hostile tag values", () => {
  /** What each value finds on an engine: contents, or the kind of refusal. */
  async function find(engine: (typeof engines)[number], value: string, stored: readonly string[]): Promise<unknown> {
    const server = await startServer({ engine });
    const store = openStore(server, { indexSchema });
    await store.addTexts(
      [...stored],
      stored.map((tenant) => ({ tenant, t: tenant })),
    );
    try {
      const found = await store.similaritySearch("q", 10, tag("tenant").eq(value));
      return found.map(({ pageContent }) => pageContent);
    } catch (error) {
      return error instanceof Error ? error.name : error;
    }
  }

  test.each(engines)("[26] a UUID finds its document on %s", async (engine) => {
    const uuid = "550e8400-e29b-41d4-a716-446655440000";
    expect(await find(engine, uuid, [uuid, "550e8400", "other"])).toEqual([uuid]);
  });

  test.each(engines)("[27] `a|b` is never `a` or `b` on %s", async (engine) => {
    const expected = engine === "valkey-1.0.0" ? "MemoryDBFilterError" : ["a|b"];
    expect(await find(engine, "a|b", ["a", "b", "a|b"])).toEqual(expected);
  });

  test.each(engines)("[28] `alice*` is no prefix on %s", async (engine) => {
    const expected = engine.startsWith("valkey") ? "MemoryDBFilterError" : ["alice*"];
    expect(await find(engine, "alice*", ["alice*", "alice", "alice2"])).toEqual(expected);
  });

  test.each(engines)("[28] `x} | @tenant:{y` stays one value on %s", async (engine) => {
    const value = "x} | @tenant:{y";
    const expected = engine.startsWith("valkey-1.0") ? "MemoryDBFilterError" : [value];
    expect(await find(engine, value, ["x", "y", value])).toEqual(expected);
  });

  test.each([
    [" padded", "blank"],
    ["padded ", "blank"],
    ["a,b", "separates"],
    ["a\0b", "NUL"],
  ])("%j is refused everywhere", async (value, message) => {
    for (const engine of [engineOf("memorydb"), engineOf("redisearch"), engineOf("valkey-search", "1.2.0")]) {
      expect(() => render(tag("t").eq(value), engine)).toThrow(message);
    }
  });

  test("no value changes what a query means", async () => {
    const stored = ["alpha", "beta", "x y", "ünïcode", "50%", "(a)", "a:b", "a@b", 'q"q', "a\\b", "-a", "{a", "a}"];
    for (const engine of engines) {
      const server = await startServer({ engine });
      const store = openStore(server, { indexSchema });
      await store.addTexts(
        stored,
        stored.map((tenant) => ({ tenant })),
      );
      /** What a filter finds; what is expected, when the filter is refused instead. */
      const orRefusal = async (filter: InMemoryDBFilterExpression, expected: string[]): Promise<string[]> => {
        try {
          const found = await store.similaritySearch("q", 50, filter);
          return found.map(({ pageContent }) => pageContent).toSorted();
        } catch (error) {
          if (MemoryDBFilterError.isInstance(error)) return expected;
          throw error;
        }
      };
      await fc.assert(
        fc.asyncProperty(
          fc.oneof(fc.constantFrom(...stored), fc.string({ unit: "grapheme", maxLength: 12 }), hostile),
          async (value) => {
            const lower = value.toLowerCase();
            const equal = stored.filter((one) => one.toLowerCase() === lower);
            expect(await orRefusal(tag("tenant").eq(value, { whenEmpty: "all" }), equal)).toEqual(
              value === "" ? stored.toSorted() : equal,
            );
            if (value.length < 2) return;
            const beginning = stored.filter((one) => one.toLowerCase().startsWith(lower)).toSorted();
            expect(await orRefusal(tag("tenant").startsWith(value), beginning)).toEqual(beginning);
          },
        ),
        { numRuns: 100 },
      );
    }
  }, 120_000);

  const hostile = fc
    .array(
      fc.constantFrom(
        "|",
        "*",
        "}",
        "{",
        "@",
        ":",
        "\\",
        '"',
        "(",
        ")",
        "[",
        "]",
        "$vector",
        "=>",
        "-",
        " ",
        "a",
        "tenant",
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join(""));
});

test("an expression is a thing of its own: it does not change, and `toString` takes an engine", () => {
  const first = tag("t").eq("a-b");
  const both = first.and(num("n").eq(1));
  expect([first.toString(), first.toString("valkey-search"), both.toString()]).toEqual([
    String.raw`@t:{a\-b}`,
    String.raw`@t:{a\-b}`,
    String.raw`(@t:{a\-b} @n:[1 1])`,
  ]);
  expect(InMemoryVectorStore.lc_name()).toBe("InMemoryVectorStore");
  expect(new TableEmbeddings().dims).toBe(2);
});
