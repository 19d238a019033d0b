import { table } from "../statistics.mjs";

/**
 * A program that makes one call. Its file exports `create(target)`, which gives something to `invoke()`.
 *
 * @typedef {{ name: string, file: string }} Program
 *
 * @typedef {object} Family programs that do the same
 * @property {Program} floor LangChain's base class over the bare client: the least that does it
 * @property {Program} peer
 * @property {Program} ours
 * @property {Program[]} others
 */

/** @type {Family[]} */
export const families = [
  {
    floor: { name: "floor: BaseChatModel and bare client", file: "first-calls/floor-chat.mjs" },
    ours: { name: "@langchain-aws/bedrock-converse", file: "clients/ours.mjs" },
    peer: { name: "@langchain/aws, ChatBedrockConverse", file: "clients/langchain-aws-default.mjs" },
    others: [{ name: "AI SDK, generateText", file: "first-calls/ai-sdk-chat.mjs" }],
  },
  {
    floor: { name: "floor: Embeddings and bare client", file: "first-calls/floor-embeddings.mjs" },
    ours: { name: "@langchain-aws/embeddings", file: "first-calls/ours-embeddings.mjs" },
    peer: { name: "@langchain/aws, BedrockEmbeddings", file: "first-calls/langchain-aws-embeddings.mjs" },
    others: [{ name: "AI SDK, embed", file: "first-calls/ai-sdk-embeddings.mjs" }],
  },
  {
    floor: { name: "floor: BaseRetriever and bare client", file: "first-calls/floor-retriever.mjs" },
    ours: { name: "@langchain-aws/knowledge-bases", file: "first-calls/ours-retriever.mjs" },
    peer: { name: "@langchain/aws, its retriever", file: "first-calls/langchain-aws-retriever.mjs" },
    others: [],
  },
];

/** All of them, a family after the other. */
export const programs = families.flatMap(({ floor, ours, peer, others }) => [floor, ours, peer, ...others]);

/**
 * Each figure with its ratio to the family's floor and to its peer.
 *
 * @param {string[]} columns
 * @param {Map<Program, number[]>} figures one for each column
 */
export function tableOfFamilies(columns, figures) {
  /** @param {Program} program @param {number} column */
  const of = (program, column) => figures.get(program)?.[column] ?? Number.NaN;
  const rows = families.flatMap(({ floor, ours, peer, others }) =>
    [floor, ours, peer, ...others].map((program) => [
      program.name,
      ...columns.flatMap((_, column) => [
        of(program, column).toFixed(0),
        (of(program, column) / of(floor, column)).toFixed(2),
        (of(program, column) / of(peer, column)).toFixed(2),
      ]),
    ]),
  );
  return table(["", ...columns.flatMap((column) => [column, "÷ floor", "÷ peer"])], rows);
}
