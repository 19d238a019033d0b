// A small graph of air routes, as a property graph and as RDF, and questions to both. It brings its own endpoint and its
// own models, so no AWS account is needed: the chat model of `local` says what is scripted here, over the real
// Converse API, and real engines run the queries.
//
//   pnpm build && node packages/neptune/examples/air-routes.mjs
import { argv, stdout } from "node:process";
import { pathToFileURL } from "node:url";
import { ChatBedrockConverse } from "@langchain-aws/bedrock-converse";
import { createLocalAws } from "@langchain-aws/local";
import {
  createNeptuneOpencypherQaChain,
  createNeptuneSparqlQaChain,
  NeptuneGraph,
  NeptuneRdfGraph,
} from "@langchain-aws/neptune";

/** @import { LocalAws } from "@langchain-aws/local" */

/** Code, city, country, elevation in feet, runways. */
const airports = [
  ["SEA", "Seattle", "US", 433, 3],
  ["ATL", "Atlanta", "US", 1026, 5],
  ["DEN", "Denver", "US", 5433, 6],
  ["LHR", "London", "GB", 83, 2],
  ["FRA", "Frankfurt", "DE", 364, 4],
  ["ZRH", "Zurich", "CH", 1416, 3],
  ["NRT", "Tokyo", "JP", 141, 2],
  ["BOG", "Bogota", "CO", 8361, 2],
];

/** From, to, miles; each is flown both ways. */
const routes = [
  ["SEA", "ATL", 2182],
  ["SEA", "DEN", 1024],
  ["SEA", "LHR", 4783],
  ["SEA", "NRT", 4769],
  ["ATL", "DEN", 1199],
  ["ATL", "LHR", 4208],
  ["ATL", "BOG", 2099],
  ["DEN", "FRA", 5024],
  ["LHR", "FRA", 406],
  ["FRA", "ZRH", 177],
  ["FRA", "NRT", 5831],
  ["ZRH", "LHR", 490],
];

/** The graph in openCypher: one statement for each airport, and one for each way of a route. */
export const openCypher = [
  ...airports.map(
    ([code, city, country, elevation, runways]) =>
      `CREATE (:Airport {code: '${code}', city: '${city}', country: '${country}', elevation: ${elevation}, runways: ${runways}})`,
  ),
  ...routes.flatMap(([from, to, miles]) =>
    [
      [from, to],
      [to, from],
    ].map(
      ([start, end]) =>
        `MATCH (a:Airport {code: '${start}'}), (b:Airport {code: '${end}'}) CREATE (a)-[:ROUTE {miles: ${miles}}]->(b)`,
    ),
  ),
];

/** The same in Turtle. */
export const turtle = `
@prefix air: <http://example.org/air#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
air:Airport a owl:Class ; rdfs:label "airport"@en .
air:code a owl:DatatypeProperty . air:city a owl:DatatypeProperty . air:elevation a owl:DatatypeProperty .
air:flyTo a owl:ObjectProperty .
${airports
  .map(
    ([code, city, , elevation]) =>
      `air:${code} a air:Airport ; air:code "${code}" ; air:city "${city}"@en ; air:elevation ${elevation} .`,
  )
  .join("\n")}
${routes.map(([from, to]) => `air:${from} air:flyTo air:${to} . air:${to} air:flyTo air:${from} .`).join("\n")}
`;

/**
 * One question to each graph, answered and printed with its query.
 *
 * @param {LocalAws} aws
 * @param {(line: string) => void} print
 * @returns {Promise<{ query: unknown, result: unknown }[]>}
 */
export async function run(aws, print) {
  const at = { endpointUrl: aws.url, region: aws.region, credentials: aws.credentials };
  const llm = new ChatBedrockConverse({ ...at, model: "us.anthropic.claude-sonnet-4-5-20250929-v1:0" });
  const chains = [
    {
      language: "openCypher",
      question: "Which airports can I reach from Seattle with one stop, and not directly?",
      chain: createNeptuneOpencypherQaChain({
        llm,
        graph: new NeptuneGraph(at),
        returnIntermediateSteps: true,
        allowDangerousRequests: true,
      }),
    },
    {
      language: "SPARQL",
      question: "Which airports are above 1,000 feet?",
      chain: createNeptuneSparqlQaChain({
        llm,
        graph: new NeptuneRdfGraph(at),
        returnIntermediateSteps: true,
        allowDangerousRequests: true,
      }),
    },
  ];
  const answers = [];
  for (const { language, question, chain } of chains) {
    const { result, intermediateSteps = [] } = await chain.invoke(question);
    const query = String(intermediateSteps[0]?.["query"]);
    print(`${language}: ${question}\n\n${query}\n\n${String(result)}\n\n`);
    answers.push({ query, result });
  }
  return answers;
}

/** What the model of `local` says to these questions. */
export const script = [
  {
    text: `\`\`\`cypher
MATCH (s:Airport {code: 'SEA'})-[:ROUTE]->()-[:ROUTE]->(b:Airport)
WHERE b.code <> 'SEA'
  AND NOT (s)-[:ROUTE]->(b)
RETURN DISTINCT b.city AS city
ORDER BY city LIMIT 10
\`\`\``,
  },
  // The second step answers from the rows that the query gave, which it finds in its prompt.
  { text: "With one stop you reach Bogota, Frankfurt and Zurich." },
  {
    text: `\`\`\`sparql
PREFIX air: <http://example.org/air#>
SELECT ?city ?elevation WHERE {
  ?a a air:Airport ; air:city ?city ; air:elevation ?elevation .
  FILTER(?elevation > 1000)
} ORDER BY DESC(?elevation) LIMIT 10
\`\`\``,
  },
  { text: "Bogota (8,361 feet), Denver (5,433), Zurich (1,416) and Atlanta (1,026)." },
];

if (import.meta.url === pathToFileURL(argv[1] ?? "").href) {
  const aws = await createLocalAws({ graphs: [{ openCypher, turtle }] });
  try {
    aws.chat.script(script);
    await run(aws, (line) => stdout.write(line));
  } finally {
    await aws.close();
  }
}
