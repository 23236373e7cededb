/** Exported collections, as typed and as sent. */
import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { runInNewContext } from 'node:vm';
import validators from '@har-sdk/validator';
import { bruToEnvJsonV2, bruToJsonV2 } from '@usebruno/lang';
import t from 'tap';
import { startSandbox } from '../../mock/index.ts';
import { runWarm } from './warm-command.ts';

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../../mock/test/fixtures/${name}.yaml`, import.meta.url));

const CONTRACTS = [
  'fortis',
  'piaxis',
  'voucherify',
  'engagifii-revenue',
  'oauth2',
  fixture('buoy'),
  fixture('lighthouse'),
];
const nameOf = (contract: string): string => /([^/\\]+?)(?:\.yaml)?$/.exec(contract)![1]!;

const sandbox = await startSandbox({ contracts: CONTRACTS });
t.teardown(() => sandbox.close());
const url = new URL(sandbox.control).origin;

/** What was exported before is not exported again. */
const before = new Map<string, Promise<string>>();
const exportedOnce = (format: string, contract: string): Promise<string> => {
  const key = `${format} ${contract}`;
  const found = before.get(key) ?? exported(format, contract);
  before.set(key, found);
  return found;
};

const exported = async (format: string, contract: string, ...more: readonly string[]): Promise<string> => {
  const { code, stdout, stderr } = await runWarm('export', format, contract, '--url', url, ...more);
  if (code !== 0) throw new Error(stderr);
  return stdout;
};

interface Sent {
  readonly name: string;
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string | undefined;
  readonly comments: readonly string[];
}

/** What an editor makes of a .http file: variables, and requests that stand between `###`. */
function parsed(text: string): { readonly variables: Map<string, string>; readonly requests: readonly Sent[] } {
  const [head = '', ...blocks] = text.split(/^###.*\n/m);
  const variables = new Map(
    [...head.matchAll(/^@(\w+) =(.*)$/gm)].map(([, name, value]) => [name!, value!.trim()] as const),
  );
  const requests = blocks.map((block): Sent => {
    const lines = block.split('\n');
    const start = lines.findIndex((line) => !line.startsWith('#'));
    const comments = lines.slice(0, start);
    const [method = '', address = ''] = lines[start]!.split(' ');
    const end = lines.indexOf('', start);
    return {
      name: comments.map((line) => /^# @name (\w+)$/.exec(line)?.[1]).find(Boolean) ?? '',
      method,
      url: address,
      headers: lines.slice(start + 1, end).map((line) => {
        const [, name, value] = /^([^:]+): (.*)$/.exec(line)!;
        return [name!, value!] as const;
      }),
      body:
        lines
          .slice(end + 1)
          .join('\n')
          .trim() || undefined,
      comments,
    };
  });
  return { variables, requests };
}

for (const contract of CONTRACTS)
  t.test(`http: the requests of ${nameOf(contract)} are sent as they stand`, async (t) => {
    const { variables, requests } = parsed(await exportedOnce('http', contract));
    const answers = new Map<string, unknown>();
    const filled = (value: string): string =>
      value.replaceAll(/\{\{([^}]+)\}\}/g, (_, name: string) => {
        const [, request, path] = /^(\w+)\.response\.body\.\$\.(.+)$/.exec(name) ?? [];
        if (request === undefined) return filled(variables.get(name) ?? `no variable ${name}`);
        let found = answers.get(request);
        for (const field of path!.split('.')) found = (found as Record<string, unknown> | undefined)?.[field];
        return String(found);
      });
    let sent = 0;
    for (const { name, method, url: address, headers, body, comments } of requests) {
      // A signature is of its time, and a browser is not at hand.
      if (comments.some((line) => line.includes('It must be signed') || /with a browser|DPoP proof/.test(line)))
        continue;
      const response = await fetch(filled(address), {
        method,
        headers: headers.map(([field, value]) => [field, filled(value)] as [string, string]),
        body: body === undefined ? null : filled(body),
        redirect: 'manual',
      });
      const text = await response.text();
      if (response.ok && /json/.test(response.headers.get('content-type') ?? '')) answers.set(name, JSON.parse(text));
      const carries = [address, body ?? '', ...headers.flat()].some((one) =>
        /_(?:SECRET|SESSION|\w*TOKEN)\}\}|^Basic /.test(one),
      );
      if (!carries) continue;
      sent++;
      const status = String(response.status);
      t.notMatch(status, /^(?:401|404|405|5..)$/, `${name}: ${method} ${address} ${status} ${text.slice(0, 200)}`);
    }
    t.ok(sent > 2, `${sent} requests carried a credential`);
  });

