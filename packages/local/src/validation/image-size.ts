/** What the head of an image file says. */
export interface ImageHead {
  format: "png" | "jpeg" | "gif" | "webp";
  width: number;
  height: number;
}

/** Reads format and size from the first bytes of an image; `undefined` when they are of none of the four formats. */
export function readImageHead(bytes: Uint8Array): ImageHead | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return readPng(view) ?? readGif(view) ?? readWebp(view) ?? readJpeg(view);
}

function readPng(view: DataView): ImageHead | undefined {
  if (view.byteLength < 24 || view.getUint32(0) !== 0x89504e47 || view.getUint32(4) !== 0x0d0a1a0a) return undefined;
  return { format: "png", width: view.getUint32(16), height: view.getUint32(20) };
}

function readGif(view: DataView): ImageHead | undefined {
  // "GIF8", then the size with the low byte first.
  if (view.byteLength < 10 || view.getUint32(0) !== 0x47494638) return undefined;
  return { format: "gif", width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

function readWebp(view: DataView): ImageHead | undefined {
  if (view.byteLength < 30 || view.getUint32(0) !== 0x52494646 || view.getUint32(8) !== 0x57454250) return undefined;
  const chunk = view.getUint32(12);
  if (chunk === 0x56503820) return webp(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
  if (chunk === 0x5650384c) {
    const bits = view.getUint32(21, true);
    return webp((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1);
  }
  if (chunk !== 0x56503858) return undefined;
  const at24 = (at: number): number => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
  return webp(at24(24) + 1, at24(27) + 1);
}

const webp = (width: number, height: number): ImageHead => ({ format: "webp", width, height });

function readJpeg(view: DataView): ImageHead | undefined {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return undefined;
  let at = 2;
  while (at + 9 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    // A frame header: C0 to CF, but for the tables C4, C8 and CC.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { format: "jpeg", width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    }
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}
