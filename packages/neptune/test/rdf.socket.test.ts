import { createLocalAws, type LocalAws } from "@langchain-aws/local";
import { useLocalAws } from "@langchain-aws/local/vitest";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  formatRdfSchema,
  NeptuneConfigError,
  NeptuneMalformedQueryError,
  NeptuneRdfGraph,
  type NeptuneRdfGraphFields,
  NeptuneSchemaNotLoadedError,
  NeptuneServerError,
  NeptuneStatisticsUnavailableError,
  rows,
} from "../src/index.ts";
import { caught } from "./support/caught.ts";
import { startNeptune } from "./support/scripted-neptune.ts";

const turtle = `
  @prefix ex: <http://example.org/air#> .
  @prefix owl: <http://www.w3.org/2002/07/owl#> .
  @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
  ex:Airport a owl:Class ; rdfs:label "airport"@en, "Flughafen"@de ; rdfs:comment "where planes\\nland" .
  ex:code a owl:DatatypeProperty . ex:flyTo a owl:ObjectProperty .
  ex:sea a ex:Airport ; ex:code "SEA" ; ex:elev 433 ; ex:open true ; ex:flyTo ex:atl .
  ex:atl a ex:Airport ; ex:code "ATL"@en ; ex:elev 1026.5 ; <urn:isbn:1> _:b .
  _:b a <urn:isbn:2> .
`;
const aws = useLocalAws({ graphs: [{ turtle }] });
const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "not-so-secret-key" };

const at = (
  { url, region, credentials: keys }: LocalAws,
  fields: Partial<NeptuneRdfGraphFields> = {},
): NeptuneRdfGraph => new NeptuneRdfGraph({ endpointUrl: url, region, credentials: keys, ...fields });

