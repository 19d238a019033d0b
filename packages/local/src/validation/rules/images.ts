import { Buffer } from "node:buffer";
import { type ImageHead, readImageHead } from "../image-size.ts";
import { INVOCATIONS, modelErrors, type Rule, type RuleContext } from "../rule.ts";
import { allBlocks } from "../turns.ts";

const asOf = "2026-11";
const MOST_BASE64_BYTES = 5 * 1024 * 1024;
const MANY_IMAGES = 20;
const common = { source: "issue", asOf, operations: INVOCATIONS } as const;

/** What Claude refuses of images. Source: "Vision", Anthropic's documentation, and issues that quote the service. */
export const imageRules: readonly Rule[] = [
  {
    ...common,
    id: "V27",
    refuses: "an image over 5 MiB, measured after base64",
    check: (context) => {
      const large = imagesOf(context).find(({ base64 }) => base64.length > MOST_BASE64_BYTES);
      if (large === undefined) return undefined;
      const { path, base64 } = large;
      return modelErrors(
        `${path}.image.source.bytes: image exceeds 5 MB maximum: ${base64.length} bytes > ${MOST_BASE64_BYTES} bytes`,
      );
    },
  },
  {
    ...common,
    id: "V29",
    refuses: "bytes that are no image of the stated format",
    isApproximate: true,
    check: (context) =>
      imagesOf(context).some(({ format, base64 }) => headOf(base64)?.format !== format)
        ? modelErrors("Could not process image")
        : undefined,
  },
  {
    ...common,
    id: "V28",
    refuses: "sides over 8000 pixels, or over 2000 with more than 20 images",
    isApproximate: true,
    check: (context) => {
      const images = imagesOf(context);
      const isMany = images.length > MANY_IMAGES;
      const limit = isMany ? 2_000 : 8_000;
      const large = images.find(({ base64 }) => Math.max(...sidesOf(base64)) > limit);
      if (large === undefined) return undefined;
      const size = isMany ? "max allowed size for many-image requests" : "max allowed size";
      return modelErrors(
        `${large.path}.image.source.bytes: At least one of the image dimensions exceed ${size}: ${limit} pixels`,
      );
    },
  },
];

interface LocatedImage {
  path: string;
  format: string;
  base64: string;
}

function imagesOf({ model, messages }: RuleContext): LocatedImage[] {
  if (model.family !== "claude") return [];
  const images: LocatedImage[] = [];
  for (const { block, path } of allBlocks(messages)) {
    if (!("image" in block) || !("bytes" in block.image.source)) continue;
    const { bytes } = block.image.source;
    if (typeof bytes === "string") images.push({ path, format: block.image.format, base64: bytes });
  }
  return images;
}

// A frame header stands early in the file, after tables and thumbnails of some tens of kilobytes at the most.
const HEAD_CHARACTERS = 256 * 1024;

function headOf(base64: string): ImageHead | undefined {
  return readImageHead(Buffer.from(base64.slice(0, HEAD_CHARACTERS), "base64"));
}

function sidesOf(base64: string): number[] {
  const head = headOf(base64);
  return head === undefined ? [0] : [head.width, head.height];
}
