/** Partitions by the beginning of their regions' names; every other region is in `aws`. */
const partitions: readonly (readonly [regions: string, partition: string])[] = [
  ["us-gov-", "aws-us-gov"],
  ["cn-", "aws-cn"],
  ["eusc-", "aws-eusc"],
  ["us-iso-", "aws-iso"],
  ["us-isob-", "aws-iso-b"],
  ["eu-isoe-", "aws-iso-e"],
  ["us-isof-", "aws-iso-f"],
];

/** Whether a model is given as an ARN, which says its region itself. */
export function isArn(model: string): boolean {
  return model.startsWith("arn:");
}

/**
 * The ARN of a foundation model: the only form that Rerank takes. An ARN comes back unchanged.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_BedrockRerankingModelConfiguration.html
 */
export function toModelArn(model: string, region: string): string {
  if (isArn(model)) return model;
  const partition = partitions.find(([regions]) => region.startsWith(regions))?.[1] ?? "aws";
  return `arn:${partition}:bedrock:${region}::foundation-model/${model}`;
}

/** An ARN that was copied out of a URL is percent-encoded. */
export function decodedArn(model: string): string {
  if (!/^arn%3a/i.test(model)) return model;
  try {
    return decodeURIComponent(model);
  } catch {
    return model;
  }
}
