import type {
  InvokeEndpointCommandInput as WireInput,
  InvokeEndpointOutput as WireOutput,
} from "@aws-sdk/client-sagemaker-runtime";
import { utf8Encode } from "@langchain-aws/core";
import { buildInput } from "./build-input.ts";
import type { SagemakerClient } from "./client.ts";
import type { ContentHandler, HandlerContext } from "./content-handler.ts";
import { SagemakerServiceError } from "./errors.ts";
import type { ResolvedCall, SagemakerSettings } from "./resolve-options.ts";
import { toResponseMetadata } from "./response-metadata.ts";
import { type HandlerFacts, runHandler, wrongShape } from "./run-handler.ts";

/** One call: its options and what the handler is told. */
export interface EndpointCall extends ResolvedCall {
  readonly signal?: AbortSignal | undefined;
  readonly stop?: readonly string[] | undefined;
  readonly context?: Omit<HandlerContext, "streaming">;
}

/** An answer that was not streamed. */
export interface PlainReply<Reply> {
  readonly reply: Reply;
  readonly metadata: Record<string, unknown>;
}

/** What an endpoint is made from. */
export interface EndpointParts<In, Out> {
  readonly handler: ContentHandler<In, Out>;
  readonly client: SagemakerClient;
  readonly settings: SagemakerSettings;
  /** Exact values that no error may show. */
  readonly secrets: readonly string[];
}

/** An endpoint behind a content handler. */
export class Endpoint<In, Out> {
  protected readonly parts: EndpointParts<In, Out>;

  constructor(parts: EndpointParts<In, Out>) {
    this.parts = parts;
  }

  /**
   * Sends one request and reads its answer.
   *
   * @param read - makes of the handler's output what the class needs; what it throws is the handler's failure
   */
  async invoke<Reply>(input: In, call: EndpointCall, read: (out: Out) => Reply): Promise<PlainReply<Reply>> {
    const { handler, client } = this.parts;
    client.checkSignal(call.signal, "InvokeEndpoint");
    const { request, context } = await this.prepare(input, call, false);
    const output = await client.invoke(request, call);
    const bytes = output.Body ?? new Uint8Array();
    const answered = withResponse(context, output);
    const reply = await this.run("transformOutput", bytes, async () =>
      read(await handler.transformOutput(bytes, answered)),
    );
    return { reply, metadata: toResponseMetadata(output) };
  }

  /** Begins a stateful session and returns its id. */
  async createSession(call: EndpointCall): Promise<string> {
    const { NewSessionId } = await this.#session(call, "NEW_SESSION", "NEW_SESSION");
    return sessionId(NewSessionId, "NewSessionId");
  }

  /** Ends a stateful session and returns the id of what was closed. */
  async closeSession(id: string, call: EndpointCall): Promise<string> {
    const { ClosedSessionId } = await this.#session(call, "CLOSE", id);
    return sessionId(ClosedSessionId, "ClosedSessionId");
  }

  #session(call: EndpointCall, requestType: string, SessionId: string): Promise<WireOutput> {
    const request = this.#request(call, utf8Encode(JSON.stringify({ requestType })));
    return this.parts.client.invoke({ ...request, ContentType: "application/json", SessionId }, call);
  }

  /** Makes the request, and what the handler is told about it. */
  protected async prepare(
    input: In,
    call: EndpointCall,
    streaming: boolean,
  ): Promise<{ request: WireInput; context: HandlerContext }> {
    const { handler } = this.parts;
    const { stop = [] } = call;
    const hasStop = stop.length > 0 && handler.applyStop !== undefined;
    const given = { ...call.modelKwargs };
    const modelKwargs = hasStop
      ? await this.run("transformInput", undefined, () => handler.applyStop?.(given, [...stop]) ?? given)
      : given;
    const context: HandlerContext = {
      ...call.context,
      streaming,
      modelKwargs,
      ...(stop.length > 0 && { stop }),
    };
    const body = await this.run("transformInput", undefined, () =>
      handler.transformInput(input, { ...modelKwargs }, context),
    );
    if (body instanceof Uint8Array) return { request: this.#request(call, body), context };
    throw wrongShape(handler, "transformInput", `gave ${typeof body}, not a Uint8Array.`, this.facts());
  }

  protected async run<T>(
    phase: "transformInput" | "transformOutput",
    body: Uint8Array | undefined,
    work: () => T | Promise<T>,
  ): Promise<T> {
    return runHandler(this.parts.handler, phase, () => body, work, this.facts);
  }

  /** What the errors of the handler say. */
  protected readonly facts = (): HandlerFacts => {
    const { settings, secrets } = this.parts;
    const { endpointName, inferenceComponentName } = settings;
    return { endpointName, ...(inferenceComponentName !== undefined && { inferenceComponentName }), secrets };
  };

  #request({ endpointKwargs }: EndpointCall, body: Uint8Array): WireInput {
    const { handler, settings } = this.parts;
    const { endpointName, inferenceComponentName } = settings;
    const { contentType = "application/json", accepts = "application/json" } = handler;
    return buildInput({ endpointName, inferenceComponentName, endpointKwargs, contentType, accepts, body });
  }
}

/** The context with what the response says about itself. */
export function withResponse(
  context: HandlerContext,
  { ContentType, CustomAttributes }: { ContentType?: string | undefined; CustomAttributes?: string | undefined },
): HandlerContext {
  return {
    ...context,
    ...(ContentType !== undefined && { responseContentType: ContentType }),
    ...(CustomAttributes !== undefined && { attributes: CustomAttributes }),
  };
}

/** The id without what follows it: `abc; Expires=…`. */
function sessionId(header: string | undefined, name: string): string {
  const id = header?.split(";")[0]?.trim();
  if (id !== undefined && id !== "") return id;
  throw new SagemakerServiceError(`The reply holds no ${name}. Does the container support stateful sessions?`, {
    retryable: false,
  });
}
