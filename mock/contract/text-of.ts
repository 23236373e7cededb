/**
 * A value from outside as text, where it is a text, a number or a boolean. Never `String(value)`: an object of a
 * client's may carry a `toString` that is no function.
 *
 * @returns undefined for anything else
 */
export function textOf(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'boolean':
      return String(value);
    default:
      return undefined;
  }
}
