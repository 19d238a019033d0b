/** The smallest files of their kinds, as far as the first bytes go. */
const bytesOf = (latin1: string): Uint8Array => Uint8Array.from(latin1, (character) => character.charCodeAt(0));

export const pngBytes: Uint8Array = bytesOf("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0");
export const jpegBytes: Uint8Array = bytesOf("\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xd9");
export const mp3Bytes: Uint8Array = bytesOf("ID3\x04\0\0\0\0\0\0 sound");
export const mp4Bytes: Uint8Array = bytesOf("\0\0\0\x18ftypisom\0\0\x02\0isomiso2 film");
