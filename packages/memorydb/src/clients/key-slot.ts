const slots = 16_384;
const polynomial = 0x1021;

/** The hash slot of a key, by its hash tag if it has one. Source: "Redis cluster specification", Key distribution model. */
export function keySlot(key: string): number {
  const open = key.indexOf("{");
  const close = open < 0 ? -1 : key.indexOf("}", open + 1);
  const hashed = close > open + 1 ? key.slice(open + 1, close) : key;
  let crc = 0;
  for (const byte of new TextEncoder().encode(hashed)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000) === 0 ? crc << 1 : ((crc << 1) ^ polynomial) & 0xffff;
  }
  return (crc & 0xffff) % slots;
}
