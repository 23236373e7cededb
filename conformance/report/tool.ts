/** What reports say of the tool that made them. */
import { readFileSync } from 'node:fs';

export interface Tool {
  readonly name: string;
  readonly version: string;
}

export function tool(): Tool {
  const file = new URL('../../../package.json', import.meta.url);
  return { name: 'tollgate', version: (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version };
}
