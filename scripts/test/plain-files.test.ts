/** Commands that were made for contracts, with files of people who have none: Swagger 2.0, OpenAPI 3.0 and 3.2. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { start } from './command.ts';
import { runWarm as run, runWarmWith as runWith } from './warm-command.ts';

const LONG = { timeout: 180_000 };

const source = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const example = (path: string): string => source(`node_modules/@readme/oas-examples/${path}`);

for (const file of [example('2.0/yaml/petstore.yaml'), example('3.0/yaml/petstore.yaml')])
  t.test(`init, doctor, diff, verify and load take ${file.slice(-22)} as it is`, LONG, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'tollgate-plain-'));
    t.teardown(() => rmSync(folder, { recursive: true }));
    const target = join(folder, 'target.yaml');
    const written = await run('init', file, '-o', target);
    t.match(written.stdout, /Wrote \S+target\.yaml\. It wants these environment variables:\n {2}PETSTORE_BASE_URL\n/);
    const server = await start(file);
    t.teardown(() => server.end());
    const environment = {
      PETSTORE_BASE_URL: server.contracts['petstore']!,
      PETSTORE_TENANT: 'acme',
      PETSTORE_SERVICE_CLIENT_ID: 'acme-app',
      PETSTORE_SERVICE_CLIENT_SECRET: 'secret_sandbox_acme_app',
      PETSTORE_WEB_CLIENT_ID: 'acme-app',
      PETSTORE_WEB_CLIENT_SECRET: 'secret_sandbox_acme_app',
      PETSTORE_WEB_REDIRECT_URI: 'http://localhost:3000/callback',
      PETSTORE_API_KEY_SECRET: 'key_sandbox_api_key_acme',
    };
    const doctor = await runWith(environment, 'doctor', '-t', target);
    t.match(doctor, { code: 0, stdout: /ok {7}3 of 3 credentials are taken[^]* is ready: / });
    const wrong = await runWith({ ...environment, PETSTORE_API_KEY_SECRET: 'no' }, 'doctor', '-t', target);
    t.match(wrong, { code: 1, stdout: /problem {2}your configuration, credentials\.keys\[0\]/ });
    const diff = await runWith(environment, 'diff', '-t', target, '-a', 'mock', '--all');
    // The file says that nobody gives consent, and the mock gives it at once: nothing else differs.
    t.match(
      diff.stdout,
      /^petstore: [1-9]\d* requests compared, [1-4] differences?: differs in 1 of \d+ operations \(authorize\)\n/,
    );
    t.equal(diff.stdout.match(/^authorize /gm)?.length, 4);
    const verdict = await runWith(environment, 'verify', '-t', target, '--only', 'credential');
    t.match(verdict, { code: 0, stdout: / [1-9]\d* passed, 0 failed/ });
    const { stdout } = await run('load', file, '--list');
    t.match(stdout, /^token-issue: [^\n]*\n {4}applies to petstore$/m);
    t.match(stdout, /^authenticated-reads: [^\n]*\n {4}applies to petstore$/m, 'what answers an example reads, too');
  });

t.test('the whole contract that specs/README.md begins with is sound', LONG, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-plain-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const [, text = ''] = /^```yaml\n([^]*?)^```$/m.exec(readFileSync(source('specs/README.md'), 'utf8')) ?? [];
  t.ok(text.split('\n').length < 45, 'forty lines or so');
  const file = join(folder, 'crew.yaml');
  writeFileSync(file, text);
  t.match(await run('lint', file), { code: 0, stdout: /: no findings/ });
  t.match(await run('verify', file, '--mock'), { code: 0, stdout: / [1-9]\d* passed, 0 failed/ });
});

t.test('what an import writes can be served, webhooks and all', LONG, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-plain-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  for (const [file, name] of [
    [example('3.1/yaml/train-travel.yaml'), 'newBooking'],
    [source('node_modules/@scalar/galaxy/dist/latest.yaml'), 'newPlanet'],
    [source('node_modules/@blockfrost/openapi/openapi.yaml'), undefined],
  ] as const) {
    const contract = join(folder, 'own.yaml');
    const { stdout } = await run('import', file, '-o', contract);
    if (name !== undefined)
      t.match(stdout, `left out: webhooks are not sent until "x-webhook" says when: ${name}\n`, file);
    const linted = await run('lint', contract);
    t.match(linted, { code: 0, stdout: / 0 errors, / }, file);
    if (name !== undefined) t.match(linted.stdout, `the document's webhooks are not sent: none has "x-webhook"`);
    rmSync(contract);
  }
});

t.test('OpenAPI 3.2 starts, and what is not served of it is told', LONG, async (t) => {
  const file = source('scripts/test/fixtures/openapi-3.2.yaml');
  const imported = await run('import', file, '-o', '-');
  const contract = join(mkdtempSync(join(tmpdir(), 'tollgate-plain-')), 'own.yaml');
  const told = (await run('import', file, '-o', contract)).stdout;
  t.match(told, /left out: no operation is served but of get, [a-z, ]+: QUERY \/things, COPY \/things\n/);
  t.match(
    told,
    /left out: items of a stream are not made \(itemSchema\), so nothing is in it: GET \/events, GET \/lines\n/,
  );
  t.match(told, /left out: a parameter that is the whole query \(in: querystring\) is not read: GET \/things\n/);
  t.match(told, /left out: the device authorization flow is not served/);
  t.notMatch(imported.stdout, /\$self|itemSchema|parent:|additionalOperations|mediaTypes/);
  t.match(await run('lint', contract), { code: 0, stdout: /: no findings/ });
  t.match((await run('verify', file, '--mock')).stdout, / [1-9]\d* passed, 0 failed/);
  const server = await start(file);
  t.teardown(() => server.end());
  const base = server.contracts['openapi-3-2']!;
  const status = async (path: string, method = 'GET'): Promise<number> =>
    (await fetch(`${base}${path}`, { method, headers: { 'x-key': 'key_sandbox_key_acme' } })).status;
  t.equal(await status('/things'), 200);
  t.equal(await status('/shared'), 200, 'a media type of the components');
  t.equal(await status('/events'), 200);
  t.equal(await status('/things', 'COPY'), 405);
});
