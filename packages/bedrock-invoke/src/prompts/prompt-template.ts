/** One turn as a text format sees it. */
export interface TextTurn {
  /** `system`, `user`, `assistant`, `tool`, or a role of the caller's own. */
  readonly role: string;
  readonly text: string;
}

/** How a family writes a conversation as one text. */
export interface PromptTemplate {
  readonly name: string;
  /** Whether it has a role for the results of tools. */
  readonly toolRole: boolean;
  /** Texts that mean something to the model; what messages say is kept from meaning the same. */
  readonly specialTokens?: RegExp;
  /** The text that stands for an image in a turn, where the family has one. */
  readonly imageToken?: string;
  render(turns: readonly TextTurn[]): string;
}

/** A role as it opens a line: `user` is `User`. */
export function capitalised(role: string): string {
  return role.charAt(0).toUpperCase() + role.slice(1);
}

/** System texts in front, and the rest: for templates that know one system text only. */
export function splitSystem(turns: readonly TextTurn[]): { system: string | undefined; rest: readonly TextTurn[] } {
  const texts = turns.filter(({ role }) => role === "system").map(({ text }) => text);
  return {
    system: texts.length === 0 ? undefined : texts.join("\n\n"),
    rest: turns.filter(({ role }) => role !== "system"),
  };
}
