import { ServiceError } from "../operation.ts";
import { Guardrail } from "./guardrail.ts";
import type { GuardrailOptions } from "./guardrail-options.ts";

/** What a catalogue is made of. */
export interface GuardrailCatalogueSettings {
  region: string;
  accountId: string;
  guardrails: readonly GuardrailOptions[];
  clock: () => number;
}

const IDENTIFIER = /^(?:[a-z0-9]+|arn:aws(?:-[^:]+)?:bedrock:[a-z0-9-]{1,20}:\d{12}:guardrail\/[a-z0-9]+)$/;

/** The guardrails of an instance, by id, ARN and version. */
export class GuardrailCatalogue {
  /** The working drafts, in the order of the options. */
  readonly drafts: readonly Guardrail[];
  readonly #byIdentifier = new Map<string, Map<string, Guardrail>>();

  constructor({ region, accountId, guardrails, clock }: GuardrailCatalogueSettings) {
    this.drafts = guardrails.map((options) => {
      const arn = `arn:aws:bedrock:${region}:${accountId}:guardrail/${options.id}`;
      const draft = new Guardrail(options, { arn, version: "DRAFT", clock });
      const versions = (options.versions ?? ["1"]).map(
        (version) => [version, new Guardrail(options, { arn, version, clock })] as const,
      );
      const all = new Map([["DRAFT", draft], ...versions]);
      for (const identifier of [options.id, arn]) this.#byIdentifier.set(identifier, all);
      return draft;
    });
  }

  /** All versions of a guardrail, the draft first; `undefined` when no guardrail has that id or ARN. */
  versionsOf(identifier: string): Guardrail[] | undefined {
    const all = this.#byIdentifier.get(identifier);
    return all && [...all.values()];
  }

  /**
   * The guardrail that a request of the runtime names.
   *
   * @throws ServiceError `ValidationException`; the text for a wrong id and for a wrong version is the same
   */
  resolve(identifier: string, version: string): Guardrail {
    if (!IDENTIFIER.test(identifier)) throw invalid("The provided guardrail identifier is invalid.");
    const guardrail = this.#byIdentifier.get(identifier)?.get(version);
    if (guardrail !== undefined) return guardrail;
    throw invalid("The guardrail identifier or version provided in the request does not exist.");
  }
}

function invalid(message: string): ServiceError {
  return new ServiceError("ValidationException", 400, message);
}
