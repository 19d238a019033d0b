import { createLocalAws, type GraphOptions, type LocalAws } from "@langchain-aws/local";
import { useLocalAws } from "@langchain-aws/local/vitest";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  NeptuneAccessDeniedError,
  NeptuneConfigError,
  NeptuneGraph,
  type NeptuneGraphFields,
  NeptuneSchemaNotLoadedError,
  NeptuneStatisticsUnavailableError,
  type NeptuneStructuredSchema,
} from "../src/index.ts";
import { caught } from "./support/caught.ts";
import {
  refusal,
  type ReceivedRequest,
  type ScriptedNeptune,
  type ScriptedReply,
  startNeptune,
} from "./support/scripted-neptune.ts";

const airports = [
  "CREATE (:Airport {code: 'SEA', elev: 433, runways: 3}), (:Airport:Hub {code: 'ATL', elev: 1026.5}), (:`Odd Label` {`a b`: true})",
  "MATCH (a {code: 'SEA'}), (b {code: 'ATL'}) CREATE (a)-[:ROUTE {dist: 2182}]->(b), (b)-[:ROUTE {dist: 2182}]->(a)",
];
const aws = useLocalAws({ graphs: [{ openCypher: airports }] });
const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "not-so-secret-key" };

const at = ({ url, region, credentials: keys }: LocalAws, fields: Partial<NeptuneGraphFields> = {}): NeptuneGraph =>
  new NeptuneGraph({ endpointUrl: url, region, credentials: keys, ...fields });

async function localWith(graph: GraphOptions): Promise<LocalAws> {
  const other = await createLocalAws({ graphs: [graph] });
  onTestFinished(() => other.close());
  return other;
}

const operations = (from: LocalAws): (string | undefined)[] => from.requests().map(({ operation }) => operation);

/** A graph that logs into a list. */
const logged = (url: string, fields: Partial<NeptuneGraphFields> = {}): { graph: NeptuneGraph; warnings: string[] } => {
  const warnings: string[] = [];
  const logger = { warn: (message: string) => void warnings.push(message) };
  return {
    graph: new NeptuneGraph({ endpointUrl: url, region: "us-east-1", credentials, logger, ...fields }),
    warnings,
  };
};

interface Scripted {
  readonly labels?: readonly string[];
  readonly types?: readonly string[];
  readonly rows?: (query: string) => ScriptedReply | Promise<ScriptedReply>;
  readonly statisticsAt?: string;
}

/** A graph that is known by its summary, and by the rows that samples give. */
async function startSummarized({ labels = [], types = [], rows, statisticsAt }: Scripted): Promise<ScriptedNeptune> {
  const graphSummary = { nodeLabels: labels, edgeLabels: types, numNodes: 1, numEdges: 1 };
  const payload = {
    version: "v1",
    lastStatisticsComputationTime: statisticsAt ?? new Date().toISOString(),
    graphSummary,
  };
  return startNeptune(({ path, form }: ReceivedRequest) => {
    if (path.startsWith("/propertygraph")) return { json: { status: "200 OK", payload } };
    const query = form["query"] ?? "";
    if (query.startsWith("CALL")) return refusal(400, "MalformedQueryException", "Unknown procedure");
    return rows?.(query) ?? { json: { results: [] } };
  });
}

