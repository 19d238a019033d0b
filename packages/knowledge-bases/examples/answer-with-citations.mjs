// Loads this repository's own documents into a knowledge base and a Kendra index, finds the passages of its decisions that
// are about a question in both, and has ChatBedrockConverse answer from them, with citations. It brings its own endpoint, so
// no AWS account is needed.
//
//   pnpm build && node packages/knowledge-bases/examples/answer-with-citations.mjs "Why is there a reader for event streams?"
import { argv, stdout } from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ChatBedrockConverse } from "@langchain-aws/bedrock-converse";
import { AmazonKendraRetriever, f as kendraFilter } from "@langchain-aws/kendra";
import { AmazonKnowledgeBasesRetriever, f } from "@langchain-aws/knowledge-bases";
import { createLocalAws, readDocuments } from "@langchain-aws/local";
import { HumanMessage } from "@langchain/core/messages";

/**
 * @import { FileDocument, LocalAws } from "@langchain-aws/local"
 * @import { ContentBlock } from "@langchain/core/messages"
 */

const knowledgeBaseId = "KBDOCUMENT";
const indexId = "d0c0de00-0000-4000-8000-000000000001";

/**
 * What both services find, in one form.
 *
 * @typedef {{ from: string, source: string, title: string, text: string }} Passage
 */

const documentsOf = (/** @type {string} */ name) => fileURLToPath(new URL(`../../../${name}`, import.meta.url));

/**
 * The documents of this repository, each with its kind.
 *
 * @returns {Promise<FileDocument[]>}
 */
export async function readRepository() {
  const documents = [
    ...(await readDocuments(documentsOf("docs"), { uriPrefix: "docs/" })),
    ...(await readDocuments(documentsOf("CONTRIBUTING.md"))),
  ];
  return documents.map((document) => {
    const kind = document.uri.startsWith("docs/decisions/") ? "decision" : "guide";
    return { ...document, metadata: { ...document.metadata, kind } };
  });
}

/**
 * The passages as search results that ask to be cited, and the question behind them.
 *
 * @param {string} question
 * @param {readonly Passage[]} passages
 */
export function toMessage(question, passages) {
  const results = passages.map(({ source, title, text }) => ({
    type: "search_result",
    source,
    title,
    // The lines of these documents end where the page does, not where sentences do.
    content: [{ type: "text", text: text.replaceAll(/(?<=[\w,;.])\n(?=\w)/g, " ") }],
    citations: { enabled: true },
  }));
  return new HumanMessage({ content: [...results, { type: "text", text: question }] });
}

/**
 * An answer with a number behind what is cited, and the sources by their numbers.
 *
 * @param {readonly ContentBlock.Standard[]} blocks
 */
export function withNotes(blocks) {
  const texts = blocks.filter((block) => block.type === "text");
  const cited = (/** @type {ContentBlock.Text} */ { annotations = [] }) =>
    annotations.flatMap((annotation) => (annotation.type === "citation" ? String(annotation["source"]) : []));
  const sources = [...new Set(texts.flatMap(cited))];
  const note = (/** @type {string} */ source) => ` [${sources.indexOf(source) + 1}]`;
  return { text: texts.map((block) => block.text + cited(block).map(note).join("")).join(""), sources };
}

/**
 * The passages of decisions that are about a question: three of the knowledge base, three of the Kendra index.
 *
 * @param {string} question
 * @param {{ region: string, credentials: LocalAws["credentials"], endpointUrl: string }} connection
 * @returns {Promise<Passage[]>}
 */
export async function find(question, connection) {
  const filter = f.eq("kind", "decision");
  const attributeFilter = kendraFilter.eq("kind", "decision");
  const knowledgeBase = new AmazonKnowledgeBasesRetriever({ knowledgeBaseId, topK: 3, filter, ...connection });
  const index = new AmazonKendraRetriever({ indexId, topK: 3, attributeFilter, ...connection });
  const [passages, excerpts] = await Promise.all([knowledgeBase.invoke(question), index.invoke(question)]);
  await Promise.all([knowledgeBase.dispose(), index.dispose()]);
  return [
    ...passages.map(({ pageContent, metadata }) => ({
      from: "knowledge base",
      source: String(metadata["source"]),
      title: String(metadata["source_metadata"].title),
      text: pageContent,
    })),
    ...excerpts.map(({ metadata }) => ({
      from: "Kendra",
      source: String(metadata["source"]),
      title: String(metadata["title"]),
      text: String(metadata["excerpt"]),
    })),
  ];
}

/**
 * The program, against an endpoint.
 *
 * @param {LocalAws} aws
 * @param {string} question
 * @param {(line: string) => void} print
 */
export async function run(aws, question, print) {
  const connection = { region: aws.region, credentials: aws.credentials, endpointUrl: aws.url };
  const documents = await readRepository();
  const passages = await aws.kb(knowledgeBaseId).add(documents);
  await aws.kendra(indexId).add(documents);
  print(`${documents.length} documents, ${passages} passages.\n\n`);

  const found = await find(question, connection);
  for (const { from, source } of found) print(`${from}: ${source}\n`);

  const model = new ChatBedrockConverse({
    model: "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
    outputVersion: "v1",
    ...connection,
  });
  const { contentBlocks } = await model.invoke([toMessage(question, found)]);
  const { text, sources } = withNotes(contentBlocks);
  print(`\n${text}\n\n${sources.map((source, index) => `[${index + 1}] ${source}`).join("\n")}\n`);
  await model.dispose();
  return { found, text, sources };
}

if (import.meta.url === pathToFileURL(argv[1] ?? "").href) {
  const aws = await createLocalAws();
  try {
    await run(aws, argv[2] ?? "Why do packages ship a CommonJS twin of their ES modules?", (line) =>
      stdout.write(line),
    );
  } finally {
    await aws.close();
  }
}
