import {
  type RetrieveAndGenerateCommandInput,
  RetrieveAndGenerateCommand,
  type RetrieveAndGenerateCommandOutput,
  RetrieveAndGenerateStreamCommand,
  type RetrieveAndGenerateStreamResponseOutput,
} from "@aws-sdk/client-bedrock-agent-runtime";

import type { LocalAws } from "../../src/index.ts";
import { createAgentClient, knowledgeBaseId } from "./knowledge-bases.ts";

/** A model that answers. */
export const modelArn = "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0";

type Configuration = NonNullable<RetrieveAndGenerateCommandInput["retrieveAndGenerateConfiguration"]>;

/** What a question is asked with, besides its text. */
export interface Asked {
  base?: Partial<NonNullable<Configuration["knowledgeBaseConfiguration"]>>;
  more?: Partial<RetrieveAndGenerateCommandInput>;
}

function toInput(text: string, { base, more }: Asked): RetrieveAndGenerateCommandInput {
  return {
    input: { text },
    retrieveAndGenerateConfiguration: {
      type: "KNOWLEDGE_BASE",
      knowledgeBaseConfiguration: { knowledgeBaseId, modelArn, ...base },
    },
    ...more,
  };
}

/** Asks a knowledge base for an answer. */
export async function generate(
  to: LocalAws,
  text: string,
  asked: Asked = {},
): Promise<RetrieveAndGenerateCommandOutput> {
  return await createAgentClient(to).send(new RetrieveAndGenerateCommand(toInput(text, asked)));
}

/** The same as a stream, all of whose events have come. */
export async function generateStream(
  to: LocalAws,
  text: string,
  asked: Asked = {},
): Promise<{ sessionId: string | undefined; events: RetrieveAndGenerateStreamResponseOutput[] }> {
  const { stream, sessionId } = await createAgentClient(to).send(
    new RetrieveAndGenerateStreamCommand(toInput(text, asked)),
  );
  const events: RetrieveAndGenerateStreamResponseOutput[] = [];
  for await (const event of stream ?? []) events.push(event);
  return { sessionId, events };
}