describe("sources", () => {
  it("[23] asks for no summary where there is a stored schema", async () => {
    const other = await localWith({ openCypher: airports, engineVersion: "1.4.8.0" });
    const graph = at(other);
    await graph.computeSchema({ intervalMs: 1 });
    other.reset();
    await at(other).refreshSchema();
    expect(operations(other)).toContain("GetPropertygraphSummary");
    await at(other).computeSchema();
    const before = other.requests().length;
    await graph.refreshSchema();
    expect(
      other
        .requests()
        .slice(before)
        .map(({ operation }) => operation),
    ).toEqual(["ExecuteOpenCypherQuery"]);
    expect(graph.getStructuredSchema().source).toBe("pg_schema");
    expect(graph.getSchema()).toContain("(:Airport)-[:ROUTE]->(:Hub)");
  });

  it("[24] goes on to the summary where there is no such procedure, and remembers that", async () => {
    const graph = at(aws);
    await graph.refreshSchema();
    expect(operations(aws).slice(0, 2)).toEqual(["ExecuteOpenCypherQuery", "GetPropertygraphSummary"]);
    expect(graph.getStructuredSchema()).toMatchObject({ source: "summary", statisticsAt: expect.any(String) });
    aws.reset();
    await graph.refreshSchema();
    expect(operations(aws)[0]).toBe("GetPropertygraphSummary");
  });

  it("[25] says what to do where there are no statistics", async () => {
    const other = await localWith({ openCypher: airports, statistics: false });
    const error = await caught(at(other).refreshSchema());
    expect(NeptuneStatisticsUnavailableError.isInstance(error)).toBe(true);
    expect(String(error)).toMatch(/1\.2\.1\.0.*t3 and t4g.*schemaSource/);
  });

  it.each([{ allowSchemaScan: true }, { schemaSource: "scan" as const }])(
    "[25] scans where it may: %j",
    async (fields) => {
      const other = await localWith({ openCypher: airports, statistics: false });
      const [scanned, summarized] = [at(other, fields), at(aws)];
      await Promise.all([scanned.refreshSchema(), summarized.refreshSchema()]);
      expect(scanned.getStructuredSchema().source).toBe("scan");
      expect(scanned.getSchema()).toBe(summarized.getSchema());
    },
  );

  it.each([
    { status: 404, json: { message: "no such route" } },
    { status: 405, text: "" },
    { json: { payload: { graphSummary: {} } } },
  ])("[25] takes for no statistics: %j", async (reply) => {
    const server = await startNeptune(() => reply);
    const { graph } = logged(server.url, { schemaSource: "summary", maxRetries: 0 });
    expect(NeptuneStatisticsUnavailableError.isInstance(await caught(graph.refreshSchema()))).toBe(true);
  });

  it("[26] stops at a refusal", async () => {
    const server = await startNeptune(() => refusal(403, "AccessDeniedException", "no"));
    const { graph } = logged(server.url);
    expect(NeptuneAccessDeniedError.isInstance(await caught(graph.refreshSchema()))).toBe(true);
    expect(server.requests).toHaveLength(1);
  });

  it("computes the schema on demand alone, and says so where nobody has", async () => {
    const other = await localWith({ openCypher: airports, engineVersion: "1.4.8.0" });
    const graph = at(other, { schemaSource: "pg_schema" });
    expect(String(await caught(graph.refreshSchema()))).toMatch(/nobody has computed it. Call computeSchema/);
    await graph.computeSchema();
    expect(graph.getSchema()).toContain("Airport {");
  });

  it("warns of statistics that have not been computed for long", async () => {
    const server = await startSummarized({ labels: ["A"], statisticsAt: "2020-01-01T00:00:00.000Z" });
    const { graph, warnings } = logged(server.url);
    await graph.refreshSchema();
    expect(warnings).toEqual([expect.stringContaining("more than 10 days old")]);
  });
});

