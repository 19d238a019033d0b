import { describe, expect, test } from "vitest";
import type { Modality } from "../families/model-family.ts";
import { endingOf, formatName, sniffFormat } from "./media-format.ts";

const bytesOf = (latin1: string): Uint8Array => Uint8Array.from(latin1, (character) => character.charCodeAt(0));

describe("first bytes", () => {
  test.each<[string, Modality, string]>([
    ["\xff\xd8\xff\xe0", "image", "jpeg"],
    ["\x89PNG\r\n\x1a\n", "image", "png"],
    ["GIF87a", "image", "gif"],
    ["GIF89a", "image", "gif"],
    ["RIFF1234WEBPVP8 ", "image", "webp"],
    ["RIFF1234WAVEfmt ", "audio", "wav"],
    ["OggS", "audio", "ogg"],
    ["ID3\x04", "audio", "mp3"],
    ["\xff\xfb\x90", "audio", "mp3"],
    ["\xff\xe3\x18", "audio", "mp3"],
    ["\0\0\0\x14ftypqt  ", "video", "mov"],
    ["\0\0\0\x14ftyp3gp5", "video", "3gp"],
    ["\0\0\0\x14ftypisom", "video", "mp4"],
    ["\x1a\x45\xdf\xa3\x01\x42\x82\x84webm", "video", "webm"],
    ["\x1a\x45\xdf\xa3\x01\x42\x82\x88matroska", "video", "mkv"],
    ["FLV\x01", "video", "flv"],
    ["\0\0\x01\xba", "video", "mpeg"],
    ["\0\0\x01\xb3", "video", "mpeg"],
    ["\x30\x26\xb2\x75", "video", "wmv"],
  ])("%j are %s/%s", (head, modality, format) => {
    expect(sniffFormat(bytesOf(head), modality)).toMatchObject({ modality, format });
  });

  test.each<[string, Modality]>([
    ["", "image"],
    ["\xff\xfb", "image"],
    ["RIFF1234AVI ", "video"],
    ["\x1a\x45\xdf\xa3 unknown", "video"],
    ["BM", "image"],
  ])("%j say nothing of an %s", (head, modality) => {
    expect(sniffFormat(bytesOf(head), modality)).toBeUndefined();
  });
});

test.each<[string, Modality, string]>([
  ["JPG", "image", "jpeg"],
  [".jpeg", "image", "jpeg"],
  ["image/png", "image", "png"],
  ["quicktime", "video", "mov"],
  ["video/x-matroska", "video", "mkv"],
  ["mpeg", "audio", "mp3"],
  ["mpeg", "video", "mpeg"],
  ["x-wav", "audio", "wav"],
  ["3gpp", "video", "3gp"],
  ["constructor", "image", "constructor"],
])("%s of an %s is %s", (name, modality, format) => {
  expect(formatName(name, modality)).toBe(format);
});

test("the ending of an S3 object's name", () => {
  expect(["s3://b/a.jpg", "s3://b/a.b/clip", "s3://b/.x/y.MP4"].map(endingOf)).toEqual(["jpg", undefined, "MP4"]);
});
