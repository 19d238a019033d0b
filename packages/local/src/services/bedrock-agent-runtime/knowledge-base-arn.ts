import type { ResolvedOptions } from "../../options.ts";

/** The ARN of a knowledge base, from its id or its ARN. */
export function knowledgeBaseArn(idOrArn: string, { region, accountId }: ResolvedOptions): string {
  return idOrArn.startsWith("arn:") ? idOrArn : `arn:aws:bedrock:${region}:${accountId}:knowledge-base/${idOrArn}`;
}