describe("samples", () => {
  it("[27] asks for 45 labels in three requests, four at a time at most", async () => {
    const labels = Array.from({ length: 45 }, (_, index) => `L${index}`);
    const server = await startSummarized({ labels });
    await logged(server.url).graph.refreshSchema();
    const samples = server.queries().filter((query) => query.startsWith("MATCH"));
    expect(samples.map((query) => query.split(" UNION ALL ").length).toSorted((a, b) => a - b)).toEqual([5, 20, 20]);
    expect(samples.join("\n")).toContain('MATCH (n:`L0`) RETURN "L0" AS k, properties(n) AS props LIMIT 100');
    expect(server.mostAtOnce).toBeLessThanOrEqual(4);
  });

  it("[27] looks at as much as is set, or at the sizes of Python's", async () => {
    const server = await startSummarized({ labels: ["A"], types: ["R"] });
    const limits = (): string[] => server.queries().flatMap((query) => query.match(/LIMIT \d+/g) ?? []);
    await logged(server.url).graph.refreshSchema();
    expect(limits().toSorted()).toEqual(["LIMIT 10", "LIMIT 100", "LIMIT 100", "LIMIT 3000"]);
    server.requests.length = 0;
    await logged(server.url, { sampleSize: 7, tripleSampleSize: 70, tripleLimit: 5 }).graph.refreshSchema();
    expect(limits().toSorted()).toEqual(["LIMIT 5", "LIMIT 7", "LIMIT 7", "LIMIT 70"]);
  });

  it("[27] loads 100 labels and 100 types in 1 + 10 requests, four at a time", async () => {
    const names = (letter: string): string[] => Array.from({ length: 100 }, (_, index) => `${letter}${index}`);
    const waiting: (() => void)[] = [];
    const server = await startSummarized({
      labels: names("L"),
      types: names("T"),
      // Every answer waits until four requests are open, or the last ones are: then they do run side by side.
      rows: async () => {
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
          if (waiting.length === 4 || server.queries().length >= 11) for (const go of waiting.splice(0)) go();
        });
        return { json: { results: [] } };
      },
    });
    await logged(server.url, { schemaSource: "summary" }).graph.refreshSchema();
    expect(server.requests).toHaveLength(11);
    expect(server.mostAtOnce).toBe(4);
  });

  it("[28] quotes labels, and leaves out what cannot be", async () => {
    const server = await startSummarized({ labels: ["tick`y", "two words", "line\nbreak", ""] });
    const { graph, warnings } = logged(server.url);
    await graph.refreshSchema();
    const sample = server.queries().find((query) => query.startsWith("MATCH"));
    expect(sample).toContain('(n:`tick``y`) RETURN "tick`y" AS k');
    expect(sample).toContain('(n:`two words`) RETURN "two words" AS k');
    expect(sample).not.toContain("break");
    expect(warnings).toHaveLength(2);
    expect(graph.getSchema()).toContain("`tick``y` {}\n`two words` {}");
  });

  it("[29] joins the types of values", async () => {
    const rows = [
      { k: "A", props: { none: null, number: 1, mixed: 1, list: [1], map: { a: 1 }, flag: true } },
      { k: "A", props: { none: null, number: 1.5, mixed: "a", list: [] } },
      { k: "Foreign", props: { x: 1 } },
    ];
    const server = await startSummarized({ labels: ["A"], rows: () => ({ json: { results: rows } }) });
    const { graph } = logged(server.url);
    await graph.refreshSchema();
    expect(graph.getSchema()).toContain(
      "A {flag: BOOLEAN, list: LIST, map: MAP, mixed: INTEGER | STRING, number: DOUBLE}\nRelationship properties:\n(none)",
    );
  });

  it("[30] makes a triple of every pair of labels, up to the limit", async () => {
    const rows = [{ k: "R", props: null, f: ["A", "B"], t: ["C", "D"] }];
    const server = await startSummarized({ types: ["R"], rows: () => ({ json: { results: rows } }) });
    const { graph } = logged(server.url);
    await graph.refreshSchema();
    expect(graph.getStructuredSchema().relationships.map(({ start, end }) => start + end)).toEqual([
      "AC",
      "AD",
      "BC",
      "BD",
    ]);
    const limited = logged(server.url, { tripleLimit: 3 }).graph;
    await limited.refreshSchema();
    expect(limited.getStructuredSchema().relationships).toHaveLength(3);
  });

  it("[31] writes the same text whatever the order of the service's rows", async () => {
    const rows = [
      { k: "A", props: { b: 1, a: "x" } },
      { k: "B", props: { c: 1 } },
      { k: "R", props: { d: 1 }, f: null, t: null },
      { k: "R", props: null, f: ["B", "A"], t: ["A"] },
      { k: "R", props: null, f: ["A"], t: ["B"] },
    ];
    const texts = [rows, rows.toReversed()].map(async (results, index) => {
      const labels = index === 0 ? ["A", "B"] : ["B", "A"];
      const server = await startSummarized({ labels, types: ["R"], rows: () => ({ json: { results } }) });
      const { graph } = logged(server.url, { tripleLimit: 2 });
      await graph.refreshSchema();
      return graph.getSchema();
    });
    const [first, second] = await Promise.all(texts);
    expect(first).toBe(second);
  });

  it("[32] refuses two filters, and asks nothing about what is left out", async () => {
    const both = await caught(() => logged("http://127.0.0.1:1", { includeTypes: ["A"], excludeTypes: ["B"] }));
    expect(NeptuneConfigError.isInstance(both)).toBe(true);
    const rows = [{ k: "KNOWS", props: null, f: ["Person", "Secret"], t: ["Secret", "Person"] }];
    const server = await startSummarized({
      labels: ["Person", "Secret"],
      types: ["KNOWS", "Secret"],
      rows: () => ({ json: { results: rows } }),
    });
    const { graph } = logged(server.url, { excludeTypes: ["Secret"] });
    await graph.refreshSchema();
    expect(server.queries().join("\n")).not.toContain("Secret");
    expect(graph.getSchema()).not.toContain("Secret");
    expect(graph.getSchema()).toContain("(:Person)-[:KNOWS]->(:Person)");
  });

  it("[37] halves a batch that is too much, and gives up on one type alone", async () => {
    const labels = ["A", "B", "Bad", "C"];
    const server = await startSummarized({
      labels,
      types: ["R"],
      rows: (query) => {
        if (query.includes("`Bad`")) return refusal(500, "TimeLimitExceededException", "too slow");
        if (query.includes("`R`") && query.includes("UNION"))
          return refusal(500, "MemoryLimitExceededException", "too much");
        if (query.includes("labels(s)")) return { json: { results: [{ k: "R", props: null, f: ["A"], t: ["B"] }] } };
        const seen = labels.filter((label) => query.includes(`\`${label}\``));
        return { json: { results: seen.map((k) => ({ k, props: { name: "x" } })) } };
      },
    });
    const { graph, warnings } = logged(server.url, { maxRetries: 0 });
    await graph.refreshSchema();
    expect(graph.getSchema()).toContain("A {name: STRING}\nB {name: STRING}\nBad {}\nC {name: STRING}");
    expect(graph.getSchema()).toContain("(:A)-[:R]->(:B)");
    expect(warnings).toEqual([expect.stringContaining('"Bad"')]);
  });
});

