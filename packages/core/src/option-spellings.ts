/** What an option may be called: its first name, the other names, and Python's form of each. */
export type OptionSpellings<Name extends string> = ReadonlyMap<string, Name>;

/** How options are read. */
export interface ReadOptionsSettings<Name extends string> {
  /** Makes the error for two spellings with different values; its text names the spellings. */
  readonly fail: (text: string) => Error;
  /** Options for which `null` means something. @defaultValue none: it counts as not passed */
  readonly nullable?: readonly Name[];
  /** Called for a name that is none of the spellings; may throw. @defaultValue it is left alone */
  readonly onUnknown?: (spelling: string) => void;
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
 * Reads options in any of their spellings. `undefined` counts as not passed.
 *
 * @returns the values by first name
 * @throws what `fail` makes, for two spellings of one option with different values
 */
export function readOptions<Name extends string>(
  given: object,
  spellings: OptionSpellings<Name>,
  { fail, nullable = [], onUnknown }: ReadOptionsSettings<Name>,
): ReadonlyMap<Name, unknown> {
  const values = new Map<Name, unknown>();
  const spelledAs = new Map<Name, string>();
  for (const [spelling, value] of Object.entries(given)) {
    const name = spellings.get(spelling);
    if (value === undefined) continue;
    if (name === undefined) {
      onUnknown?.(spelling);
      continue;
    }
    if (value === null && !nullable.includes(name)) continue;
    const earlier = spelledAs.get(name);
    if (earlier !== undefined && !Object.is(values.get(name), value)) {
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