describe("schema", () => {
  it("[39, 40, 41] names classes and properties, each under its own caption", async () => {
    const graph = await NeptuneRdfGraph.initialize({
      endpointUrl: aws.url,
      region: aws.region,
      credentials: aws.credentials,
    });
    expect(graph.getSchema()).toBe(`PREFIX ns1: <http://example.org/air#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX ns2: <urn:isbn:>
Node types (classes):
<http://example.org/air#Airport> (Airport)
<urn:isbn:2> (2)
Relationships (predicates):
<http://example.org/air#code> (code)
<http://example.org/air#elev> (elev)
<http://example.org/air#flyTo> (flyTo)
<http://example.org/air#open> (open)
<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> (type)
<http://www.w3.org/2000/01/rdf-schema#comment> (comment)
<http://www.w3.org/2000/01/rdf-schema#label> (label)
<urn:isbn:1> (1)
OWL object properties:
<http://example.org/air#flyTo> (flyTo)
OWL data properties:
<http://example.org/air#code> (code)`);
    const count = (operation: string): number => aws.requests({ operation }).length;
    expect([count("ExecuteSparqlQuery"), count("GetRDFGraphSummary"), aws.requests().length]).toEqual([2, 1, 3]);
  });

  it("[39] takes an IRI without a separator for its own name", () => {
    const element = { uri: "nothing", local: "nothing" };
    const text = formatRdfSchema({ classes: [element], rels: [], dtprops: [], oprops: [], distinctPrefixes: {} });
    expect(text).toContain("<nothing> (nothing)");
  });

  it("[39] loads a class without a separator", async () => {
    const payload = { graphSummary: { classes: ["plain", "urn:isbn:1", "http://e/", "http://e/#"], predicates: [] } };
    const server = await startNeptune(({ path }) =>
      path.startsWith("/rdf") ? { json: { payload } } : { json: { head: { vars: ["e"] }, results: { bindings: [] } } },
    );
    const graph = new NeptuneRdfGraph({ endpointUrl: server.url, region: "us-east-1", credentials });
    await graph.ensureSchema();
    expect(graph.getSchemaElements().classes.map(({ local }) => local)).toEqual([
      "http://e/",
      "http://e/#",
      "plain",
      "1",
    ]);
  });

  it("[41] brings its own prefixes to the engine", async () => {
    const server = await startNeptune(() => ({ json: { head: { vars: [] }, results: { bindings: [] } } }));
    const graph = new NeptuneRdfGraph({
      endpointUrl: server.url,
      region: "us-east-1",
      credentials,
      schemaSource: "scan",
    });
    await graph.ensureSchema();
    const owl = server.queries().filter((query) => query.includes("owl:"));
    expect(owl).toHaveLength(3);
    for (const query of owl)
      expect(query).toMatch(/^PREFIX rdf: <.*PREFIX owl: <http:\/\/www.w3.org\/2002\/07\/owl#> SELECT/);
  });

  it("loads again when the schema is too old, and not before", async () => {
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

  it("[42] gives copies of the schema", async () => {
    const graph = at(aws);
    await graph.ensureSchema();
    graph.getSchemaElements().classes.length = 0;
    expect(graph.getSchemaElements().classes.length).toBeGreaterThan(0);
  });

  it("[42] takes a pruned schema and keeps it", async () => {
    const graph = at(aws, { schemaTtlMs: 0 });
    await graph.ensureSchema();
    const elements = graph.getSchemaElements();
    elements.classes = elements.classes.filter(({ local }) => local === "Airport");
    graph.loadSchema(elements);
    elements.classes = [];
    expect(graph.getSchema()).not.toContain("urn:isbn:2");
    await graph.ensureSchema();
    expect(graph.getSchema()).not.toContain("urn:isbn:2");
    expect(graph.getSchema()).toContain("(Airport)");
    await graph.refreshSchema();
    expect(graph.getSchema()).toContain("urn:isbn:2");
  });

  it("refuses what is no schema", async () => {
    const error = await caught(() => at(aws).loadSchema(JSON.parse('{"classes":[]}')));
    expect(String(error)).toMatch(/loadSchema needs an object with classes, rels, dtprops, oprops/);
  });

  it("describes what has a label or a comment, in English if it can", async () => {
    const graph = at(aws, {
      includeAnnotations: true,
      excludeMetaClasses: false,
      defaultPrefixes: { air: "http://example.org/air#" },
    });
    await graph.ensureSchema();
    expect(graph.getSchema()).toContain("<http://example.org/air#Airport> (Airport, airport: where planes land)");
    expect(graph.getSchema()).toContain("PREFIX air: <http://example.org/air#>");
    expect(graph.getSchema()).toContain("<http://www.w3.org/2002/07/owl#Class> (Class)");
  });

  it("cuts a description after 200 characters", async () => {
    const other = await createLocalAws({
      graphs: [
        {
          turtle: `<urn:s> a <urn:x#C> . <urn:x#C> <http://www.w3.org/2000/01/rdf-schema#comment> "${"a".repeat(300)}" .`,
        },
      ],
    });
    onTestFinished(() => other.close());
    const graph = at(other, { includeAnnotations: true });
    await graph.ensureSchema();
    expect(graph.getSchemaElements().classes[0]?.description).toHaveLength(200);
  });

  it("warns of statistics that have not been computed for long", async () => {
    const payload = { lastStatisticsComputationTime: "2020-01-01T00:00:00.000Z", graphSummary: { classes: ["urn:a"] } };
    const server = await startNeptune(({ path }) => ({
      json: path.startsWith("/rdf") ? { payload } : { head: { vars: [] }, results: { bindings: [] } },
    }));
    const warnings: string[] = [];
    const logger = { warn: (message: string) => void warnings.push(message) };
    await new NeptuneRdfGraph({ endpointUrl: server.url, region: "us-east-1", credentials, logger }).refreshSchema();
    expect(warnings).toEqual([expect.stringContaining("more than 10 days old")]);
  });

  it("keeps to a number of elements", async () => {
    const graph = at(aws, { maxSchemaElements: 2 });
    await graph.ensureSchema();
    expect(graph.getSchemaElements().rels).toHaveLength(2);
  });

  it("scans where there are no statistics and it may, and says so where it may not", async () => {
    const other = await createLocalAws({ graphs: [{ turtle, statistics: false }] });
    onTestFinished(() => other.close());
    expect(NeptuneStatisticsUnavailableError.isInstance(await caught(at(other).ensureSchema()))).toBe(true);
    const [scanned, summarized] = [at(other, { allowSchemaScan: true }), at(aws)];
    await Promise.all([scanned.ensureSchema(), summarized.ensureSchema()]);
    expect(scanned.getSchema()).toBe(summarized.getSchema());
  });

  it("throws before the first load, and works offline with a schema that is set", async () => {
    const graph = at(aws, { schemaSource: "none" });
    expect(NeptuneSchemaNotLoadedError.isInstance(await caught(() => graph.getSchema()))).toBe(true);
    expect(NeptuneSchemaNotLoadedError.isInstance(await caught(graph.ensureSchema()))).toBe(true);
    graph.loadSchema({ classes: [], rels: [], dtprops: [], oprops: [], distinctPrefixes: {} });
    await graph.ensureSchema();
    expect(graph.schema).toContain("(none)");
    expect(aws.requests()).toEqual([]);
  });
});

describe("queries", () => {
  it("[43] maps refusals of the service and answers that are not its own", async () => {
    const malformed = await caught(at(aws).query("SELECT * {"));
    expect(NeptuneMalformedQueryError.isInstance(malformed)).toBe(true);
    expect(malformed).toMatchObject({ awsCode: "MalformedQueryException", httpStatusCode: 400 });
    aws.faults.add({ do: { html502: true } });
    const gateway = await caught(at(aws, { maxRetries: 0 }).query("ASK {}"));
    expect(NeptuneServerError.isInstance(gateway)).toBe(true);
    expect(String(gateway)).toMatch(/HTTP 502.*What answered is not Neptune/);
    expect(String(gateway)).not.toContain("<html>");
  });

  it.each([
    ["aborted", {}, "AbortError"],
    ["late", { requestTimeoutMs: 100 }, "NeptuneQueryTimeoutError"],
  ] as const)("[44] cancels a query that is %s", async (what, fields, name) => {
    const controller = new AbortController();
    const server = await startNeptune(({ path }) => {
      if (path === "/sparql/status") return { json: {} };
      if (what === "aborted") controller.abort();
      return { write: () => undefined };
    });
    const graph = new NeptuneRdfGraph({ endpointUrl: server.url, region: "us-east-1", credentials, ...fields });
    const error = await caught(graph.query("SELECT * { ?s ?p ?o }", { signal: controller.signal }));
    expect(error).toMatchObject({ name });
    await expect.poll(() => server.requests.length).toBe(2);
    const [query, cancel] = server.requests;
    expect(cancel?.path).toBe("/sparql/status");
    expect(cancel?.form).toEqual({ cancelQuery: "", queryId: query?.form["queryId"], silent: "true" });
    expect(query?.form["queryId"]).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("says that queryTimeoutMs is not for SPARQL", () => {
    const warnings: string[] = [];
    at(aws, { queryTimeoutMs: 5, logger: { warn: (message) => void warnings.push(message) } });
    expect(warnings).toEqual([expect.stringMatching(/queryTimeoutMs is for openCypher/)]);
  });

  it("[44] cancels nothing that was never sent", async () => {
    const server = await startNeptune(() => ({ json: { boolean: true } }));
    const fields = { endpointUrl: server.url, region: "us-east-1", credentials, maxConcurrency: 1 };
    const graph = new NeptuneRdfGraph(fields);
    const error = await caught(graph.query("ASK {}", { signal: AbortSignal.abort() }));
    expect(error).toMatchObject({ name: "AbortError" });
    // One at a time: a cancellation would come before it.
    await graph.query("ASK {}");
    expect(server.requests.map(({ path }) => path)).toEqual(["/sparql"]);
  });

  it("[45] gives rows, a boolean, or triples", async () => {
    const graph = at(aws);
    const selected = await graph.query(
      "PREFIX ex: <http://example.org/air#> SELECT ?code ?elev ?open { ?s a ex:Airport ; ex:code ?code ; ex:elev ?elev OPTIONAL { ?s ex:open ?open } } ORDER BY ?elev",
    );
    expect(rows(selected)).toEqual([
      { code: "SEA", elev: 433, open: true },
      { code: "ATL", elev: 1026.5 },
    ]);
    const asked = await graph.query("ASK { ?s a <http://example.org/air#Airport> }");
    expect(asked).toEqual({ boolean: true });
    expect(rows(asked)).toEqual([{ boolean: true }]);
    const triples = '<http://example.org/air#sea> <http://example.org/air#code> "SEA" .\n';
    const constructed = await graph.query(
      "# a graph\nCONSTRUCT WHERE { <http://example.org/air#sea> <http://example.org/air#code> ?o }",
    );
    expect(constructed).toEqual({ triples });
    expect(rows(constructed)).toEqual([{ triples }]);
    expect(await graph.query("DESCRIBE <http://example.org/air#sea>")).toHaveProperty("triples");
  });

  it("keeps integers that a number cannot hold as texts", () => {
    const integer = { type: "literal", datatype: "http://www.w3.org/2001/XMLSchema#integer" } as const;
    const bindings = [{ a: { ...integer, value: "9007199254740993" }, b: { ...integer, value: "12" } }];
    expect(rows({ head: { vars: ["a", "b"] }, results: { bindings } })).toEqual([{ a: "9007199254740993", b: 12 }]);
  });

  it("takes for numbers what XML Schema does", () => {
    const literal = { type: "literal", datatype: "http://www.w3.org/2001/XMLSchema#double" } as const;
    const texts = ["1e3", "-.5", "+2.", "", " ", "0x10", "INF", "NaN"];
    const bindings = texts.map((value) => ({ a: { ...literal, value } }));
    const found = rows({ head: { vars: ["a"] }, results: { bindings } }).map(({ a }) => a);
    expect(found).toEqual([1000, -0.5, 2, "", " ", "0x10", "INF", "NaN"]);
  });

  it("never updates by a query, and only on demand by an update", async () => {
    const update = "INSERT DATA { <urn:x> <urn:y> <urn:z> }";
    expect(NeptuneMalformedQueryError.isInstance(await caught(at(aws).query(update)))).toBe(true);
    expect(NeptuneConfigError.isInstance(await caught(at(aws).update(update)))).toBe(true);
    const writer = at(aws, { readOnly: false });
    await writer.update(update);
    expect(await writer.query("ASK { <urn:x> <urn:y> <urn:z> }")).toEqual({ boolean: true });
  });

  it("signs its queries as its summaries, and takes other paths", async () => {
    const server = await startNeptune(() => ({ json: { boolean: true } }));
    const fields = { endpointUrl: server.url, region: "us-east-1", credentials };
    await new NeptuneRdfGraph({ ...fields, sparqlPath: "/other" }).query("ASK {}");
    await new NeptuneRdfGraph({ ...fields, useIamAuth: false }).query("ASK {}");
    expect(server.requests.map(({ path, headers }) => [path, headers.authorization === undefined])).toEqual([
      ["/other", false],
      ["/sparql", true],
    ]);
    expect(await caught(() => new NeptuneRdfGraph({ ...fields, sparqlPath: "sparql" }))).toBeInstanceOf(Error);
  });

  it("tells how the instance is, and summarises", async () => {
    const graph = at(aws);
    expect(await graph.verifyConnectivity()).toMatchObject({ status: "healthy" });
    expect(await graph.getSummary({ mode: "detailed" })).toHaveProperty("subjectStructures");
    expect(JSON.stringify(graph)).toContain(aws.url);
    await graph.ready();
    await graph.dispose();
  });
});
