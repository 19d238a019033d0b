/** What a query of a language looks like in a model's answer. */
export interface QueryMarks {
  /** Fence and tag names, in lower case. */
  readonly names: readonly string[];
  /** Matches a line that a query may begin with. */
  readonly opening: RegExp;
}

const cypher: QueryMarks = {
  names: ["cypher", "opencypher"],
  opening:
    /^\s*(?:MATCH|OPTIONAL\s+MATCH|WITH|UNWIND|RETURN|CALL|USING|CREATE|MERGE|DELETE|DETACH|SET|REMOVE|FOREACH)\b/i,
};
const sparql: QueryMarks = {
  names: ["sparql", "rq"],
  opening:
    /^\s*(?:PREFIX|BASE|SELECT|ASK|CONSTRUCT|DESCRIBE|INSERT|DELETE|WITH|LOAD|CLEAR|DROP|CREATE|COPY|MOVE|ADD)\b/i,
};

/**
 * The openCypher query in a model's answer; empty when there is none.
 *
 * Thoughts are dropped, then what is in `<cypher>` or `<query>` tags is taken, else the first fence that says it is
 * openCypher, else the first fence, else what begins with a line that begins a query. No line inside the query is ever
 * left out: without one, another query would be run.
 */
export const extractCypher = (text: string): string => extractQuery(text, cypher);

/** The SPARQL query in a model's answer; empty when there is none. As {@link extractCypher}. */
export const extractSparql = (text: string): string => extractQuery(text, sparql);

function extractQuery(answer: string, marks: QueryMarks): string {
  const text = withoutChatTokens(withoutThoughts(answer));
  return trimQuery(inTags(text, marks) ?? inFence(text, marks) ?? fromOpening(text, marks));
}

/** An answer without its thoughts, also those whose beginning or end is missing. */
export const withoutThoughts = (text: string): string =>
  text
    .replaceAll(/<(think|thinking|reasoning)>[\s\S]*?<\/\1>/gi, "")
    .replace(/^[\s\S]*<\/think(?:ing)?>/i, "")
    .replace(/^\s*<(?:think|thinking|reasoning)>[\s\S]*$/i, "");

/** Marks of chat templates that some model servers let through: `<|im_end|>`, `</s>`. */
const withoutChatTokens = (text: string): string => text.replaceAll(/<\|[a-z0-9_]{1,40}\|>|<\/?s>(?=\s*$)/gi, "");

function inTags(text: string, { names }: QueryMarks): string | undefined {
  const pattern = new RegExp(`<(${[...names, "query"].join("|")})>([\\s\\S]*?)(?:</\\1>|$)`, "i");
  return pattern.exec(text)?.[2];
}

interface Fence {
  readonly name: string;
  readonly body: string;
}

function inFence(text: string, marks: QueryMarks): string | undefined {
  const fences = [...text.matchAll(/(`{3,}|~{3,})([\s\S]*?)(?:\1|$)/g)].map(([, , inside = ""]) =>
    readFence(inside, marks),
  );
  const named = fences.find(({ name }) => marks.names.includes(name));
  // An empty one is the end of a fence that was opened before the answer.
  return (named ?? fences.find(({ body }) => body.trim() !== ""))?.body;
}

/** The name of a fence may stand on the line of the query: "```cypher MATCH (n)". */
function readFence(inside: string, { names, opening }: QueryMarks): Fence {
  const [first = "", ...rest] = inside.split("\n");
  const word = /^\s*([A-Za-z]+)/.exec(first)?.[1] ?? "";
  const name = word.toLowerCase();
  const behind = first.replace(/^\s*[A-Za-z]+/, "");
  if (names.includes(name)) return { name, body: [behind, ...rest].join("\n") };
  const isInfo = word !== "" && rest.length > 0 && !opening.test(first);
  return { name, body: isInfo ? rest.join("\n") : inside };
}

/** What comes before the first line that begins a query is prose. */
function fromOpening(text: string, { opening }: QueryMarks): string {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => opening.test(line.replace(/^[\s`]+/, "")));
  return (start < 0 ? lines : lines.slice(start)).join("\n");
}

function trimQuery(query: string): string {
  return withoutBackticks(query.trim()).trim().replace(/;\s*$/, "").trim();
}

/** Backticks at the end may belong to the last name: those go that answer to some at the beginning, or to none. */
function withoutBackticks(query: string): string {
  const opening = /^`*/.exec(query)?.[0].length ?? 0;
  const rest = query.slice(opening);
  const closing = /`*$/.exec(rest)?.[0].length ?? 0;
  const bare = rest.slice(0, rest.length - Math.min(opening, closing));
  return bare.split("`").length % 2 === 1 ? bare : bare.replace(/`+$/, "");
}
