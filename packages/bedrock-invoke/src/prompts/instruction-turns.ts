import { capitalised, splitSystem, type TextTurn } from "./prompt-template.ts";

/** An instruction and its answer, when it has one. */
export interface Exchange {
  readonly instruction: string;
  readonly answer: string | undefined;
}

/**
 * A conversation as pairs of instruction and answer, for templates that know nothing else. The system text, as the
 * template writes it, leads the first instruction.
 */
export function toExchanges(
  turns: readonly TextTurn[],
  writeSystem: (system: string, instruction: string) => string,
): readonly Exchange[] {
  const { system, rest } = splitSystem(turns);
  const exchanges: { instruction: string; answer: string | undefined }[] = [];
  for (const { role, text } of rest) {
    const last = exchanges.at(-1);
    if (role === "assistant") {
      if (last === undefined) exchanges.push({ instruction: "", answer: text });
      else last.answer = last.answer === undefined ? text : `${last.answer}\n${text}`;
      continue;
    }
    const said = role === "user" ? text : `${capitalised(role)}: ${text}`;
    if (last === undefined || last.answer !== undefined) exchanges.push({ instruction: said, answer: undefined });
    else last.instruction = `${last.instruction}\n\n${said}`;
  }
  if (exchanges.length === 0) exchanges.push({ instruction: "", answer: undefined });
  return exchanges.map(({ instruction, answer }, at) => ({
    instruction: at === 0 && system !== undefined ? writeSystem(system, instruction) : instruction,
    answer,
  }));
}
