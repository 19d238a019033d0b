import { useLocalAws } from "@langchain-aws/local/vitest";
import { PromptTemplate } from "@langchain/core/prompts";
import type { Runnable } from "@langchain/core/runnables";
import { describe, expect, it } from "vitest";
import {
  createNeptuneSparqlQAChain,
  createNeptuneSparqlQaChain,
  NeptuneConfigError,
  NeptuneMalformedQueryError,
  type NeptuneQaInput,
  type NeptuneQaOutput,
  NeptuneRdfGraph,
  NeptuneReadOnlyViolationError,
  type NeptuneSparqlQaChainOptions,
} from "../src/index.ts";
import { caught } from "./support/caught.ts";
import { ScriptedChat } from "./support/models.ts";

const aws = useLocalAws({
  graphs: [
    {
      turtle: `
        @prefix air: <http://example.org/air#> .
        @prefix foaf: <http://xmlns.com/foaf/0.1/> .
        air:sea a air:Airport ; air:code "SEA" ; air:elevation 433 ; foaf:name "Seattle-Tacoma"@en .
        air:atl a air:Airport ; air:code "ATL" ; air:elevation 1026 ; foaf:name "Atlanta"@en .
      `,
    },
  ],
});

const prefix = "PREFIX air: <http://example.org/air#>\n";
const high = `${prefix}SELECT ?code WHERE { ?a air:elevation ?e ; air:code ?code FILTER(?e > 1000) } LIMIT 10`;
const question = "Which airports are high?";

async function chainOf(
  replies: readonly string[],
  options: Partial<NeptuneSparqlQaChainOptions> & Record<string, unknown> = {},
): Promise<{ chain: Runnable<NeptuneQaInput, NeptuneQaOutput>; llm: ScriptedChat; queries: () => number }> {
  const llm = new ScriptedChat(replies);
  const graph = new NeptuneRdfGraph({ endpointUrl: aws.url, region: aws.region, credentials: aws.credentials });
  await graph.ensureSchema();
  const before = aws.requests().length;
  const chain = createNeptuneSparqlQaChain({ llm, graph, allowDangerousRequests: true, ...options });
  return { chain, llm, queries: () => aws.requests().length - before };
}

