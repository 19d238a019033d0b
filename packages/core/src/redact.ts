/** What stands where a secret was. */
const redactionMark = "[redacted]";

/**
 * Shapes of secrets that are masked wherever they appear. Every quantifier that looks behind is bounded, so that a
 * hostile text costs no more than its length.
 */
const secretShapes: readonly RegExp[] = [
  // Access key ids, long-term and temporary (IAM user guide, "IAM identifiers").
  /(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16,}/g,
  // Amazon Bedrock API keys, long-term and short-term.
  /ABSK[\w+/=-]{8,}/g,
  /bedrock-api-key-[\w+/=-]+/g,
  // Bearer tokens, but not the words in which people speak of them, and whatever else follows an Authorization header.
  /(?<=\bBearer\s{1,8})(?!(?:tokens?|keys?|auth|authentication|authorization)(?:[\s"',;:.!?)]|$))[^\s"',;]+/gi,
  /(?<=\bAuthorization["']?\s{0,8}[:=]\s{0,8}["']?)[^\s"'][^\r\n"']*/gi,
  // Presigned queries, signed headers and canonical requests that a service echoes back.
  /(?<=X-Amz-(?:Signature|Security-Token)["']?\s{0,8}(?:=|:|%3D)\s{0,8}["']?)[^\s"'&,;]+/gi,
  /(?<=\bSignature=)[0-9a-f]{16,}/gi,
  /(?<=(?:secret_?access_?key|session_?token)["']?\s{0,8}[:=]\s{0,8}["']?)[^\s"'&,;}]+/gi,
  // Passwords inside a URL, a proxy's for example.
  /(?<=:\/\/)[^\s/:@"']*:[^\s/@"']+(?=@)/g,
  // Long runs of base64: session tokens, signatures, media.
  /[A-Za-z0-9+/_-]{100,}={0,2}/g,
];

/** A known secret shorter than this is not searched for: masking it would make any text unreadable. */
const shortestSecret = 4;

type Range = readonly [start: number, end: number];

/**
 * Masks secrets in a text that is about to leave the process: an error message, a warning, a log line.
 *
 * Masked are the given secrets (as they are, percent-encoded and JSON-escaped) and the usual shapes: access key ids,
 * bearer tokens and Bedrock API keys, `Authorization` values, `X-Amz-Signature` and `X-Amz-Security-Token`, passwords
 * in URLs, and runs of 100 or more base64 characters. Overlapping finds are masked as one.
 *
 * @param secrets exact values to mask; values shorter than four characters are ignored
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  // Not `toSorted`: a Node that is too old for that must be able to say so.
  // oxlint-disable-next-line unicorn/no-array-sort -- an array of our own
  const ranges = [...findSecrets(text, secrets), ...findShapes(text)].sort(([a], [b]) => a - b);
  if (ranges.length === 0) return text;
  let result = "";
  let position = 0;
  for (const [start, end] of ranges) {
    if (start >= position) result += text.slice(position, start) + redactionMark;
    position = Math.max(position, end);
  }
  return result + text.slice(position);
}

/** Every place of every secret, overlapping ones included: a short secret must not shield a longer one. */
function findSecrets(text: string, secrets: readonly string[]): Range[] {
  const ranges: Range[] = [];
  for (const spelling of spellings(secrets, text.length)) {
    for (let at = text.indexOf(spelling); at >= 0; at = text.indexOf(spelling, at + 1)) {
      ranges.push([at, at + spelling.length]);
    }
  }
  return ranges;
}

function findShapes(text: string): Range[] {
  return secretShapes.flatMap((shape) =>
    [...text.matchAll(shape)].map((match): Range => [match.index, match.index + match[0].length]),
  );
}

/** @param longest what is longer cannot be in the text, since no spelling is shorter than the secret itself */
function spellings(secrets: readonly string[], longest: number): Set<string> {
  const known = secrets.filter((secret) => secret.length <= longest && secret.trim().length >= shortestSecret);
  return new Set(known.flatMap((secret) => [secret, percentEncode(secret), JSON.stringify(secret).slice(1, -1)]));
}

function percentEncode(text: string): string {
  // A lone surrogate cannot be percent-encoded, hence cannot appear in that spelling either.
  return encodeURIComponent(text.replaceAll(/\p{Cs}/gu, "\ufffd"));
}
