const SHOWN = 3;

/** A few names for a cell of a Markdown table, and how many more there are. */
export function someNames(names: readonly string[]): string {
  const rest = names.length - SHOWN;
  return (
    names
      .slice(0, SHOWN)
      .map((name) => `\`${name}\``)
      .join(', ') + (rest > 0 ? ` and ${rest} more` : '')
  );
}
