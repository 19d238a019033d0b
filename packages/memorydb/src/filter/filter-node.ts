/** What a filter says, before it is text. */
export type FilterNode =
  | { readonly kind: "all" }
  /** A condition without a value, which was said to be none. */
  | { readonly kind: "absent" }
  | { readonly kind: "raw"; readonly text: string }
  | { readonly kind: "and" | "or"; readonly members: readonly FilterNode[] }
  | { readonly kind: "not"; readonly member: FilterNode }
  | { readonly kind: "tag"; readonly field: string; readonly values: readonly string[]; readonly isPrefix: boolean }
  | { readonly kind: "range"; readonly field: string; readonly low: Bound; readonly high: Bound }
  | { readonly kind: "text"; readonly field: string; readonly text: string; readonly how: "phrase" | "pattern" };

/** One end of a range. */
export interface Bound {
  readonly value: number;
  readonly isExclusive: boolean;
}
