type KeyOf<Union> = Union extends unknown ? Exclude<keyof Union, "$unknown"> : never;
type ValueOf<Union, Key extends PropertyKey> = Union extends { [K in Key]?: infer Value } ? NonNullable<Value> : never;

/** A function per member of a union, and `_` for members that have none. The SDK's `Visitor` types fit. */
export type MemberReaders<Union extends object, Result> = {
  [Key in KeyOf<Union>]?: (value: ValueOf<Union, Key>) => Result;
} & {
  /** Gets the name and value of any other member; a name of `""` when there is no member at all. */
  _: (name: string, value: unknown, path?: string) => Result;
};

/**
 * Reads a union as the AWS SDK has them: an object in which one member is defined, or `$unknown` with the name and
 * value of a member that this version of the SDK does not know. Nothing is dropped: what has no reader goes to `_`.
 *
 * @param path where the union was found, handed to `_` for its texts
 */
export function visitMember<Union extends object, Result>(
  member: Union,
  readers: MemberReaders<Union, Result>,
  path?: string,
): Result {
  const [name, value] = definedMember(member);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- name and value are a pair, which the type of a union cannot say
  const table = readers as unknown as Record<string, ((value: unknown) => Result) | undefined>;
  const reader = name !== "_" && Object.hasOwn(readers, name) ? table[name] : undefined;
  return reader === undefined ? readers._(name, value, path) : reader(value);
}

function definedMember(member: object): readonly [name: string, value: unknown] {
  const entry = Object.entries(member).find(([, value]) => value !== undefined && value !== null);
  if (entry === undefined) return ["", undefined];
  const [name, value]: [string, unknown] = entry;
  if (name !== "$unknown" || !Array.isArray(value)) return [name, value];
  const [unknownName, unknownValue]: unknown[] = value;
  return [typeof unknownName === "string" ? unknownName : "", unknownValue];
}
