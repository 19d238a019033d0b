import type { ContentBlock as WireContentBlock } from "@aws-sdk/client-bedrock-runtime";
import { isRecord, type PlainRecord } from "@langchain-aws/core";
import { asWire } from "../as-wire.ts";

/** The names of a wire union's members. */
export type MemberName<U> = U extends unknown ? Exclude<keyof U & string, "$unknown"> : never;

/** Converse's own content block members. The record makes the compiler complain when the SDK gains one. */
const contentMembers: { readonly [K in MemberName<WireContentBlock>]: true } = {
  text: true,
  image: true,
  document: true,
  video: true,
  audio: true,
  toolUse: true,
  toolResult: true,
  guardContent: true,
  cachePoint: true,
  reasoningContent: true,
  citationsContent: true,
  searchResult: true,
  toolAddition: true,
  toolRemoval: true,
};

/** A member of Converse's content union. */
export type ContentMember = keyof typeof contentMembers;

/** Which of Converse's own members a block holds, when it is written as Converse writes it. */
export function contentMemberOf(block: PlainRecord): ContentMember | undefined {
  for (const key in block) {
    if (isContentMember(key) && (isRecord(block[key]) || (key === "text" && typeof block[key] === "string")))
      return key;
  }
  return undefined;
}

/**
 * A block in Converse's own form, sent as the caller has written it. The service, not this package, judges what is in
 * it; that is why no type is checked here.
 */
export function verbatim(member: ContentMember, value: unknown): WireContentBlock {
  return asWire({ [member]: value });
}

function isContentMember(name: string): name is ContentMember {
  return Object.hasOwn(contentMembers, name);
}
