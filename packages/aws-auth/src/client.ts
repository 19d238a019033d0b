/**
 * What the packages need of an AWS SDK client. A test double with `send()` alone will do where a client is injected.
 *
 * Declared by shape, so that two copies of the AWS SDK, or none, are all right.
 */
export interface AwsClientLike {
  send(command: object, options?: object): unknown;
  destroy?(): void;
}

/** A command of an AWS SDK client, by what it resolves to. */
export interface AwsCommand<Output> {
  readonly input: object;
  resolveMiddleware(
    stack: never,
    configuration: never,
    options: never,
  ): (parameters: never) => Promise<{ readonly output: Output }>;
}
