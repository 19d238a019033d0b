import { ChatBedrockConverse } from "@langchain-aws/bedrock-converse";
import { createLocalAws, type LocalAws, type RequestEntry } from "@langchain-aws/local";
import {
  createNeptuneOpencypherQaChain,
  createNeptuneSparqlQaChain,
  NeptuneGraph,
  NeptuneRdfGraph,
} from "@langchain-aws/neptune";

import { cyan, dim, heading, say } from "./terminal.ts";

/** Stops of a town and the lines between them: the same graph for both languages. */
const stops = ["Harbour", "Old Town", "Castle", "Clinic", "Station"];
const lines = [
  ["Harbour", "Old Town", 28],
  ["Old Town", "Castle", 12],
  ["Castle", "Clinic", 12],
  ["Old Town", "Station", 4],
] as const;

const openCypher = [
  ...stops.map((name) => `CREATE (:Stop {name: '${name}'})`),
  ...lines.map(
    ([from, to, line]) =>
      `MATCH (a:Stop {name: '${from}'}), (b:Stop {name: '${to}'}) CREATE (a)-[:LINE {number: ${line}}]->(b)`,
  ),
];

const turtle = `
@prefix t: <http://example.org/town#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
t:Stop a owl:Class . t:name a owl:DatatypeProperty . t:next a owl:ObjectProperty .
${stops.map((name) => `t:${idOf(name)} a t:Stop ; t:name "${name}" .`).join("\n")}
${lines.map(([from, to]) => `t:${idOf(from)} t:next t:${idOf(to)} .`).join("\n")}
`;

/** What a model would write. The queries are run by real engines, and the answers are made of their rows. */
const written = [
  {
    asked: /openCypher/,
    language: "cypher",
    query: "MATCH (:Stop {name: 'Old Town'})-[r:LINE]->(b:Stop)\nRETURN b.name AS stop, r.number AS line ORDER BY line",
  },
  {
    asked: /SPARQL/,
    language: "sparql",
    query:
      'PREFIX t: <http://example.org/town#>\nSELECT ?stop WHERE { ?a t:name "Harbour" ; t:next+ ?b . ?b t:name ?stop } ORDER BY ?stop',
  },
];

/**
 * Questions to a graph, in both languages of Amazon Neptune: the model writes a query, a guard lets it through when it
 * only reads, an engine runs it, and the model answers from the rows.
 *
 * @returns the requests that were made
 */
export async function graphTurn(model: string): Promise<RequestEntry[]> {
  heading("6. Questions to a graph, in openCypher and in SPARQL");
  const aws = await createLocalAws({ graphs: [{ openCypher, turtle }] });
  try {
    for (const { asked, language, query } of written) {
      aws.chat.on(asked, { text: `\`\`\`${language}\n${query}\n\`\`\`` });
    }
    aws.chat.on(/<<<DATA/, ({ messages }) => ({ text: toWords(JSON.stringify(messages.at(-1)?.content)) }));
    await ask(aws, model);
    return aws.requests();
  } finally {
    await aws.close();
  }
}

async function ask(aws: LocalAws, model: string): Promise<void> {
  const connection = { region: aws.region, endpointUrl: aws.url, credentials: aws.credentials };
  const llm = new ChatBedrockConverse({ ...connection, model });
  const options = { llm, returnIntermediateSteps: true, allowDangerousRequests: true } as const;
  const chains = [
    {
      question: "Which stops follow the Old Town?",
      chain: createNeptuneOpencypherQaChain({ ...options, graph: new NeptuneGraph(connection) }),
    },
    {
      question: "Where do I get from the Harbour?",
      chain: createNeptuneSparqlQaChain({ ...options, graph: new NeptuneRdfGraph(connection) }),
    },
  ];
  for (const { question, chain } of chains) {
    const { result, intermediateSteps = [] } = await chain.invoke(question);
    say(`  ${cyan(question)}`);
    for (const line of String(intermediateSteps[0]?.["query"]).split("\n")) say(`    ${dim(line)}`);
    say(`    rows     ${JSON.stringify(intermediateSteps[1]?.["context"])}`);
    say(`    answers  ${String(result)}`);
  }
}

/** The answer of a model of few words: what the rows in its prompt say. */
function toWords(prompt: string): string {
  const rows = Array.from(prompt.matchAll(/\\"stop\\":\\"([^"\\]+)\\"(?:,\\"line\\":(\d+))?/g));
  return rows.map(([, stop, line]) => (line === undefined ? stop : `${stop} on line ${line}`)).join(", ");
}

function idOf(name: string): string {
  return name.replaceAll(" ", "");
}