interface Item {
  readonly name: string;
  readonly event?: readonly { readonly listen: string; readonly script: { readonly exec: readonly string[] } }[];
  readonly request: {
    readonly method: string;
    readonly description: string;
    readonly auth: { readonly type: string };
    readonly header: readonly { readonly key: string; readonly value: string }[];
    readonly url: { readonly raw: string; readonly host: readonly string[]; readonly path: readonly string[] };
    readonly body?: { readonly mode: string };
  };
}

const collection = async (contract: string) =>
  JSON.parse(await exportedOnce('postman', contract)) as {
    readonly info: { readonly schema: string };
    readonly item: readonly Item[];
    readonly variable: readonly { readonly key: string; readonly value: string }[];
  };

t.test('postman: a collection by the schema of its format', async (t) => {
  const validator = new validators.PostmanValidator();
  for (const contract of CONTRACTS) {
    const one = JSON.parse(await exportedOnce('postman', contract)) as Parameters<typeof validator.verify>[0];
    t.strictSame(await validator.verify(one), [], contract);
    const broken = structuredClone(one) as unknown as { item: { request: { auth: { type: string } } }[] };
    broken.item[0]!.request.auth.type = 'sesame';
    t.ok((await validator.verify(broken as unknown as typeof one)).length > 0, 'and it can tell');
  }
});

