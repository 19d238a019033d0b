import { ServiceError } from "../../../../operation.ts";

/** The service's refusal of a body, in the words of the model's own endpoint: the place, then what is wrong there. */
export function refuse(message: string): ServiceError {
  return new ServiceError("ValidationException", 400, message);
}

/** One object of a body with its place: reads members, and refuses what is missing, wrong or too much. */
export class Fields {
  readonly path: string;
  readonly #value: Readonly<Record<string, unknown>>;

  /** @throws ServiceError when the value is no object */
  constructor(value: unknown, path: string) {
    if (!isObject(value)) throw refuse(`${path}: Input should be an object`);
    this.#value = value;
    this.path = path;
  }

  has(name: string): boolean {
    return this.#value[name] !== undefined && this.#value[name] !== null;
  }

  get(name: string): unknown {
    return this.#value[name] ?? undefined;
  }

  at(name: string): string {
    return this.path === "" ? name : `${this.path}.${name}`;
  }

  text(name: string): string {
    this.#require(name);
    const value = this.get(name);
    if (typeof value !== "string") throw refuse(`${this.at(name)}: Input should be a valid string`);
    return value;
  }

  optionalText(name: string): string | undefined {
    return this.has(name) ? this.text(name) : undefined;
  }

  flag(name: string): boolean {
    const value = this.get(name) ?? false;
    if (typeof value !== "boolean") throw refuse(`${this.at(name)}: Input should be a valid boolean`);
    return value;
  }

  list(name: string): readonly unknown[] {
    this.#require(name);
    const value = this.get(name);
    if (!Array.isArray(value)) throw refuse(`${this.at(name)}: Input should be a valid list`);
    return value;
  }

  object(name: string): Fields {
    this.#require(name);
    return new Fields(this.get(name), this.at(name));
  }

  /** One of these words. */
  word<const Word extends string>(name: string, words: readonly Word[]): Word {
    const value = this.text(name);
    const found = words.find((word) => word === value);
    if (found === undefined) throw refuse(`${this.at(name)}: Input should be ${listWords(words)}`);
    return found;
  }

  /** Refuses members of other names. */
  only(names: readonly string[]): void {
    const extra = Object.keys(this.#value).find((name) => !names.includes(name));
    if (extra !== undefined) throw refuse(`${this.at(extra)}: Extra inputs are not permitted`);
  }

  #require(name: string): void {
    if (!this.has(name)) throw refuse(`${this.at(name)}: Field required`);
  }
}

/** `'a', 'b' or 'c'` */
function listWords(words: readonly string[]): string {
  const quoted = words.map((word) => `'${word}'`);
  return quoted.length < 2 ? quoted.join("") : `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
