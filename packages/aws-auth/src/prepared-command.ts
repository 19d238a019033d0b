import { isRecord } from "./check-options.ts";
import type { AwsClientLike, AwsCommand } from "./client.ts";
import { addAttempts, type Call, commandStack } from "./command-middleware.ts";

/** The way of a command through its client, for calls that ask for nothing of their own. */
type PreparedHandler = (parameters: object) => Promise<{ readonly output: unknown }>;

/** Where a call travels beside its input, from step to step. */
const callKey: unique symbol = Symbol("langchainAwsCall");

/** By client, then by the class of the command. */
const prepared = new WeakMap<object, Map<unknown, PreparedHandler>>();

/**
 * Sends a command on a way that is put together once for each client and class of commands: doing it for each call, as
 * the AWS SDK does, is a tenth of what a call costs. It is what the SDK's own `cacheMiddleware` setting does; that
 * leaves out commands with middleware, which ours need to see each attempt, and keeps the first command for good.
 *
 * Only for clients of our own, whose middleware nobody changes, and for calls that bring neither a signal nor middleware.
 *
 * @returns `undefined` when this command cannot go that way, such as one with middleware of its own
 */
export function sendPrepared(
  client: AwsClientLike,
  command: AwsCommand<unknown>,
  call: Call,
): Promise<{ readonly output: unknown }> | undefined {
  const isBare = commandStack(command)?.identify().length === 0;
  return isBare ? handlerOf(client, command)?.({ input: command.input, [callKey]: call }) : undefined;
}

function handlerOf(client: AwsClientLike, command: AwsCommand<unknown>): PreparedHandler | undefined {
  let handlers = prepared.get(client);
  if (handlers === undefined) prepared.set(client, (handlers = new Map()));
  const known = handlers.get(command.constructor);
  if (known !== undefined) return known;
  const handler = prepare(client, command);
  if (handler !== undefined) handlers.set(command.constructor, handler);
  return handler;
}

function prepare(client: object, { constructor }: AwsCommand<unknown>): PreparedHandler | undefined {
  // A command of its own, so that nobody's input is kept.
  const template: unknown = Reflect.construct(constructor, [{}]);
  if (!isRecord(template) || !("middlewareStack" in client && "config" in client)) return undefined;
  const stack = commandStack(template);
  const { resolveMiddleware } = template;
  if (stack === undefined || typeof resolveMiddleware !== "function") return undefined;
  addAttempts(stack, client, callOf);
  return resolveMiddleware.call(template, client.middlewareStack, client.config, {});
}

function callOf(parameters: object): Call | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only `sendPrepared` knows the key
  return (parameters as { readonly [callKey]?: Call })[callKey];
}
