const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const length = 9;

/**
 * The id of a call as Mistral takes it: exactly nine letters and digits. Another id becomes nine digits of its hash, the
 * same for a call and for its result. Cutting ids would not do: those of Bedrock all begin alike.
 */
export function shortCallId(id: string): string {
  if (/^[A-Za-z0-9]{9}$/.test(id)) return id;
  let hash = fnv1a(id);
  let short = "";
  for (let at = 0; at < length; at += 1) {
    short += digits[Number(hash % 62n)] ?? "0";
    hash /= 62n;
  }
  return short;
}

/** FNV-1a with 64 bits: spreads well, and needs no cryptography, which would be asynchronous. */
function fnv1a(text: string): bigint {
  let hash = 0xcb_f2_9c_e4_84_22_23_25n;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x1_00_00_00_01_b3n);
  }
  return hash;
}
