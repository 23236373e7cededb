/**
 * Every place that lists the built-in contracts lists the same ones: the documents, the outputs, the library and the
 * commands.
 */
import { readFileSync, readdirSync } from 'node:fs';
import t from 'tap';
import { parse } from 'yaml';
import { startSandbox } from '../../mock/index.ts';
import { start } from './command.ts';
import { runWarm as run } from './warm-command.ts';

/** Contracts that are no one's to serve by name: the control plane's own, and what is no contract at all. */
const OTHERS = ['control.yaml', 'sources.yaml'];

const names = readdirSync('specs')
  .filter((file) => file.endsWith('.yaml') && !OTHERS.includes(file))
  .map((file) => file.slice(0, -'.yaml'.length))
  .sort();

t.test('the documents', (t) => {
  const readme = readFileSync('README.md', 'utf8');
  const table = /\| contract \|.*\n\|[-|]+\n((?:\|.*\n)+)/.exec(readme)![1]!;
  t.strictSame([...table.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name!).sort(), names, 'README.md');
  const words = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
  t.match(readme, new RegExp(`^npm start\n[^]*That serves all ${words[names.length]!} on`, 'm'));
  const { apis } = parse(readFileSync('redocly.yaml', 'utf8')) as { apis: Readonly<Record<string, object>> };
  t.strictSame(
    Object.keys(apis)
      .filter((name) => !['control', 'lighthouse', 'buoy'].includes(name))
      .sort(),
    names,
    'redocly.yaml',
  );
  t.end();
});

t.test('the outputs', async (t) => {
  const server = await start();
  t.teardown(() => server.end());
  t.strictSame(Object.keys(server.contracts), names, 'tollgate mock');
  const { contracts } = (await (await fetch(`${server.control}/contracts`)).json()) as {
    contracts: readonly { readonly name: string }[];
  };
  t.strictSame(
    contracts.map(({ name }) => name),
    names,
    'GET /_tollgate/contracts',
  );
  const lost = await (await fetch(`${server.url}/nowhere`)).text();
  for (const name of names) {
    t.match(lost, `/${name}`, "a path that is no contract's");
    const credentials = await fetch(`${server.control}/credentials/${name}`);
    t.match(await credentials.json(), { contract: name, base_url: `${server.url}/${name}` });
  }
  const checks = JSON.parse((await run('verify', '--list', '--json')).stdout) as readonly {
    readonly contract: string;
  }[];
  t.strictSame([...new Set(checks.map(({ contract }) => contract))].sort(), names, 'tollgate verify --list');
  const { stdout } = await run('load', '--list');
  for (const name of names) t.match(stdout, new RegExp(`\\b${name}\\b`), `tollgate load --list: ${name}`);
  const { stderr } = await run('mock', 'no-such-provider');
  t.match(stderr, names.join(', '), 'a contract that is not there');
});

t.test('the library', async (t) => {
  await using sandbox = await startSandbox();
  for (const name of names) t.equal((await sandbox.credentials(name)).base_url, sandbox.url(name));
  t.throws(() => sandbox.url('none-of-them'), { message: new RegExp(names.join(', ')) });
});
