/** A format of JSON Schema: how its texts look, and one of them. */
export interface TextFormat {
  pattern: RegExp;
  example: string;
}

const date = String.raw`\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])`;
const time = String.raw`(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:[zZ]|[+-](?:[01]\d|2[0-3]):[0-5]\d)`;
const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`, "u");

/** The formats that a text is checked for; others are taken as they are. */
export const formats: Readonly<Record<string, TextFormat>> = {
  date: { pattern: whole(date), example: "2025-01-31" },
  time: { pattern: whole(time), example: "12:00:00Z" },
  "date-time": { pattern: whole(`${date}[tT]${time}`), example: "2025-01-31T12:00:00Z" },
  duration: { pattern: /^P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?$/u, example: "P1D" },
  email: { pattern: /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/u, example: "someone@example.com" },
  hostname: { pattern: /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/iu, example: "example.com" },
  ipv4: { pattern: /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/u, example: "192.0.2.1" },
  ipv6: { pattern: /^[\da-f:]*:[\da-f:]+$/iu, example: "2001:db8::1" },
  uri: { pattern: /^[a-z][a-z0-9+.-]*:\S+$/iu, example: "https://example.com/" },
  "uri-reference": { pattern: /^\S*$/u, example: "/path" },
  url: { pattern: /^https?:\/\/\S+$/iu, example: "https://example.com/" },
  uuid: {
    pattern: /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/iu,
    example: "00000000-0000-4000-8000-000000000000",
  },
  "json-pointer": { pattern: /^(?:\/[^/]*)*$/u, example: "/a" },
  regex: { pattern: /^[\w.*+-]*$/u, example: ".*" },
};
