/** The page `docs/mistakes.md`: every mistake that is recognised, and what it leads to. */
import type { Mistake } from './mistake.ts';

export function mistakesPage(mistakes: readonly Mistake[]): string {
  return `<!-- Written by \`npm run generate\` from mock/explain/mistakes. -->

# Mistakes that the sandbox recognises

\`tollgate explain\` says which of these ${mistakes.length} a refused request made, what was found in it, and what to do next. The
name is what \`tollgate logs --rule\` and \`GET /_tollgate/journal?rule=\` take.

| name | what the client did | refused as |
|---|---|---|
${mistakes.map(({ name, what, failures }) => `| \`${name}\` | ${what} | ${failures.map((failure) => `\`${failure}\``).join(', ')} |`).join('\n')}
`;
}
