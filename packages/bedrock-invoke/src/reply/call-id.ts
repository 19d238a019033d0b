const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/**
 * An id for a call that the model gave none: 24 characters nobody else has. Agents take calls of one id for one call, also
 * over several turns.
 */
export function newCallId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return `call_${Array.from(bytes, (byte) => letters[byte % letters.length]).join("")}`;
}
