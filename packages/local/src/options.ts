import type { ModelProfile } from "./catalogue/model-profile.ts";
import type { Responder } from "./chat/responder.ts";

/** One access key that the endpoint accepts. */
export interface LocalKey {
  secretAccessKey: string;
  /** When set, requests must carry it in `x-amz-security-token`. */
  sessionToken?: string;
  /** When the session ends, in milliseconds since the epoch of the instance's clock. */
  sessionExpiresAt?: number;
  /** Actions this key may use: `*`, `bedrock:*`, `bedrock:InvokeModel`. @defaultValue `["*"]` */
  allow?: readonly string[];
}

/** How requests are authenticated. */
export interface AuthOptions {
  /**
   * `"strict"`: every request must be signed or carry a bearer token. `"lenient"`: checked if present. `"off"`: never.
   *
   * @defaultValue `"strict"`
   */
  mode?: "strict" | "lenient" | "off";
  /** By access key id. @defaultValue one key, `AKIALOCAL` with the secret `local` */
  keys?: Readonly<Record<string, LocalKey>>;
  /** @defaultValue `["local-token"]` */
  bearerTokens?: readonly string[];
  /** How far the date of a request may be off, in seconds. @defaultValue 300 */
  skewSeconds?: number;
  /** Accept keys that look like real ones. @defaultValue false, so that nobody pastes production credentials */
  allowRealKeys?: boolean;
}

/** Which models exist. */
export interface ModelOptions {
  /** @defaultValue `"current"` */
  preset?: "current";
  /** Models of your own, in addition to the preset or in place of its rows. */
  extra?: readonly ModelProfile[];
  /** What a model id outside the catalogue gives. @defaultValue `"reject"` */
  unknown?: "reject" | "accept";
}

/** `auth` with nothing left open. */
export interface ResolvedAuthOptions {
  readonly mode: "strict" | "lenient" | "off";
  readonly keys: Readonly<Record<string, LocalKey>>;
  readonly bearerTokens: readonly string[];
  readonly skewSeconds: number;
}

/** `models` with nothing left open. */
export interface ResolvedModelOptions {
  readonly preset: "current";
  readonly extra: readonly ModelProfile[];
  readonly unknown: "reject" | "accept";
}

/** The options of an instance with every default filled in. */
export interface ResolvedOptions {
  readonly host: string;
  readonly port: number;
  readonly region: string;
  readonly accountId: string;
  readonly auth: ResolvedAuthOptions;
  readonly models: ResolvedModelOptions;
  readonly validation: "current" | "strict2024" | "off";
  readonly responders: readonly Responder[];
  /** Whether stream events carry the filler `p`. */
  readonly streamFiller: boolean;
  readonly seed: number;
  readonly clock: () => number;
}
