const numbers = new WeakMap<object, number>();
let lastNumber = 0;

/** A number that stands for an object's identity in this process; 0 for none. */
export function objectNumber(value: object | undefined): number {
  if (value === undefined) return 0;
  const known = numbers.get(value);
  if (known !== undefined) return known;
  lastNumber += 1;
  numbers.set(value, lastNumber);
  return lastNumber;
}
