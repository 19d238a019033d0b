import { type ValidationHint } from "@langchain-aws/core";

const anything = /(?:)/;

/** The IAM actions that an operation needs, by what it asks for; those that go without saying are left out. */
const actions: Readonly<Record<string, string>> = {
  QueryVectors:
    "s3vectors:QueryVectors is enough only without a filter and without metadata; with either, and every search of documents has one, s3vectors:GetVectors is needed as well",
  ListVectors: "s3vectors:ListVectors is needed, and to read metadata or vectors s3vectors:GetVectors as well",
  CreateIndex: "s3vectors:CreateIndex is needed, and with tags s3vectors:TagResource as well",
};

/**
 * What to do about each kind of failure, where that is something else than for a model of Amazon Bedrock.
 *
 * Permissions: "QueryVectors", "ListVectors" and "CreateIndex", Amazon S3 API Reference. Rates: "Limitations and
 * restrictions", Amazon S3 User Guide.
 */
export function hintsFor(operation: string): readonly ValidationHint[] {
  return [
    {
      kinds: ["access"],
      when: anything,
      hint: `Allow it on the ARN of the index: ${actions[operation] ?? `s3vectors:${operation} is needed`}.`,
    },
    {
      kinds: ["not-found"],
      when: anything,
      hint: "Check the names of bucket and index and the region. A vector bucket is none of the buckets of Amazon S3.",
    },
    {
      kinds: ["validation"],
      when: operation === "QueryVectors" ? /filter|metadata/i : /(?!)/,
      hint: "Filter by keys that the index can filter by: those that are not in the nonFilterableMetadataKeys it was created with.",
    },
    {
      kinds: ["validation"],
      when: /metadata/i,
      hint: "All filterable metadata of a vector together has at most 2 KB: name what no filter needs in nonFilterableMetadataKeys when the index is created.",
    },
    {
      kinds: ["throttling"],
      when: anything,
      hint: "An index takes 1,000 requests and 2,500 vectors a second: lower maxConcurrency or batchSize, or raise maxRetries to wait longer.",
    },
    { kinds: ["quota"], when: anything, hint: "Ask for a higher quota of S3 Vectors in Service Quotas." },
    { kinds: ["timeout"], when: anything, hint: "Raise `timeout`, or lower batchSize." },
  ];
}
