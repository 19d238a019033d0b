import type { GuardrailDirections, GuardrailOptions, SensitiveAction } from "../../guardrails/guardrail-options.ts";
import type { Guardrail } from "../../guardrails/guardrail.ts";
import { type Operation, ServiceError } from "../../operation.ts";
import { pageOf } from "./page.ts";

/** When the guardrails of this endpoint say they were made: a fixed date, so that answers are always the same. */
const CREATED_AT = "2025-01-01T00:00:00Z";

/** ListGuardrails: the drafts, or all versions of one. Source: "ListGuardrails", Amazon Bedrock API Reference. */
export const listGuardrails: Operation = {
  name: "ListGuardrails",
  service: "bedrock",
  method: "GET",
  path: "/guardrails",
  async handle({ query }, { guardrails }) {
    const identifier = query.get("guardrailIdentifier");
    const listed = identifier === null ? guardrails.drafts : (guardrails.versionsOf(identifier) ?? notFound());
    const { items, ...rest } = pageOf(listed, query);
    return { kind: "json", body: { guardrails: items.map(toSummary), ...rest } };
  },
};

/** GetGuardrail, by id or ARN; the draft unless a version is named. Source: Amazon Bedrock API Reference. */
export const getGuardrail: Operation = {
  name: "GetGuardrail",
  service: "bedrock",
  method: "GET",
  path: "/guardrails/{guardrailIdentifier}",
  resource: ({ params }) => params.guardrailIdentifier ?? "*",
  async handle({ params, query }, { guardrails }) {
    const version = query.get("guardrailVersion") ?? "DRAFT";
    const versions = guardrails.versionsOf(params.guardrailIdentifier ?? "") ?? notFound();
    const guardrail = versions.find((one) => one.version === version) ?? notFound();
    const { id, arn, ...summary } = toSummary(guardrail);
    return { kind: "json", body: { ...summary, guardrailId: id, guardrailArn: arn, ...toPolicies(guardrail) } };
  },
};

function notFound(): never {
  throw new ServiceError(
    "ResourceNotFoundException",
    404,
    "The guardrail identifier or version provided in the request does not exist.",
  );
}

interface Summary extends Record<string, unknown> {
  id: string;
  arn: string;
}

function toSummary({ options, arn, version }: Guardrail): Summary {
  return {
    id: options.id,
    arn,
    status: "READY",
    name: options.name ?? options.id,
    ...(options.description === undefined ? {} : { description: options.description }),
    version,
    createdAt: CREATED_AT,
    updatedAt: CREATED_AT,
  };
}

function toPolicies(guardrail: Guardrail): Record<string, unknown> {
  const { topics, words, regexes, piiEntities } = guardrail.options;
  return {
    ...(topics && { topicPolicy: { topics: topics.map(toTopic) } }),
    ...(words && { wordPolicy: { words: words.map(toWord) } }),
    ...((piiEntities ?? regexes) && {
      sensitiveInformationPolicy: {
        ...(piiEntities && {
          piiEntities: piiEntities.map(({ type, action, ...rest }) => ({ type, ...sensitive(action, rest) })),
        }),
        ...(regexes && {
          regexes: regexes.map(({ name, description, pattern, action, ...rest }) => ({
            name,
            ...(description === undefined ? {} : { description }),
            pattern,
            ...sensitive(action, rest),
          })),
        }),
      },
    }),
    blockedInputMessaging: guardrail.blockedMessage("INPUT"),
    blockedOutputsMessaging: guardrail.blockedMessage("OUTPUT"),
  };
}

type Listed<Name extends keyof GuardrailOptions> =
  NonNullable<GuardrailOptions[Name]> extends readonly (infer Item)[] ? Item : never;

function toTopic({ name, definition, phrases, ...rest }: Listed<"topics">): Record<string, unknown> {
  return { name, definition: definition ?? name, examples: phrases, type: "DENY", ...blocking(rest) };
}

function toWord(word: Listed<"words">): Record<string, unknown> {
  const { text, ...rest } = typeof word === "string" ? { text: word } : word;
  return { text, ...blocking(rest) };
}

function sensitive(action: SensitiveAction, rest: GuardrailDirections): Record<string, unknown> {
  return { action, inputAction: action, outputAction: action, ...directions(rest) };
}

function blocking(rest: GuardrailDirections): Record<string, unknown> {
  return { inputAction: "BLOCK", outputAction: "BLOCK", ...directions(rest) };
}

function directions({ inputEnabled = true, outputEnabled = true }: GuardrailDirections): Record<string, boolean> {
  return { inputEnabled, outputEnabled };
}