t.test('har: the journal by the schema of its format', async (t) => {
  await fetch(`${sandbox.url('piaxis')}/no/such/path?a=1&a=2`, { method: 'POST', body: 'a=b' });
  await fetch(`${sandbox.url('oauth2')}/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const validator = new validators.HarValidator();
  const har = (await (await fetch(`${sandbox.control}/journal/har`)).json()) as Parameters<typeof validator.verify>[0];
  t.ok(har.log.entries.length >= 2, `${har.log.entries.length} entries`);
  t.strictSame(await validator.verify(har), []);
  const broken = structuredClone(har) as unknown as { log: { entries: { request?: unknown }[] } };
  delete broken.log.entries[0]!.request;
  t.ok((await validator.verify(broken as unknown as typeof har)).length > 0, 'and it can tell');
});

t.test('postman: every operation, tokens first and kept, variables known', async (t) => {
  for (const contract of CONTRACTS) {
    const { info, item, variable } = await collection(contract);
    t.match(info.schema, /\/v2\.1\.0\/collection\.json$/);
    const { operations } = (await (await fetch(`${sandbox.control}/operations/${nameOf(contract)}`)).json()) as {
      operations: readonly unknown[];
    };
    t.ok(item.length >= operations.length, `${contract}: ${item.length} of ${operations.length}`);
    const known = new Set([...variable.map(({ key }) => key), 'timestamp', 'signature', 'nonce']);
    for (const { name, request } of item) {
      t.equal(`${request.url.host[0]!}/${request.url.path.join('/')}`, request.url.raw.split('?')[0], name);
      for (const [, one] of JSON.stringify(request).matchAll(/\{\{(\w+)\}\}/g))
        t.ok(known.has(one!), `${name}: ${one}`);
    }
  }
  const { item } = await collection('oauth2');
  t.match(item[0], { request: { auth: { type: 'basic' }, body: { mode: 'urlencoded' } } });
  const [script] = item[0]!.event!;
  const kept = new Map<string, string>();
  const pm = {
    test: () => undefined,
    response: { json: () => ({ access_token: 'of the answer' }) },
    collectionVariables: { set: (name: string, value: string) => kept.set(name, value) },
  };
  runInNewContext(script!.script.exec.join('\n'), { pm });
  t.strictSame([...kept], [['OAUTH2_ACCESS_TOKEN', 'of the answer']]);
  t.ok(item.some(({ request }) => request.auth.type === 'bearer'));
});

t.test('postman: what its script signs is let in', async (t) => {
  const { item, variable } = await collection('fortis');
  const signed = item.find(({ event = [] }) => event.some(({ listen }) => listen === 'prerequest'))!;
  const values = new Map(variable.map(({ key, value }) => [key, value]));
  const pm = {
    variables: {
      get: (name: string) => values.get(name),
      set: (name: string, value: string) => values.set(name, value),
    },
    request: { method: signed.request.method },
  };
  const CryptoJS = {
    HmacSHA256: (message: string, secret: string) => ({
      toString: (encoding: 'hex' | 'base64') => createHmac('sha256', secret).update(message).digest(encoding),
    }),
    enc: { Hex: 'hex', Base64: 'base64' },
  };
  runInNewContext(signed.event![0]!.script.exec.join('\n'), { pm, CryptoJS });
  const filled = (text: string): string =>
    text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => values.get(name) ?? '');
  const ask = async (): Promise<number> => {
    const headers = signed.request.header.map(({ key, value }) => [key, filled(value)] as [string, string]);
    return (await fetch(filled(signed.request.url.raw), { method: signed.request.method, headers })).status;
  };
  t.equal(await ask(), 200, signed.name);
  values.set('signature', '0'.repeat(64));
  t.equal(await ask(), 401);
});

t.test('http: what a signature needs, the sandbox gives as the file says', async (t) => {
  for (const contract of [CONTRACTS[0]!, fixture('lighthouse')]) {
    const { requests } = parsed(await exportedOnce('http', contract));
    const lines = requests.flatMap(({ comments }) => comments.filter((line) => line.startsWith('# curl ')));
    t.ok(lines.length > 0, contract);
    for (const line of lines) {
      const [, address, body] = /^# curl '?(\S+?)'? -H .* -d '(.*)'$/.exec(line)!;
      const prepared = (await (
        await fetch(address!, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: body!.replaceAll(String.raw`'\''`, "'"),
        })
      ).json()) as { url: string; method: string; headers: [string, string][]; body?: string };
      const answer = await fetch(prepared.url, { ...prepared, body: prepared.body ?? null });
      t.notMatch(String(answer.status), /^(?:401|404|405|5..)$/, `${line} ${answer.status}`);
    }
  }
});

t.test('a path parameter of a prepared request is encoded once', async (t) => {
  const response = await fetch(`${sandbox.control}/operations/piaxis/getPayment/request`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ parameters: [{ in: 'path', name: 'payment_id', value: 'a b/c' }] }),
  });
  t.match(((await response.json()) as { url: string }).url, /\/api\/payments\/a%20b%2Fc$/);
});

t.test('bruno: a folder whose blocks are closed, the same each time', async (t) => {
  const folder = join(t.testdir({}), 'new', 'oauth2');
  const read = async (): Promise<readonly (readonly [string, string])[]> => {
    await exported('bruno', 'oauth2', '--output', folder);
    const names = (await readdir(folder, { recursive: true })).filter((name) => /\.(?:bru|json)$/.test(name)).sort();
    return Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const));
  };
  const files = await read();
  t.strictSame(await read(), files);
  t.match(JSON.parse(new Map(files).get('bruno.json')!), { version: '1', type: 'collection' });
  t.match(new Map(files).get(join('environments', 'sandbox.bru')), /^vars \{\n {2}OAUTH2_BASE_URL: http/);
  const sequence: number[] = [];
  for (const [name, text] of files) {
    if (!name.endsWith('.bru') || name.startsWith('environments')) continue;
    for (const line of text.split('\n')) t.match(line, /^(?:|[\w:-]+ \{| {2}.*|\})$/, `${name}: ${line}`);
    t.match(
      text,
      /^meta \{\n {2}name: .+\n {2}type: http\n {2}seq: \d+\n\}\n\n(?:get|post|put|delete|patch) \{\n {2}url: \{\{/,
    );
    sequence.push(Number(/seq: (\d+)/.exec(text)![1]));
  }
  t.strictSame(
    sequence.toSorted((a, b) => a - b),
    sequence.map((_, i) => i + 1),
  );
  const token = files.find(([, text]) => /seq: 1\n/.test(text))![1];
  t.match(
    token,
    /auth: basic[^]*auth:basic \{\n {2}username: \{\{OAUTH2_\w+\}\}[^]*bru\.setVar\("OAUTH2_ACCESS_TOKEN", res\.body\["access_token"\]\);/,
  );
});

t.test('bruno: its own reader takes every file, with credentials and variables in their places', async (t) => {
  for (const contract of CONTRACTS) {
    const folder = join(t.testdir({}), nameOf(contract));
    await exported('bruno', contract, '--output', folder);
    const { variables } = bruToEnvJsonV2(await readFile(join(folder, 'environments', 'sandbox.bru'), 'utf8'));
    const known = new Set(variables.map(({ name }) => name));
    const names = (await readdir(folder)).filter((name) => name.endsWith('.bru'));
    t.ok(names.length > 2, contract);
    for (const name of names) {
      const text = await readFile(join(folder, name), 'utf8');
      const { meta, http, auth = {} } = bruToJsonV2(text);
      t.equal(meta.type, 'http', name);
      if (http.auth !== 'none' && http.auth !== 'inherit') t.ok(auth[http.auth], `${name}: auth:${http.auth}`);
      const set = /setVar\("(\w+)"/.exec(text)?.[1];
      if (set !== undefined) known.add(set);
      const [, base] = /^\{\{(\w+)\}\}/.exec(http.url) ?? [];
      t.ok(known.has(base!), `${name}: ${http.url}`);
    }
  }
  t.throws(() => bruToJsonV2('meta {\n  name: a\n'), 'and it can tell');
});

t.test('env: a shell takes it, and it says what tollgate env says', async (t) => {
  const file = join(t.testdir({}), '.env');
  for (const contract of ['fortis', 'buoy'].map((name) => CONTRACTS.find((one) => nameOf(one) === name)!)) {
    t.equal(await exported('env', contract, '-o', file), '');
    const { stdout } = await promisify(execFile)('bash', ['-c', `set -a; . ${file}; env -0`], { env: {} });
    const told = JSON.parse((await runWarm('env', nameOf(contract), '--url', url, '--json')).stdout) as object;
    const found = Object.fromEntries(
      stdout.split('\0').map((line) => [line.split('=', 1)[0], line.replace(/^[^=]*=/, '')]),
    );
    for (const [name, value] of Object.entries(told)) t.equal(found[name], value, name);
  }
});

t.test('the same input gives the same bytes, and errors are one line', async (t) => {
  for (const format of ['postman', 'http', 'env'])
    t.equal(await exported(format, 'voucherify'), await exportedOnce(format, 'voucherify'), format);
  t.match(await exported('env', 'piaxis', '--sandbox', 'ci-7'), `PIAXIS_BASE_URL='${url}/~ci-7/piaxis'\n`);
  for (const [args, said] of [
    [['postmn', 'piaxis'], /^tollgate: "postmn" is no format to export; did you mean "postman"\? .*\n$/],
    [['http', 'piaxi'], /^tollgate: [^\n]*piaxis[^\n]*\n$/],
    [['bruno', 'piaxis'], /^tollgate: export bruno writes a folder; say where with --output, [^\n]*\n$/],
    [['http', 'piaxis', '--url', 'here'], /^tollgate: --url here is no address; [^\n]*\n$/],
    [['http', 'piaxis', '-o', '/nowhere/a.http'], /^tollgate: cannot use \/nowhere\/a\.http: [^\n]*\n$/],
  ] as const)
    t.match(await runWarm('export', ...args), { code: 2, stderr: said });
});
