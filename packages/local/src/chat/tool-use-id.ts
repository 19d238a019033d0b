const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** A tool-use id of the service's form: `tooluse_` and 22 letters or digits. */
export function newToolUseId(random: () => number): string {
  return `tooluse_${randomText(22, random)}`;
}

/** Letters and digits, as ids are made of. */
export function randomText(length: number, random: () => number): string {
  let text = "";
  for (let count = 0; count < length; count += 1) text += ALPHABET.charAt(Math.floor(random() * ALPHABET.length));
  return text;
}
