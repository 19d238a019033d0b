import { isObject } from "../../chat/rules/json-schema.ts";
import type { Verdict } from "../../guardrails/guardrail.ts";
import type { Operation } from "../../operation.ts";
import { type ApplyGuardrailBody, parseApplyGuardrailBody } from "./converse-body.ts";
import { isGuarded } from "./guarded-texts.ts";

/**
 * ApplyGuardrail: a guardrail without a model.
 *
 * Source: "ApplyGuardrail", Amazon Bedrock API Reference; recorded answers, which have `output` and `blockedResponse` besides.
 */
export const applyGuardrail: Operation = {
  name: "ApplyGuardrail",
  service: "bedrock-runtime",
  method: "POST",
  path: "/guardrail/{guardrailIdentifier}/version/{guardrailVersion}/apply",
  resource: ({ params }, { options }) => {
    const { guardrailIdentifier = "*" } = params;
    return guardrailIdentifier.startsWith("arn:")
      ? guardrailIdentifier
      : `arn:aws:bedrock:${options.region}:${options.accountId}:guardrail/${guardrailIdentifier}`;
  },
  async handle({ body: sent, params }, { guardrails, options }) {
    const body = parseApplyGuardrailBody(sent, options.validation);
    const guardrail = guardrails.resolve(params.guardrailIdentifier ?? "", params.guardrailVersion ?? "");
    const { texts, others, images } = sortContent(body);
    const verdict = guardrail.assess({
      source: body.source,
      texts,
      otherCharacters: others.reduce((sum, text) => sum + text.length, 0),
      images,
      isFull: body.outputScope === "FULL",
    });
    const outputs = outputsOf(verdict);
    return {
      kind: "json",
      body: {
        usage: verdict.usage,
        action: verdict.outcome === "none" ? "NONE" : "GUARDRAIL_INTERVENED",
        actionReason: verdict.actionReason,
        output: outputs,
        outputs,
        blockedResponse: verdict.outcome === "blocked" ? verdict.blockedMessage : null,
        assessments: [wholeAssessment(verdict)],
        guardrailCoverage: wholeCoverage(verdict),
      },
    };
  },
};

/** What the service leaves out elsewhere stands here as null. */
function wholeAssessment(verdict: Verdict): Record<string, unknown> {
  const { sensitiveInformationPolicy: sensitive, invocationMetrics: metrics, ...others } = verdict.assessment;
  return {
    topicPolicy: null,
    contentPolicy: null,
    wordPolicy: null,
    contextualGroundingPolicy: null,
    automatedReasoningPolicy: null,
    sensitiveInformationPolicy: isObject(sensitive) ? { piiEntities: null, regexes: null, ...sensitive } : null,
    invocationMetrics: { ...(isObject(metrics) && metrics), guardrailCoverage: wholeCoverage(verdict) },
    ...others,
  };
}

const wholeCoverage = ({ coverage }: Verdict): Record<string, unknown> => ({ images: null, ...coverage });

/** What is guarded, the texts that only grounding is checked against, and the number of images. */
function sortContent({ content }: ApplyGuardrailBody): { texts: string[]; others: string[]; images: number } {
  const blocks = content.flatMap((block) => ("text" in block ? [block.text] : []));
  return {
    texts: blocks.filter(({ qualifiers }) => isGuarded(qualifiers)).map(({ text }) => text),
    others: blocks.filter(({ qualifiers }) => !isGuarded(qualifiers)).map(({ text }) => text),
    images: content.length - blocks.length,
  };
}

/** One text for each that was given when something was masked, the one refusal when something was blocked. */
function outputsOf({ outcome, texts, blockedMessage }: Verdict): { text: string }[] {
  if (outcome === "none") return [];
  return (outcome === "blocked" ? [blockedMessage] : texts).map((text) => ({ text }));
}
