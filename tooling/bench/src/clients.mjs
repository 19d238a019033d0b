/** The clients that are compared, and their files under `clients/`. */
export const clients = [
  { name: "AWS SDK, HTTP/1.1 keep-alive", file: "raw-http1.mjs" },
  { name: "AWS SDK, default", file: "raw-default.mjs" },
  { name: "@langchain/aws, default", file: "langchain-aws-default.mjs" },
  { name: "@langchain/aws, HTTP/1.1 keep-alive", file: "langchain-aws-http1.mjs" },
  { name: "@langchain-aws/bedrock-converse", file: "ours.mjs" },
];