describe("text", () => {
  it("[33] joins descriptions to their properties, and names those that have none, once", async () => {
    const propertyDescriptions = {
      Airport: { code: 'IATA "code",\nthree letters', nope: "x" },
      ROUTE: { dist: `miles ${"x".repeat(300)}` },
    };
    const { graph, warnings } = logged(aws.url, { credentials: aws.credentials, propertyDescriptions });
    await graph.refreshSchema();
    expect(graph.getSchema()).toContain(
      'Airport {code: STRING "IATA \\"code\\", three letters", elev: DOUBLE, runways: INTEGER}',
    );
    expect(graph.getSchema()).toContain("Hub {code: STRING, elev: DOUBLE}");
    expect(graph.getSchema()).toMatch(/ROUTE \{dist: INTEGER "miles x{193}…"\}/);
    expect(warnings).toEqual([expect.stringContaining("Airport.nope")]);
    const listed = at(aws, { propertyDescriptions: [{ type: "Hub", property: "code", description: "IATA" }] });
    await listed.refreshSchema();
    expect(listed.getSchema()).toContain('Hub {code: STRING "IATA", elev');
  });

  const big: NeptuneStructuredSchema = {
    source: "none",
    computedAt: "2026-05-01T10:00:00.000Z",
    nodeProps: {
      A: Array.from({ length: 30 }, (_, index) => ({ property: `p${index}`, type: "STRING", description: "about it" })),
    },
    relProps: { R: Array.from({ length: 15 }, (_, index) => ({ property: `q${index}`, type: "STRING" })) },
    relationships: Array.from({ length: 20 }, (_, index) => ({ start: "A", type: "R", end: `B${index}` })),
    counts: { nodeProperties: { p29: 9 }, relationshipProperties: { q14: 9 } },
  };

  it.each([
    [1200, ["q13", "p28", "(:A)-[:R]->(:B19)"], ["about it"]],
    [1000, ["q14", "p28", "p29", "(:A)-[:R]->(:B19)"], ["q13"]],
    [900, ["q14", "p29", "(:A)-[:R]->(:B19)"], ["q13", "p28"]],
    [600, ["p29", "(:A)-[:R]->(:B0)"], ["(:A)-[:R]->(:B19)"]],
    [60, ["Node properties:"], ["(:A)"]],
    [30, [], ["Node", "\n"]],
  ])("[34] keeps to %i characters by leaving out the least useful", async (maxSchemaChars, kept, left) => {
    const { graph, warnings } = logged("http://127.0.0.1:1", { schemaSource: "none", maxSchemaChars });
    graph.setSchema(big);
    const text = graph.getSchema();
    expect(text.length).toBeLessThanOrEqual(maxSchemaChars);
    expect(text.split("\n").at(-1)).toBe("(This schema is abridged.)");
    for (const part of kept) expect(text).toContain(part);
    for (const part of left) expect(text).not.toContain(part);
    expect(graph.getStructuredSchema()).toMatchObject({ truncated: true });
    expect(graph.getStructuredSchema().nodeProps["A"]).toHaveLength(30);
    expect(warnings).toEqual([expect.stringMatching(/The schema is \d+ characters long and was abridged/)]);
  });

  it("[38] is this, for a small graph of airports", async () => {
    const graph = at(aws);
    await graph.refreshSchema();
    expect(graph.getSchema()).toBe(`Node properties:
Airport {code: STRING, elev: DOUBLE, runways: INTEGER}
Hub {code: STRING, elev: DOUBLE}
\`Odd Label\` {\`a b\`: BOOLEAN}
Relationship properties:
ROUTE {dist: INTEGER}
Relationships:
(:Airport)-[:ROUTE]->(:Airport)
(:Airport)-[:ROUTE]->(:Hub)
(:Hub)-[:ROUTE]->(:Airport)`);
  });

  it("is Python's in the legacy style", async () => {
    const graph = at(aws, { schemaStyle: "legacy" });
    await graph.refreshSchema();
    expect(graph.getSchema()).toContain(
      '{"properties":[{"property":"code","type":"STRING"},{"property":"elev","type":"DOUBLE"}],"labels":"Hub"}',
    );
    expect(graph.getSchema()).toContain('{"type":"ROUTE","properties":[{"property":"dist","type":"INTEGER"}]}');
  });
});

