import { ServiceError } from "../operation.ts";
import { checkEndpoint, isEndpointName } from "./check-endpoint.ts";
import { createEndpoint, type Endpoint } from "./endpoint.ts";
import type { EndpointHandle, EndpointOptions } from "./endpoint-options.ts";

/** The endpoints of an instance, by their names. */
export class EndpointCatalogue {
  readonly #options: readonly EndpointOptions[];
  readonly #accountId: string;
  readonly #byName = new Map<string, Endpoint>();

  constructor({ endpoints, accountId }: { endpoints: readonly EndpointOptions[]; accountId: string }) {
    this.#options = endpoints;
    this.#accountId = accountId;
    this.reset();
  }

  /**
   * The endpoint of that name. One that the options do not name is in service once something is served, until `reset`.
   *
   * @throws Error when the name has not the form of one
   */
  handle(name: string): EndpointHandle {
    if (!isEndpointName(name)) {
      throw new Error("The name of an endpoint must be up to 63 letters, digits and hyphens.");
    }
    return {
      name,
      serve: (container, options = {}) => {
        const served = { ...options, name, container };
        checkEndpoint(served, "endpoint.serve");
        this.#byName.set(name, createEndpoint(served));
      },
    };
  }

  /**
   * The endpoint that a request names.
   *
   * @throws ServiceError `ValidationError`
   */
  resolve(name: string): Endpoint {
    const found = this.#byName.get(name);
    if (found !== undefined) return found;
    throw new ServiceError("ValidationError", 400, `Endpoint ${name} of account ${this.#accountId} not found.`);
  }

  /** The endpoints of the options alone, their sessions forgotten. */
  reset(): void {
    this.#byName.clear();
    for (const options of this.#options) this.#byName.set(options.name, createEndpoint(options));
  }
}
