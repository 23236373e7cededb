/**
 * Fills the placeholders of a request template; those without a value are environment variables, the target's secrets.
 */

export type PlaceholderValues = Readonly<Record<string, string>>;

const PLACEHOLDER = /__([A-Z0-9]+(?:_[A-Z0-9]+)*)__/g;

export const PLAIN = (value: string): string => value;
export const IN_URL = encodeURIComponent;
export const IN_JSON = (value: string): string => JSON.stringify(value).slice(1, -1);

export function fill(text: string, placeholders: PlaceholderValues, write: (value: string) => string = PLAIN): string {
  return text.replace(PLACEHOLDER, (_whole, name: string) => {
    const value = placeholders[name] ?? __ENV[name];
    if (value === undefined)
      throw new Error(`nothing fills ${name}: it is neither known to the script nor an environment variable`);
    return write(value);
  });
}
