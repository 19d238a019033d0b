import { AwsConfigurationError } from "@langchain-aws/core";
import type { AwsCredentials } from "./options.ts";

/** An error about an option, with a code that stays the same when the text changes. */
export const configurationError = (code: string, message: string): AwsConfigurationError =>
  new AwsConfigurationError(message, { code });

/** What explicit keys may look like before they are checked. */
export interface KeyParts {
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly sessionToken?: string;
}

/**
 * Explicit keys are a pair, the session token comes with both.
 *
 * @returns the keys, or `undefined` when none was passed
 * @throws AwsConfigurationError `CONFIG_INCOMPLETE_KEYS`
 */
export function checkKeys({ accessKeyId, secretAccessKey, sessionToken }: KeyParts): AwsCredentials | undefined {
  if (accessKeyId !== undefined && secretAccessKey !== undefined) {
    return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
  }
  if (accessKeyId === undefined && secretAccessKey === undefined && sessionToken === undefined) return undefined;
  const what = sessionToken === undefined ? "" : "awsSessionToken was passed without its keys: ";
  throw configurationError(
    "CONFIG_INCOMPLETE_KEYS",
    `${what}both awsAccessKeyId and awsSecretAccessKey must be specified. ` +
      "Pass both, or neither to let the AWS SDK look for credentials.",
  );
}

/** @throws AwsConfigurationError `CONFIG_INVALID_CREDENTIALS` unless it is an identity or a function */
export function checkCredentials(value: unknown): void {
  if (typeof value === "function") return;
  const identity: Readonly<Record<string, unknown>> = isRecord(value) ? value : {};
  for (const key of ["accessKeyId", "secretAccessKey"]) {
    const part = identity[key];
    if (typeof part === "string" && part !== "") continue;
    throw configurationError(
      "CONFIG_INVALID_CREDENTIALS",
      `credentials has no string ${key}. Pass { accessKeyId, secretAccessKey, sessionToken? } or a function that ` +
        "resolves such an identity.",
    );
  }
}

/**
 * @returns the URL, untouched
 * @throws AwsConfigurationError `CONFIG_INVALID_ENDPOINT` unless it is a plain http(s) URL
 */
export function checkEndpoint(name: string, url: string): string {
  let parsed: URL | undefined;
  try {
    parsed = new URL(url);
  } catch {
    // Falls through to the error below, which does not quote the text: it may hold a password.
  }
  const plain =
    parsed !== undefined &&
    (parsed.protocol === "https:" || parsed.protocol === "http:") &&
    parsed.username === "" &&
    parsed.password === "" &&
    parsed.search === "" &&
    parsed.hash === "";
  if (plain) return url;
  throw configurationError(
    "CONFIG_INVALID_ENDPOINT",
    `${name} must be an http or https URL without user, query or fragment, such as https://gw.example.com/base.`,
  );
}

/** @throws AwsConfigurationError `CONFIG_INVALID_REGION` unless the region is one lower-case host label */
export function checkRegion(region: string): string {
  if (/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(region)) return region;
  throw configurationError(
    "CONFIG_INVALID_REGION",
    'The region is not an AWS region: it must be one lower-case host label such as "us-east-1".',
  );
}

/** Whether a region is one of the old pseudo regions that ask for FIPS, such as `fips-us-east-1`. */
export const isFipsRegion = (region: string): boolean => region.startsWith("fips-") || region.endsWith("-fips");

/** The region that a FIPS pseudo region stands for. */
export const realRegion = (region: string): string =>
  isFipsRegion(region) ? region.replace(/fips-(?:dkr-|prod-)?|-fips/, "") : region;

/** @throws AwsConfigurationError `CONFIG_FIPS_WITH_ENDPOINT` */
export function checkFips(wantsFips: boolean, endpointUrl: string | undefined): void {
  if (!wantsFips || endpointUrl === undefined) return;
  throw configurationError(
    "CONFIG_FIPS_WITH_ENDPOINT",
    "FIPS and a custom endpoint are not supported together. Remove endpointUrl, or ask for no FIPS endpoint and pass " +
      "the FIPS host as endpointUrl.",
  );
}

/** @throws AwsConfigurationError `CONFIG_INVALID_NUMBER` */
export function checkNumber(name: string, value: unknown, kind: "integer" | "milliseconds"): number | undefined {
  if (value === undefined) return undefined;
  const fits = typeof value === "number" && Number.isFinite(value) && value >= 0;
  if (fits && (kind === "milliseconds" || Number.isInteger(value))) return value;
  throw configurationError(
    "CONFIG_INVALID_NUMBER",
    kind === "integer"
      ? `${name} must be a whole number of 0 or more.`
      : `${name} must be a number of milliseconds of 0 or more.`,
  );
}

/** @throws AwsConfigurationError `CONFIG_INVALID_OPTION` unless the value is one of those */
export function checkChoice<Choice extends string>(
  name: string,
  value: unknown,
  choices: readonly Choice[],
): Choice | undefined {
  if (value === undefined) return undefined;
  const choice = choices.find((each) => each === value);
  if (choice !== undefined) return choice;
  const accepted = choices.map((each) => `"${each}"`).join(" or ");
  throw configurationError("CONFIG_INVALID_OPTION", `${name} must be ${accepted}.`);
}

/** @throws AwsConfigurationError `CONFIG_INVALID_OPTION` unless the value is a string; blank counts as not passed */
export function checkText(name: string, value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "string") return value.trim() || undefined;
  throw configurationError("CONFIG_INVALID_OPTION", `${name} must be a string.`);
}

/** Whether a value is an object whose keys can be read. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

/** A bearer token on plain http is readable by everybody on the way. */
export const plainHttpError = (): Error =>
  configurationError(
    "CONFIG_API_KEY_OVER_HTTP",
    "A Bedrock API key is not sent over plain http to another machine. Use an https endpoint.",
  );
