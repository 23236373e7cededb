/** What a person pastes. */
import { exec } from 'node:child_process';
import { promisify } from 'node:util';
import t from 'tap';
import { loadContracts } from '../../mock/contract/load-contracts.ts';
import { startServer } from '../../mock/server/server.ts';
import { readyText } from '../cli/mock/ready-text.ts';
import { isThere, skipWithout } from './programs.ts';

t.test(
  'the curl lines that a person is shown work when pasted',
  { skip: skipWithout('curl', isThere('curl')) },
  async (t) => {
    const server = await startServer({ contracts: await loadContracts([]) });
    t.teardown(() => server.close());
    const text = readyText(server, { selfSigned: false });
    const lines = [...text.matchAll(/^ {2}(?:credentials|try) +(curl .*)$/gm)].map(([, line]) => line!);
    t.equal(lines.length, 2 * server.contracts.size);
    for (const line of lines)
      t.equal((await promisify(exec)(`${line} -s -o /dev/null -w '%{http_code}'`)).stdout, '200', line);
  },
);
