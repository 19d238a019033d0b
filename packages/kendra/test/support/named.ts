/** Rows of a table with their names in front, for titles that are written out in full: `test.each(named(rows))("%s", …)`. */
export const named = <Row extends { readonly name: string }>(rows: readonly Row[]): [name: string, row: Row][] =>
  rows.map((row) => [row.name, row]);
