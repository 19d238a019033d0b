/** One property of a message whose class does not declare it, such as a tool message's `status`. */
export function property(value: object, key: string): unknown {
  return Reflect.get(value, key);
}