describe("loading", () => {
  it("[35] loads once for all who wait, and keeps the schema of before when a refresh fails", async () => {
    const graph = at(aws);
    await Promise.all(Array.from({ length: 10 }, () => graph.ensureSchema()));
    expect(operations(aws).filter((name) => name === "GetPropertygraphSummary")).toHaveLength(1);
    const before = graph.getSchema();
    aws.faults.add({ do: { accessDenied: true } });
    expect(NeptuneAccessDeniedError.isInstance(await caught(graph.refreshSchema()))).toBe(true);
    expect(graph.getSchema()).toBe(before);
  });

  it("[35] loads again when the schema is too old, and not before", async () => {
    const [fresh, stale] = [at(aws), at(aws, { schemaTtlMs: 0 })];
    for (const graph of [fresh, stale]) await graph.ensureSchema();
    const count = aws.requests().length;
    await fresh.ensureSchema();
    expect(aws.requests()).toHaveLength(count);
    // The clock has to move on for something to be older than nothing.
    const start = Date.now();
    while (Date.now() === start) await Promise.resolve();
    await stale.ensureSchema();
    expect(aws.requests().length).toBeGreaterThan(count);
  });

  it("[35] lets one who waits leave, and loads on for the others", async () => {
    const graph = at(aws);
    const controller = new AbortController();
    const leaving = caught(graph.ensureSchema({ signal: controller.signal }));
    const staying = graph.ensureSchema();
    controller.abort();
    expect(await leaving).toMatchObject({ name: "AbortError" });
    await staying;
    expect(graph.schema).toContain("Airport");
  });

  it("[35] sends nothing for one who does not wait any more, and says that it is an abort", async () => {
    const graph = at(aws);
    for (const reason of [undefined, "enough", new Error("enough")]) {
      const controller = new AbortController();
      controller.abort(reason);
      expect(await caught(graph.ensureSchema({ signal: controller.signal }))).toMatchObject({ name: "AbortError" });
    }
    const controller = new AbortController();
    const leaving = caught(graph.ensureSchema({ signal: controller.signal }));
    controller.abort("enough");
    expect(await leaving).toMatchObject({ name: "AbortError" });
    await graph.ensureSchema();
    expect(operations(aws).filter((name) => name === "GetPropertygraphSummary")).toHaveLength(1);
  });

  it("[35] is not ended by the signal of somebody else's refresh", async () => {
    const graph = at(aws);
    aws.faults.add({ when: { first: 1 }, do: { hang: true } });
    const controller = new AbortController();
    const refreshing = caught(graph.refreshSchema({ signal: controller.signal }));
    await aws.waitForRequest({ service: "neptune-db" });
    const loading = graph.ensureSchema();
    controller.abort();
    expect(await refreshing).toMatchObject({ name: "AbortError" });
    await loading;
    expect(graph.schema).toContain("Airport");
  });

  it("[35] keeps what a later load found, whichever ends first", async () => {
    const reached = new EventTarget();
    const next = (name: string): Promise<unknown> =>
      new Promise((resolve) => reached.addEventListener(name, resolve, { once: true }));
    const refreshed = next("refreshed");
    const begun = next("begun");
    let loads = 0;
    const server = await startNeptune(async ({ path, form }) => {
      if (!path.startsWith("/propertygraph")) return refusal(400, "MalformedQueryException", `No ${form["query"]}`);
      loads += 1;
      if (loads > 1) return { json: { payload: { graphSummary: { numNodes: 1, nodeLabels: ["New"] } } } };
      reached.dispatchEvent(new Event("begun"));
      await refreshed;
      return { json: { payload: { graphSummary: { numNodes: 1, nodeLabels: ["Old"] } } } };
    });
    const { graph } = logged(server.url);
    const loading = graph.ensureSchema();
    await begun;
    await graph.refreshSchema();
    reached.dispatchEvent(new Event("refreshed"));
    await loading;
    expect(graph.schema).toContain("New {}");
  });

  it("[36] keeps a schema that is set while another is loaded", async () => {
    const graph = at(aws);
    const loading = graph.ensureSchema();
    graph.setSchema({ source: "none", computedAt: "", nodeProps: { Own: [] }, relProps: {}, relationships: [] });
    await loading;
    expect(graph.schema).toContain("Own {}");
  });

  it("[36] throws before the first load, and works offline with a schema that is set", async () => {
    const graph = at(aws);
    expect(NeptuneSchemaNotLoadedError.isInstance(await caught(() => graph.getSchema()))).toBe(true);
    expect(NeptuneSchemaNotLoadedError.isInstance(await caught(() => graph.getStructuredSchema()))).toBe(true);
    const offline = logged("http://127.0.0.1:1", { schemaSource: "none" }).graph;
    expect(NeptuneSchemaNotLoadedError.isInstance(await caught(offline.ensureSchema()))).toBe(true);
    const schema: NeptuneStructuredSchema = {
      source: "none",
      computedAt: "2026-05-01T10:00:00.000Z",
      nodeProps: { A: [] },
      relProps: {},
      relationships: [],
    };
    offline.setSchema(schema);
    await offline.ensureSchema();
    expect(offline.getSchema()).toContain("A {}");
    const copy = offline.getStructuredSchema();
    copy.nodeProps["B"] = [];
    schema.nodeProps["C"] = [];
    expect(Object.keys(offline.getStructuredSchema().nodeProps)).toEqual(["A"]);
    expect(await caught(() => offline.setSchema({} as NeptuneStructuredSchema))).toMatchObject({
      code: "INVALID_SCHEMA",
    });
  });

  it("shows a view with some of the types", async () => {
    const graph = at(aws);
    await graph.ensureSchema();
    expect(graph.formatSchema({ includeTypes: ["Airport", "ROUTE"] })).not.toContain("Hub");
    expect(graph.formatSchema({ excludeTypes: ["ROUTE"] })).toContain("Relationships:\n(none)");
    expect(graph.getSchema()).toContain("Hub");
  });
});
