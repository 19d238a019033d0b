import type { LocalState } from "../../operation.ts";
import type { Container } from "../endpoint-options.ts";
import { askChat, spokenText } from "./ask-chat.ts";
import { jsonAnswer, numberOf, objectOf, textOf } from "./json-body.ts";

/** Llama 2 chat models of JumpStart: `{inputs: [[{role, content}]], parameters}`, whole answers only. */
export const jumpStartLlama2Chat =
  (state: LocalState): Container =>
  async (_body, _headers, call) => {
    const body = objectOf(call.json);
    const [dialog] = Array.isArray(body["inputs"]) ? body["inputs"] : [];
    if (!Array.isArray(dialog)) return jsonAnswer({ error: "`inputs` must be a list of dialogs" }, 400);
    const turns = dialog.map(objectOf);
    const said = turns.filter(({ role }) => role !== "system");
    const system = turns.filter(({ role }) => role === "system").map(({ content }) => textOf(content) ?? "");
    const parameters = objectOf(body["parameters"]);
    const answer = await askChat(
      {
        family: "jumpstart-llama2-chat",
        messages: said.map(({ role, content }) => ({
          role: role === "assistant" ? "assistant" : "user",
          content: [{ text: textOf(content) ?? "" }],
        })),
        system: system.join("\n"),
        maxTokens: numberOf(parameters["max_new_tokens"]) ?? 256,
        stop: [],
        body,
      },
      call,
      state,
    );
    return jsonAnswer([{ generation: { role: "assistant", content: await spokenText(answer) } }]);
  };
