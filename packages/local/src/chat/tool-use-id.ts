const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** A tool-use id of the service's form: `tooluse_` and 22 letters or digits. */
export function newToolUseId(random: () => number): string {
  let id = "tooluse_";
  for (let count = 0; count < 22; count += 1) id += ALPHABET.charAt(Math.floor(random() * ALPHABET.length));
  return id;
}
