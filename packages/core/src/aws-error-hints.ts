import type { AwsErrorFacts } from "./aws-error-facts.ts";
import type { AwsErrorKind } from "./aws-error-kinds.ts";
import type { MapAwsErrorContext, ValidationHint } from "./map-aws-error.ts";
import { parseModelId } from "./model-id.ts";

type Hint = (context: MapAwsErrorContext, facts: AwsErrorFacts) => string | undefined;

/** What the caller can do about each kind of failure. */
const hintByKind: Readonly<Partial<Record<AwsErrorKind, Hint>>> = {
  overflow: () => "Trim the input, or use a model with a larger context window.",
  region: () => regionHint,
  credentials: credentialsHint,
  access: accessHint,
  throttling: () =>
    "Check the account's quotas, use a cross-region inference profile, or lower maxConcurrency; raise maxRetries to wait longer.",
  quota: () => "A quota is used up: ask for a higher one in Service Quotas, or use another region or model.",
  "not-found": notFoundHint,
  "not-ready": () => "Imported models are loaded on demand: try again after a minute, or raise maxRetries.",
  timeout: () => "Raise `timeout`, or stream the answer.",
  network: () => "The connection failed: check endpointUrl, the region, the proxy and the network.",
};

/** The four ways to set a region. */
const regionHint: string =
  "Pass `regionName` (or `region`), use a model ARN that has one, set AWS_REGION or AWS_DEFAULT_REGION, or give the selected profile a `region`.";

/** Texts of validation errors whose reason is not obvious. The first row that matches decides. */
export const validationHints: readonly ValidationHint[] = [
  { when: /on-demand throughput isn/i, hint: inferenceProfileHint, errorCode: "MODEL_NOT_FOUND" },
  {
    when: /extraneous key \[/i,
    hint: (context, message) =>
      `${quoted(/extraneous key \[([^\]]{1,80})\]/i, message) ?? "That key"} is not part of this model's body format${ofModel(context)}: remove it from the model's options, or check \`provider\` and the body format.`,
  },
  {
    when: /extra inputs are not permitted/i,
    hint: (context, message) =>
      `${quoted(/([\w.[\]-]{1,80}):\s*extra inputs are not permitted/i, message) ?? "That key"} is not part of the Anthropic body format of this model${ofModel(context)}: remove it, or set the beta header that it belongs to.`,
  },
];

/** The hint for one failure, if there is something to say. */
export function hintFor(kind: AwsErrorKind, context: MapAwsErrorContext, facts: AwsErrorFacts): string | undefined {
  if (facts.nonJsonBody) return "The endpoint returned a non-JSON body; check endpointUrl or proxy.";
  return hintByKind[kind]?.(context, facts);
}

function isBedrock({ service }: MapAwsErrorContext): boolean {
  return service.startsWith("bedrock");
}

function credentialsHint({ profile }: MapAwsErrorContext, { awsCode = "", message }: AwsErrorFacts): string {
  const known = credentialsHints.find(({ when }) => when.test(`${awsCode}: ${message}`));
  const ofProfile = profile === undefined ? "" : ` of profile "${profile}"`;
  const withProfile = profile === undefined ? "" : ` --profile ${profile}`;
  return (known?.hint ?? sourcesHint)(ofProfile, withProfile);
}

/** Hints by exception name and text, in the words of the SDK's credential providers. The first row that matches decides. */
const credentialsHints: readonly { when: RegExp; hint: (ofProfile: string, withProfile: string) => string }[] = [
  {
    when: /SSO session (?:token )?associated with|refresh this SSO session|UnauthorizedSSOToken/i,
    hint: (ofProfile, withProfile) => `The SSO session${ofProfile} has ended: run \`aws sso login${withProfile}\`.`,
  },
  {
    when: /using aws login/i,
    hint: (ofProfile, withProfile) => `The login session${ofProfile} has ended: run \`aws login${withProfile}\`.`,
  },
  {
    when: /expired/i,
    hint: (ofProfile, withProfile) =>
      `The credentials${ofProfile} have expired: renew them (for SSO, \`aws sso login${withProfile}\`).`,
  },
  {
    when: /^(?:\w*Signature\w*|Request\w*):/,
    hint: () =>
      "Check that key, secret and session token belong together, that no proxy rewrites the request, and the machine's clock.",
  },
  {
    when: /^(?:UnrecognizedClient|InvalidClientTokenId|InvalidAccessKeyId)|security token/i,
    hint: (ofProfile) =>
      `AWS does not know these credentials${ofProfile}: check key, secret and session token, and that they belong to this partition.`,
  },
];

function sourcesHint(ofProfile: string, withProfile: string): string {
  return [
    `Sources tried: environment variables, the shared config and credentials files${ofProfile}, SSO, web identity, the container endpoint, the EC2 instance metadata service.`,
    `Pass \`credentials\` or \`apiKey\`, set \`credentialsProfileName\`, or run \`aws sso login${withProfile}\`; in a container or on EC2, check the task role or instance profile.`,
  ].join(" ");
}

function accessHint(context: MapAwsErrorContext, { message }: AwsErrorFacts): string {
  if (!isBedrock(context))
    return `Allow the action for this identity in IAM (${context.service}: ${context.operation}).`;
  if (/InvokeTool/.test(message))
    return "Tools that run on the service need the IAM action `bedrock:InvokeTool` as well.";
  if (/api key|bearer/i.test(message)) {
    return "Check the Bedrock API key: it may have expired, or its identity's policy may lack `bedrock:CallWithBearerToken`.";
  }
  return "Ask for access to the model in the Amazon Bedrock console, and allow `bedrock:InvokeModel` (for streams `bedrock:InvokeModelWithResponseStream`) on the inference profile's ARN and on the foundation model's ARNs in each of its regions; an API key needs a policy too.";
}

function notFoundHint(context: MapAwsErrorContext, { message }: AwsErrorFacts): string {
  if (!isBedrock(context)) return `Check the resource's name and the region${inRegion(context)}.`;
  if (/end[- ]of[- ]life|end of its life/i.test(message)) return "The model has been retired: choose a newer one.";
  return `Check the model id${ofModel(context)}: is the model offered in the region${inRegion(context)}, does it need a geography prefix such as \`us.\`, does an ARN belong to this account and region?`;
}

function inferenceProfileHint(context: MapAwsErrorContext): string {
  const { kind, baseModelId } = parseModelId(context.model ?? "");
  const example = kind === "foundation" && baseModelId ? `${geography(context.region)}.${baseModelId}` : "us.<modelId>";
  return `Use an inference profile id, such as \`${example}\`, or the ARN of an inference profile.`;
}

/** The geography of a region's inference profiles ("Supported Regions and models for inference profiles"). */
function geography(region = ""): string {
  const rows: readonly (readonly [string, string])[] = [
    ["us-gov-", "us-gov"],
    ["us-", "us"],
    ["eu-", "eu"],
    ["ap-", "apac"],
  ];
  return rows.find(([prefix]) => region.startsWith(prefix))?.[1] ?? "us";
}

function ofModel({ model }: MapAwsErrorContext): string {
  return model === undefined ? "" : ` (${model})`;
}

function inRegion({ region }: MapAwsErrorContext): string {
  return region === undefined ? "" : ` (${region})`;
}

function quoted(pattern: RegExp, text: string): string | undefined {
  const found = pattern.exec(text)?.[1];
  return found === undefined ? undefined : `"${found}"`;
}
