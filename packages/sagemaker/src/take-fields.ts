import { type AwsOptions, takeAwsFields } from "@langchain-aws/aws-auth";
import { SagemakerClient } from "./client.ts";
import type { ContentHandler } from "./content-handler.ts";
import type { EndpointParts } from "./endpoint.ts";
import type { SagemakerFields } from "./options.ts";
import { reportUnknown, resolveSettings, type SagemakerSettings, toCanonicalNames } from "./resolve-options.ts";

/** A constructor's argument, taken apart and checked. */
export interface TakenFields<Fields> {
  readonly settings: SagemakerSettings;
  /** The class's own options. */
  readonly own: Fields;
  /** What belongs into `super()`: no secret, client, function or handler. */
  readonly shown: Record<string, unknown>;
  readonly aws: AwsOptions;
}

/**
 * Takes a constructor's argument apart, names in the snake_case of Python's included.
 *
 * @throws SagemakerConfigError or AwsConfigurationError for options that cannot work
 */
export function takeFields<Fields extends SagemakerFields & { contentHandler?: unknown }>(
  fields: Fields,
  className: string,
): TakenFields<Fields> {
  const own = toCanonicalNames(fields);
  const { options: aws, rest, marks } = takeAwsFields(own, { service: "sagemaker-runtime" });
  const { contentHandler, onFailedAttempt: _, ...shown } = rest;
  reportUnknown(shown, className);
  const settings = resolveSettings(shown, aws.timeout);
  const handlerName = typeof contentHandler === "string" && { contentHandler };
  return { settings, own, aws, shown: { ...shown, ...handlerName, ...marks } };
}

/** What an endpoint behind a handler is made from. @throws AwsConfigurationError for a `maxConcurrency` that is no count */
export function connect<In, Out>(
  handler: ContentHandler<In, Out>,
  { settings, own, aws }: TakenFields<SagemakerFields>,
  defaultConcurrency: number,
): EndpointParts<In, Out> {
  const { onFailedAttempt } = own;
  const mapError = handler.mapError?.bind(handler);
  const client = new SagemakerClient({ aws, settings, defaultConcurrency, onFailedAttempt, mapError });
  return { handler, client, settings, secrets: aws.secrets };
}
