const isoDateTime =
  /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/**
 * A point in time out of a `Date`, which is copied, or out of an ISO 8601 text with date, time and zone. `undefined` for
 * anything else, days that no calendar has among them: without a zone a text means another time on each machine.
 */
export function parseDate(value: unknown): Date | undefined {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : new Date(value);
  const { year, month, day } = (typeof value === "string" && isoDateTime.exec(value)?.groups) || {};
  if (typeof value !== "string" || day === undefined || !hasDay(Number(year), Number(month), Number(day))) {
    return undefined;
  }
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** JavaScript takes the 31st of February for the 3rd of March. */
function hasDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
