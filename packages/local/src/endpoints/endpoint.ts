import type { LocalState } from "../operation.ts";
import { readyContainers } from "./containers/index.ts";
import type { Container, EndpointOptions } from "./endpoint-options.ts";

/** A SageMaker endpoint of an instance, with its defaults filled in. */
export interface Endpoint extends Readonly<Omit<EndpointOptions, "container">> {
  readonly variants: readonly string[];
  readonly inferenceComponents: readonly string[];
  /** What answers. */
  readonly container: (state: LocalState) => Container;
  /** The sessions that are open. */
  readonly openSessions: Set<string>;
}

const defaultDimensions = 384;

/** An endpoint from checked options. */
export function createEndpoint(options: EndpointOptions): Endpoint {
  const { container, variants = ["AllTraffic"], inferenceComponents = [], dimensions = defaultDimensions } = options;
  return {
    ...options,
    variants,
    inferenceComponents,
    openSessions: new Set(),
    container:
      typeof container === "function" ? () => container : (state) => readyContainers[container](state, { dimensions }),
  };
}