describe("the SPARQL chain", () => {
  it("[53] wants consent, a graph and a model", async () => {
    for (const options of [{ allowDangerousRequests: "true" }, { graph: {} }, { llm: undefined }]) {
      expect(NeptuneConfigError.isInstance(await caught(chainOf([], options as Record<string, unknown>)))).toBe(true);
    }
    expect(createNeptuneSparqlQAChain).toBe(createNeptuneSparqlQaChain);
  });

  it("[69] takes examples with braces as they are", async () => {
    const examples = "Q: names?\nSELECT ?n WHERE { ?s foaf:name ?n }";
    const { chain, llm } = await chainOf([high, "Atlanta."], { examples });
    expect(await chain.invoke(question)).toEqual({ result: "Atlanta." });
    expect(llm.prompts[0]).toContain(examples);
  });

  it("[70] shows the model the further instructions", async () => {
    const { chain, llm } = await chainOf([high, "Atlanta."], { extraInstructions: "Prefer codes to names." });
    await chain.invoke(question);
    expect(llm.prompts[0]).toContain("Prefer codes to names.");
  });

  it("[71] declares a known prefix that was forgotten", async () => {
    const { chain } = await chainOf(["SELECT ?n WHERE { ?s foaf:name ?n } ORDER BY ?n", "Two."], {
      returnIntermediateSteps: true,
    });
    const { intermediateSteps } = await chain.invoke("What are they called?");
    expect(intermediateSteps?.[0]).toEqual({
      query: "PREFIX foaf: <http://xmlns.com/foaf/0.1/>\nSELECT ?n WHERE { ?s foaf:name ?n } ORDER BY ?n",
    });
    expect(intermediateSteps?.[1]?.["context"]).toMatchObject({
      results: { bindings: [{ n: { value: "Atlanta" } }, { n: { value: "Seattle-Tacoma" } }] },
    });
  });

  it("[71] knows the prefixes of the schema, the caller's, and those that everybody knows", async () => {
    const { url: endpointUrl, region, credentials } = aws;
    const defaultPrefixes = { my: "http://example.org/my#" };
    const graph = new NeptuneRdfGraph({ endpointUrl, region, credentials, defaultPrefixes });
    const query =
      "# ns2:no\nSELECT ?n WHERE { ?s ns1:code ?n OPTIONAL { ?s my:a 'owl:no' } OPTIONAL { ?s skos:note ?o } }";
    const { chain } = await chainOf([query, "Two."], { graph, returnIntermediateSteps: true });
    const { intermediateSteps } = await chain.invoke("What are they called?");
    expect(String(intermediateSteps?.[0]?.["query"]).split("\n").slice(0, -1)).toEqual([
      "PREFIX ns1: <http://example.org/air#>",
      "PREFIX my: <http://example.org/my#>",
      "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>",
    ]);
  });

  it("[71] leaves an unknown prefix to the service", async () => {
    const { chain, queries } = await chainOf(["SELECT ?n WHERE { ?s nobody:knows ?n }"]);
    expect(NeptuneMalformedQueryError.isInstance(await caught(chain.invoke(question)))).toBe(true);
    expect(queries()).toBe(1);
  });

  it("[72] answers from start to end, with two calls of models and one query", async () => {
    const { chain, llm, queries } = await chainOf([`\`\`\`sparql\n${high}\n\`\`\``, "Atlanta."], {
      returnIntermediateSteps: true,
    });
    const { result, intermediateSteps } = await chain.invoke({ query: question });
    expect(result).toBe("Atlanta.");
    expect(intermediateSteps?.[0]).toEqual({ query: high });
    expect([llm.prompts.length, queries()]).toEqual([2, 1]);
    expect(llm.prompts[0]).toContain("PREFIX ns1: <http://example.org/air#>");
    expect(llm.prompts[0]).toContain("<http://example.org/air#Airport> (Airport)");
    expect(llm.prompts[1]).toContain('<<<DATA\n{"code":"ATL"}\nDATA>>>');
  });

  it("[72] answers yes or no, and gives raw results with returnDirect", async () => {
    const ask = `${prefix}ASK { air:sea a air:Airport }`;
    const asked = await chainOf([ask, "Yes."]);
    expect(await asked.chain.invoke("Is SEA an airport?")).toEqual({ result: "Yes." });
    expect(asked.llm.prompts[1]).toContain('<<<DATA\n"yes"\nDATA>>>');
    const direct = await chainOf([ask], { returnDirect: true });
    expect(await direct.chain.invoke("Is SEA an airport?")).toEqual({ result: { boolean: true } });
  });

  it("[72] mends a query, streams its answer", async () => {
    const mended = await chainOf(["SELECT ?c WHERE {", high, "Atlanta is high."], { maxQueryRetries: 1 });
    const pieces: unknown[] = [];
    for await (const { result } of await mended.chain.stream(question)) pieces.push(result);
    expect(pieces).toEqual(["Atlanta ", "is ", "high."]);
    expect(mended.llm.prompts[1]).toContain("MalformedQueryException");
  });

  it.each(["{prompt}", "{question}"])("[73] takes a template with %s", async (slot) => {
    const sparqlPrompt = PromptTemplate.fromTemplate(`S {schema} Q ${slot}`);
    const qaPrompt = PromptTemplate.fromTemplate(`C {context} Q ${slot}`);
    const { chain, llm } = await chainOf([high, "Atlanta."], { sparqlPrompt, qaPrompt });
    await chain.invoke(question);
    expect(llm.prompts[0]).toMatch(/Q Which airports are high\?$/);
    expect(llm.prompts[1]).toMatch(/^C <<<DATA/);
  });

  it("[51] sends no update and no federation", async () => {
    for (const query of ["DROP ALL", "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"]) {
      const { chain, queries } = await chainOf([query]);
      expect(NeptuneReadOnlyViolationError.isInstance(await caught(chain.invoke(question)))).toBe(true);
      expect(queries()).toBe(0);
    }
  });

  it("[51] sends a query that names a service that is allowed", async () => {
    const query = "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }";
    const { chain, queries } = await chainOf([query], { allowServices: ["http://127.0.0.1:1/"] });
    // The engine has no federation.
    expect(NeptuneMalformedQueryError.isInstance(await caught(chain.invoke(question)))).toBe(true);
    expect(queries()).toBe(1);
  });

  it("takes no parameters", async () => {
    const { chain } = await chainOf([]);
    expect(String(await caught(chain.invoke({ query: question, params: { a: 1 } })))).toMatch(
      /params are for openCypher/,
    );
  });
});
