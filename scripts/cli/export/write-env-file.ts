/** A .env file, by the names that `tollgate env` prints. A shell can source it too. */
import { quote } from '../../../mock/contract/shell-quote.ts';
import { environmentOf } from '../running/credentials-text.ts';
import type { ExportedContract } from './exported-contract.ts';

export const envFile = (url: string, { sheet }: ExportedContract): string =>
  Object.entries({ TOLLGATE_URL: url, ...environmentOf(sheet) })
    .map(([name, value]) => `${name}=${quote(value)}\n`)
    .join('');
