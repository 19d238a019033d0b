/**
 * Bytes inside a content block: base64, as on the wire, or raw; raw ones become base64 when they are sent.
 *
 * S3 locations stand beside bytes where the API allows both.
 */
export type Bytes = string | Uint8Array;

/** Where the bytes of a media block are. */
export type MediaSource = { bytes: Bytes } | { s3Location: { uri: string; bucketOwner?: string } };

/** The source of a document: bytes, an S3 object, plain text, or text in chunks. */
export type DocumentSource = MediaSource | { text: string } | { content: readonly { text: string }[] };

/** A place that a citation points at. */
export type CitationLocation = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** One citation, as in `citationsContent.citations` and in the `citation` delta of a stream. */
export interface Citation {
  title?: string;
  source?: string;
  sourceContent?: readonly { text: string }[];
  location?: CitationLocation;
}

/** A call of a tool. `type: "server_tool_use"` marks a tool that the service itself ran. */
export interface ToolUse {
  toolUseId: string;
  name: string;
  input: unknown;
  type?: "server_tool_use";
}

/** The answer to a call. The assistant's turn carries it for tools that the service ran. */
export interface ToolResult {
  toolUseId: string;
  content: readonly ToolResultContent[];
  status?: "success" | "error";
  type?: string;
}

/** A declared tool that a message of the role `system` adds to or removes from what the model may call. */
export interface ToolChange {
  tool: { type?: string; name?: string; serverName?: string };
}

/** What may stand inside a tool result. */
export type ToolResultContent =
  | UnionOf<Pick<ContentBlocks, "text" | "image" | "document" | "video" | "searchResult">>
  | {
      json: unknown;
    };

/** Reasoning in the clear, with the signature that lets it be sent back, or redacted. */
export type ReasoningContent = { reasoningText: { text: string; signature?: string } } | { redactedContent: Bytes };

/**
 * The members of Converse's `ContentBlock` union, by name.
 *
 * Source: "ContentBlock", Amazon Bedrock API Reference.
 */
export interface ContentBlocks {
  text: string;
  image: { format: string; source: MediaSource };
  document: {
    format?: string;
    name: string;
    source: DocumentSource;
    context?: string;
    citations?: { enabled: boolean };
  };
  video: { format: string; source: MediaSource };
  audio: { format: string; source: MediaSource };
  toolUse: ToolUse;
  toolResult: ToolResult;
  guardContent: Readonly<Record<string, unknown>>;
  cachePoint: { type: string; ttl?: string };
  reasoningContent: ReasoningContent;
  /** Web grounding sends citations without content, behind the text that they are for. */
  citationsContent: { content?: readonly { text: string }[]; citations?: readonly Citation[] };
  searchResult: {
    source: string;
    title: string;
    content: readonly { text: string }[];
    citations?: { enabled: boolean };
  };
  toolAddition: ToolChange;
  toolRemoval: ToolChange;
}

/** The name of a content block: the one key that it has on the wire. */
export type ContentBlockKind = keyof ContentBlocks;

type UnionOf<Members> = { [Kind in keyof Members]: { [Key in Kind]: Members[Kind] } }[keyof Members];

/** One content block of a message, as on the wire: an object with one key. */
export type ContentBlock = UnionOf<ContentBlocks>;

/** A turn of the conversation. */
export interface Message {
  role: string;
  content: readonly ContentBlock[];
}

/** One function per kind of block: a kind without its line stops the build. */
export type BlockReaders<Result> = { [Kind in ContentBlockKind]: (value: ContentBlocks[Kind]) => Result };

/** Reads one block by its kind. A block of a kind that this version does not know gives `undefined`. */
export function readBlock<Result>(block: ContentBlock, readers: BlockReaders<Result>): Result | undefined {
  for (const key of Object.keys(block)) {
    if (!isKind(key, readers)) continue;
    const result = readMember(block, key, readers);
    if (result !== undefined) return result;
  }
  return undefined;
}

function readMember<Kind extends ContentBlockKind, Result>(
  block: Partial<Pick<ContentBlocks, Kind>>,
  kind: Kind,
  readers: BlockReaders<Result>,
): Result | undefined {
  const value: ContentBlocks[Kind] | undefined = block[kind];
  return value === undefined ? undefined : readers[kind](value);
}

function isKind(key: string, readers: BlockReaders<unknown>): key is ContentBlockKind {
  return Object.hasOwn(readers, key);
}
