import { AwsConfigurationError, type AwsErrorFields } from "./errors.ts";
import { property, stringProperty } from "./property.ts";

/** A package that only some users need, loaded when something first asks for it. */
export interface OptionalPeer {
  readonly name: string;
  /** What needs it, as the beginning of a sentence: "The `proxy` option with a URL". */
  readonly feature: string;
  /** What else there is to do, as the end of one: "pass an agent of your own as `proxy`". */
  readonly instead?: string;
  /** What is taken from it; a release without it is another one than ours. */
  readonly uses?: readonly string[];
}

type ErrorClass = new (message: string, fields: AwsErrorFields) => Error;

/**
 * For the `catch` of an `import()`, which also tells bundlers that the package may be absent:
 * `import("yaml").catch(missingPeer(yaml))`.
 *
 * @throws an error `CONFIG_MISSING_PACKAGE` that names the package, what needs it and what to type
 */
export function missingPeer(peer: OptionalPeer, Thrown: ErrorClass = AwsConfigurationError): (cause: unknown) => never {
  return (cause) => {
    const code = stringProperty(cause, "code") ?? "MODULE_NOT_FOUND";
    const problem = code.endsWith("MODULE_NOT_FOUND") ? "is not installed" : `cannot be loaded (${code})`;
    throw new Thrown(sentence(peer, problem, peer.name), { code: "CONFIG_MISSING_PACKAGE", cause });
  };
}

/**
 * Hands on what was loaded when it has all that is taken from it.
 *
 * @throws an error `CONFIG_WRONG_PACKAGE` otherwise: another major version is installed
 */
export function requireUses<T extends object>(
  loaded: T,
  peer: OptionalPeer,
  Thrown: ErrorClass = AwsConfigurationError,
): T {
  const lacking = peer.uses?.find((name) => property(loaded, name) === undefined);
  if (lacking === undefined) return loaded;
  const problem = `is installed in a version without ${lacking}`;
  throw new Thrown(sentence(peer, problem, `${peer.name}@latest`), { code: "CONFIG_WRONG_PACKAGE" });
}

const sentence = ({ name, feature, instead }: OptionalPeer, problem: string, install: string): string =>
  `${feature} needs the package ${name}, which ${problem}. Install it (npm install ${install})` +
  `${instead === undefined ? "" : `, or ${instead}`}.`;
