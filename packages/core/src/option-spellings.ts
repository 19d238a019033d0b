/** Finds an option's first name by any of its spellings. */
export interface OptionNames<Name extends string> {
  get(spelling: string): Name | undefined;
}

/** What an option may be called: its first name, the other names, and Python's form of each. */
export type OptionSpellings<Name extends string> = ReadonlyMap<string, Name>;

/** How options are read. */
export interface ReadOptionsSettings<Name extends string> {
  /** Makes the error for two spellings with different values; its text names the spellings. */
  readonly fail: (text: string) => Error;
  /** Options for which `null` means something. @defaultValue none: it counts as not passed */
  readonly nullable?: readonly Name[] | "all";
  /**
   * Whether two values of one option say the same; `isSameData` for options that are data.
   *
   * @defaultValue `Object.is`
   */
  readonly isSame?: (a: unknown, b: unknown) => boolean;
  /** Called for a `null` that means nothing; may throw. @defaultValue it counts as not passed */
  readonly onNull?: (spelling: string) => void;
  /** Called for a name that is none of the spellings, whatever its value; may throw. @defaultValue it is left alone */
  readonly onUnknown?: (spelling: string, value: unknown) => void;
}

/**
 * All spellings of some options.
 *
 * @param aliases by first name, the other names in camelCase; snake_case follows from all of them
 */
export function optionSpellings<const Names extends Readonly<Record<string, readonly string[]>>>(
  aliases: Names,
): OptionSpellings<keyof Names & string> {
  const spellings = new Map<string, keyof Names & string>();
  for (const [name, others] of Object.entries<readonly string[]>(aliases)) {
    for (const spelling of [name, ...others]) spellings.set(spelling, name).set(toSnakeCase(spelling), name);
  }
  return spellings;
}

/**
 * Names for options that no table lists: Python's snake_case stands for camelCase, whatever the option. Names that begin
 * with `_` and `callback_manager` stay as they are, since LangChain reads them so.
 *
 * @param otherNames first names by other names, both in camelCase
 */
export function camelCaseNames(otherNames: Readonly<Record<string, string>>): OptionNames<string> {
  return {
    get: (spelling) => {
      if (spelling === "callback_manager" || spelling.startsWith("_")) return spelling;
      const name = camelCase(spelling);
      return Object.hasOwn(otherNames, name) ? otherNames[name] : name;
    },
  };
}

/** `snake_case` as `camelCase`. */
export function camelCase(spelling: string): string {
  return spelling.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * Reads options in any of their spellings. `undefined` counts as not passed.
 *
 * @returns the values by first name
 * @throws what `fail` makes, for two spellings of one option with different values
 */
export function readOptions<Name extends string>(
  given: object,
  names: OptionNames<Name>,
  { fail, nullable = [], isSame = Object.is, onNull, onUnknown }: ReadOptionsSettings<Name>,
): ReadonlyMap<Name, unknown> {
  const values = new Map<Name, unknown>();
  const spelledAs = new Map<Name, string>();
  for (const [spelling, value] of Object.entries(given)) {
    const name = names.get(spelling);
    if (name === undefined) {
      onUnknown?.(spelling, value);
      continue;
    }
    if (value === undefined) continue;
    if (value === null && nullable !== "all" && !nullable.includes(name)) {
      onNull?.(spelling);
      continue;
    }
    const earlier = spelledAs.get(name);
    if (earlier !== undefined && !isSame(values.get(name), value)) {
      throw fail(
        `"${earlier}" and "${spelling}" are two spellings of one option and were given different values. Pass one of them.`,
      );
    }
    values.set(name, value);
    spelledAs.set(name, spelling);
  }
  return values;
}

function toSnakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
