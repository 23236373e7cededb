/** How values are told to curl, which gives some of them a meaning of its own. */

/** For `-H`: a header without a value ends in a semicolon, since a colon and nothing takes the header away. */
export const headerText = (name: string, value: string): string => (value === '' ? `${name};` : `${name}: ${value}`);

/** Brackets and braces of a URL are patterns to curl, and dots between slashes are resolved before it asks. */
export function urlOptions(url: string): readonly string[] {
  return [
    ...(/[[\]{}]/.test(url.replace(/^[a-z]+:\/\/[^/]*/i, '')) ? ['-g'] : []),
    ...(/\/\.{1,2}(?:[/?#]|$)/.test(url) ? ['--path-as-is'] : []),
  ];
}
