import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { repositoryRoot } from "./workspace.mjs";

/**
 * `local` as it was built, in this process.
 *
 * @returns {Promise<{ url: string, env: () => Record<string, string>, close: () => Promise<void> }>}
 */
export async function startLocal() {
  const entry = pathToFileURL(join(repositoryRoot, "packages", "local", "dist", "index.js"));
  const { createLocalAws } = await import(entry.href);
  return createLocalAws({ memorydb: true, knowledgeBases, kendraIndexes, endpoints, s3Vectors });
}

/** Where the examples and the small programs of `s3-vectors` keep their indexes. */
const s3Vectors = { buckets: [{ name: "docs-bucket" }] };

/** What the examples and the small programs of `knowledge-bases` search. */
const knowledgeBases = [
  {
    id: "KB12345678",
    documents: [
      {
        text: "Employees get twenty-five days of vacation a year. Unused days go to the next year, five at most.",
        uri: "s3://handbook/vacation.md",
        metadata: { department: "hr", year: 2026 },
      },
      {
        text: "Purchases can be returned within thirty days for a full refund.",
        uri: "https://shop.example/returns",
        metadata: { department: "sales", year: 2025 },
      },
      {
        text: "Passwords are changed every ninety days, and never written down.",
        uri: "s3://handbook/passwords.md",
        metadata: { department: "it", year: 2026 },
      },
    ],
  },
  {
    id: "KBMANAGED1",
    type: "managed",
    documents: [
      { text: "The basic plan costs ten euros a month and has one seat.", uri: "https://plans.example/basic" },
      { text: "The team plan costs thirty euros a month and has five seats.", uri: "https://plans.example/team" },
    ],
  },
];

/** What those of `kendra` search. */
const kendraIndexes = [
  {
    id: "c0806df7-e76b-4bce-9b5c-d5582f6b1a03",
    documents: [
      {
        title: "Vacation policy",
        text: "Employees get twenty-five days of vacation a year. The team lead grants vacation.",
        uri: "https://intra.example/vacation",
        metadata: { department: "hr", _created_at: new Date("2026-01-01T00:00:00Z") },
      },
      { title: "Remote work", text: "Remote work needs the consent of the team lead.", metadata: { department: "it" } },
    ],
  },
];

/** What those of `sagemaker` call. */
const endpoints = [
  { name: "my-vllm", container: "openai", parts: "random" },
  { name: "my-tgi", container: "tgi", parts: "random" },
  { name: "my-tei", container: "tei" },
];
