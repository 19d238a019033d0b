import type { Rule, RuleContext } from "../rule.ts";
import { allBlocks } from "../turns.ts";

const asOf = "2026-11";
const MOST_DOCUMENTS = 5;

/** Names, number and company of documents. Source: "DocumentBlock", Amazon Bedrock API Reference. */
export const documentRules: readonly Rule[] = [
  {
    id: "V23",
    refuses: "characters of a document's name",
    source: "issue",
    asOf,
    check: ({ messages }) =>
      documentNames(messages).every((name) => /^[A-Za-z0-9_()[\] -]*$/.test(name) && !name.includes("  "))
        ? undefined
        : "The document file name can only contain alphanumeric characters, whitespace characters, hyphens, " +
          "parentheses, and square brackets. The name can't contain more than one consecutive whitespace character. " +
          "Check that the file name conforms to these restrictions and retry your request.",
  },
  {
    id: "V24",
    refuses: "one name for two documents",
    source: "issue",
    asOf,
    check: ({ messages }) => {
      const names = documentNames(messages);
      return new Set(names).size === names.length
        ? undefined
        : "Messages can't contain duplicate document names. Rename the document and retry your request.";
    },
  },
  {
    id: "V25",
    refuses: `more than ${MOST_DOCUMENTS} documents`,
    source: "issue",
    asOf,
    check: ({ messages }) =>
      documentNames(messages).length > MOST_DOCUMENTS
        ? `You can't include more than ${MOST_DOCUMENTS} documents in a request.`
        : undefined,
  },
  {
    id: "V26",
    refuses: "a document without a text in its turn",
    source: "issue",
    asOf,
    check: ({ turns }) =>
      turns.some(
        ({ blocks }) => blocks.some(({ block }) => "document" in block) && !blocks.some(({ block }) => "text" in block),
      )
        ? "A text block must be included when using documents."
        : undefined,
  },
];

function documentNames(messages: RuleContext["messages"]): string[] {
  return allBlocks(messages).flatMap(({ block }) => ("document" in block ? [block.document.name] : []));
}
