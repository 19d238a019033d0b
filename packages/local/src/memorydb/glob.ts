/** A pattern of KEYS and SCAN: `*`, `?`, `[a-z]`, `[^a]`, and a backslash before what is meant literally. */
export function globToExpression(pattern: string): RegExp {
  let source = "";
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern.charAt(at);
    if (character === "*") source += "[^]*";
    else if (character === "?") source += "[^]";
    else if (character === "\\" && at + 1 < pattern.length) source += escape(pattern.charAt((at += 1)));
    else if (character === "[") {
      const end = classEnd(pattern, at + 1);
      source += toClass(pattern.slice(at + 1, end));
      at = end;
    } else source += escape(character);
  }
  return new RegExp(`^${source}$`);
}

function classEnd(pattern: string, from: number): number {
  for (let at = from; at < pattern.length; at += 1) {
    if (pattern.charAt(at) === "\\") at += 1;
    else if (pattern.charAt(at) === "]") return at;
  }
  return pattern.length;
}

function toClass(body: string): string {
  const negated = body.startsWith("^");
  const members = (negated ? body.slice(1) : body).replaceAll(
    /\\(.)|([\]^[\\])/g,
    (_all, kept, bare) => `\\${kept ?? bare}`,
  );
  if (members === "") return negated ? "[^]" : "(?!)";
  return `[${negated ? "^" : ""}${members}]`;
}

function escape(character: string): string {
  return character.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}
