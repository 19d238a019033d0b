/** What a model identifier names. */
export type ModelIdKind =
  | "foundation"
  | "inference-profile"
  | "application-inference-profile"
  | "provisioned"
  | "custom"
  | "custom-deployment"
  | "imported"
  | "prompt"
  | "prompt-router"
  | "endpoint"
  | "unknown";

/** A model identifier taken apart; what the text does not say is absent. */
export interface ParsedModelId {
  /** The input, untouched. */
  raw: string;
  kind: ModelIdKind;
  /** `aws`, `aws-cn`, `aws-us-gov`, … */
  partition?: string;
  /** The region inside an ARN. */
  region?: string;
  accountId?: string;
  /** The last part of an ARN: a name or a generated id. */
  resourceId?: string;
  /** The geography of a system inference profile: `us`, `eu`, `apac`, `global`, … */
  geoPrefix?: string;
  /** `anthropic`, `amazon`, `meta`, … */
  provider?: string;
  /** The foundation model, with its provider and without geography or context variant. */
  baseModelId?: string;
  /** The `8k` of `amazon.titan-text-express-v1:0:8k`. */
  contextVariant?: string;
}

/** Providers with models on Amazon Bedrock ("Supported foundation models in Amazon Bedrock"). */
const knownProviders: ReadonlySet<string> = new Set([
  "ai21",
  "amazon",
  "anthropic",
  "cohere",
  "deepseek",
  "google",
  "luma",
  "meta",
  "minimax",
  "mistral",
  "moonshot",
  "moonshotai",
  "nvidia",
  "openai",
  "qwen",
  "stability",
  "twelvelabs",
  "writer",
  "zai",
]);

/** Geographies of system inference profiles. Only needed before an unknown provider: new ones keep appearing. */
const knownGeographies: ReadonlySet<string> = new Set([
  "us",
  "us-gov",
  "eu",
  "apac",
  "ap",
  "jp",
  "au",
  "sa",
  "amer",
  "ca",
  "mx",
  "uk",
  "il",
  "me",
  "af",
  "cn",
  "global",
]);

type ResourceParts = Omit<ParsedModelId, "raw">;

/** How to read the resource part of an ARN, after its type. One row per resource type. */
const resourceReaders: Readonly<Record<string, (rest: string) => ResourceParts>> = {
  "bedrock/foundation-model": (rest) => ({ ...modelParts(rest), kind: "foundation", resourceId: rest }),
  "bedrock/inference-profile": (rest) => ({ ...modelParts(rest), kind: "inference-profile", resourceId: rest }),
  "bedrock/application-inference-profile": (rest) => ({ kind: "application-inference-profile", resourceId: rest }),
  "bedrock/provisioned-model": (rest) => ({ kind: "provisioned", resourceId: rest }),
  "bedrock/custom-model": readCustomModel,
  "bedrock/custom-model-deployment": (rest) => ({ kind: "custom-deployment", resourceId: rest }),
  "bedrock/imported-model": (rest) => ({ kind: "imported", resourceId: rest }),
  "bedrock/prompt": (rest) => ({ kind: "prompt", resourceId: rest.replace(/:.*$/s, "") }),
  "bedrock/prompt-router": (rest) => ({ kind: "prompt-router", resourceId: rest }),
  "bedrock/default-prompt-router": (rest) => ({ kind: "prompt-router", resourceId: rest }),
  "sagemaker/endpoint": (rest) => ({ kind: "endpoint", resourceId: rest }),
};

/**
 * Takes a model id, an inference profile id or an ARN apart.
 *
 * Pure, and never throws: a form it does not know gives `kind: "unknown"`. Any partition and any geography is accepted;
 * an ARN that arrives percent-encoded is decoded once. Source: "Amazon Bedrock resource types" of the Service
 * Authorization Reference.
 */
export function parseModelId(input: string): ParsedModelId {
  const text = decodeArn(input.trim());
  const parts = text.startsWith("arn:") ? readArn(text) : readPlainId(text);
  return { raw: input, ...parts };
}

/** An ARN copied out of a URL is percent-encoded, and is decoded once; every other text comes back as it is. */
export function decodeArn(text: string): string {
  if (!/^arn(?::|%3a)/i.test(text) || !text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function readArn(arn: string): ResourceParts {
  const [, partition = "", service = "", region = "", accountId = "", ...rest] = arn.split(":");
  const resource = rest.join(":");
  const slash = resource.indexOf("/");
  const id = slash < 0 ? "" : resource.slice(slash + 1);
  const reader = id === "" ? undefined : rowOf(resourceReaders, `${service}/${resource.slice(0, slash)}`);
  return {
    ...(partition && { partition }),
    ...(region && { region }),
    ...(accountId && { accountId }),
    ...(reader === undefined ? { kind: "unknown", ...(id && { resourceId: id }) } : reader(id)),
  };
}

/** `P.M[:variant]/ID`; a model of unknown origin has the id alone. */
function readCustomModel(rest: string): ResourceParts {
  const slash = rest.lastIndexOf("/");
  if (slash < 0) return { kind: "custom", resourceId: rest };
  return { ...modelParts(rest.slice(0, slash)), kind: "custom", resourceId: rest.slice(slash + 1) };
}

function readPlainId(text: string): ResourceParts {
  const parts = modelParts(text);
  if (parts.baseModelId !== undefined) {
    return { ...parts, kind: parts.geoPrefix === undefined ? "foundation" : "inference-profile" };
  }
  const first = firstLabel(text);
  return knownProviders.has(first) ? { kind: "unknown", provider: first } : { kind: "unknown" };
}

/** Reads `[geography.]provider.model[:version[:variant]]`; empty when the text has another shape. */
function modelParts(text: string): Partial<ResourceParts> {
  if (!/^[A-Za-z0-9][A-Za-z0-9-]*\.[A-Za-z0-9][\w.-]*(?::[A-Za-z0-9-]+)*$/.test(text)) return {};
  const [first = "", second = "", ...more] = text.split(".");
  const isGeography = !knownProviders.has(first) && (knownProviders.has(second) || knownGeographies.has(first));
  // A geography must leave a provider and a model behind it.
  if (isGeography && more.length === 0) return {};
  const model = isGeography ? text.slice(first.length + 1) : text;
  const variant = /^(.+:\d+):([A-Za-z0-9-]+)$/.exec(model);
  return {
    ...(isGeography && { geoPrefix: first }),
    provider: isGeography ? second : first,
    baseModelId: variant?.[1] ?? model,
    ...(variant?.[2] !== undefined && { contextVariant: variant[2] }),
  };
}

function firstLabel(text: string): string {
  return /^[A-Za-z0-9-]*/.exec(text)?.[0] ?? "";
}

function rowOf<Row>(table: Readonly<Record<string, Row>>, key: string): Row | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
