/** The names of the tools the service runs itself, for Nova 2. */
export type SystemToolName = "nova_grounding" | "nova_code_interpreter";

/** Every {@link SystemToolName}. */
export const systemToolNames: ReadonlySet<string> = /* @__PURE__ */ new Set<SystemToolName>([
  "nova_grounding",
  "nova_code_interpreter",
]);

/**
 * A tool the service runs itself: Converse's own `{systemTool: {name}}`, with a name to type.
 *
 * LangChain's agents take it beside tools of their own and hand it to the model; they never run it, and neither does
 * this package. Besides `bedrock:InvokeModel` the caller needs the permission `bedrock:InvokeTool`.
 */
class SystemTool {
  // Agents type such tools as records of anything.
  readonly [member: string]: unknown;
  readonly systemTool: { readonly name: SystemToolName };

  constructor(name: SystemToolName) {
    this.systemTool = { name };
  }
}

/**
 * Web search by the service; the answer cites the pages it used. For Nova 2 and Nova Premier.
 *
 * @see https://docs.aws.amazon.com/nova/latest/nova2-userguide/web-grounding.html
 */
export class NovaGroundingTool extends SystemTool {
  constructor() {
    super("nova_grounding");
  }
}

/**
 * Python run by the service in a sandbox. For Nova 2.
 *
 * @see https://docs.aws.amazon.com/nova/latest/nova2-userguide/code-interpreter.html
 */
export class NovaCodeInterpreterTool extends SystemTool {
  constructor() {
    super("nova_code_interpreter");
  }
}
