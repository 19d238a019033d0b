import { INVOCATIONS, type Rule, type RuleContext } from "../rule.ts";

const asOf = "2026-11";
const MOST_CACHE_POINTS = 4;

/** Where cache points may stand. Source: "Prompt caching for faster model inference", Amazon Bedrock User Guide. */
export const cachingRules: readonly Rule[] = [
  {
    id: "V34",
    refuses: "cache points for a model that caches nothing",
    source: "issue",
    asOf,
    isApproximate: true,
    operations: INVOCATIONS,
    error: { type: "AccessDeniedException", status: 403 },
    check: ({ model, body, messages }) =>
      model.caching === undefined && cachePoints(body, messages) > 0
        ? "You invoked an unsupported model or your request did not allow prompt caching. See the documentation for more information."
        : undefined,
  },
  {
    id: "V32",
    refuses: `more than ${MOST_CACHE_POINTS} cache points`,
    source: "issue",
    asOf,
    check: ({ body, messages }) => {
      const found = cachePoints(body, messages);
      return found > MOST_CACHE_POINTS
        ? `A maximum of ${MOST_CACHE_POINTS} blocks with cache_control may be provided. Found ${found}.`
        : undefined;
    },
  },
  {
    id: "V33",
    refuses: "a cache point after reasoning",
    source: "issue",
    asOf,
    check: ({ messages }) =>
      messages.some(({ content }) =>
        content.some((block, at) => "cachePoint" in block && "reasoningContent" in (content[at - 1] ?? {})),
      )
        ? "Cache point cannot be inserted after reasoning block. Please remove the invalid cache point and try again."
        : undefined,
  },
];

function cachePoints({ toolConfig, system }: RuleContext["body"], messages: RuleContext["messages"]): number {
  const places = [...(toolConfig?.tools ?? []), ...(system ?? []), ...messages.flatMap(({ content }) => content)];
  return places.filter((place) => "cachePoint" in place).length;
}
