// Apart from `sdk.ts`, so that only those who count tokens load it.
export { CountTokensCommand } from "@aws-sdk/client-bedrock-runtime";
