import { createLocalAws } from "@langchain-aws/local";

const aws = await createLocalAws();
export const environment = aws.env();
