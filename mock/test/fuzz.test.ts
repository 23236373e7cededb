/**
 * 10,000 requests that something is wrong with, over every operation: none may get a 5xx, or a status no contract
 * declares.
 */
import { Agent, request as send } from 'node:http';
import { readFileSync } from 'node:fs';
import t from 'tap';
import { builtInNames } from '../contract/built-in-contracts.ts';
import { createIds } from '../state/ids.ts';
import { startSandbox } from '../index.ts';

const TOTAL = 10_000;
const CONCURRENCY = 32;
const CONTRACTS = builtInNames();
const seed = process.env.FUZZ_SEED ?? '1';
const random = createIds(`fuzz/${seed}`);
const pick = <T>(items: readonly T[]): T => items[random.below(items.length)]!;

interface Operation {
  readonly contract: string;
  readonly method: string;
  readonly path: string;
  readonly statuses: ReadonlySet<number>;
  readonly headers: readonly string[];
  readonly query: readonly string[];
  readonly bodies: readonly (readonly [type: string, example: unknown])[];
}

type Json = Record<string, any>;

function operations(contract: string): Operation[] {
  const document = JSON.parse(readFileSync(new URL(`../../specs/${contract}.json`, import.meta.url), 'utf8')) as Json;
  const follow = (node: Json): Json =>
    typeof node.$ref === 'string'
      ? follow(
          node.$ref
            .slice(2)
            .split('/')
            .reduce((at: Json, key: string) => at[key.replaceAll('~1', '/').replaceAll('~0', '~')], document),
        )
      : node;
  return Object.entries(document.paths as Json).flatMap(([path, item]) =>
    Object.entries(item as Json)
      .filter(([method]) => ['get', 'put', 'post', 'delete', 'patch'].includes(method))
      .map(([method, operation]: [string, Json]) => {
        const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map(follow);
        const content = Object.entries<Json>(follow(operation.requestBody ?? {}).content ?? {});
        return {
          contract,
          method: method.toUpperCase(),
          path,
          statuses: new Set(
            Object.keys(operation.responses)
              .filter((status) => status !== 'default')
              .map(Number),
          ),
          headers: parameters.filter((parameter) => parameter.in === 'header').map(({ name }) => name as string),
          query: parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name as string),
          bodies: content.map(
            ([type, media]) =>
              [
                type,
                media.example ?? follow((Object.values(media.examples ?? {})[0] ?? {}) as Json).value ?? {},
              ] as const,
          ),
        };
      }),
  );
}

const ODD = [
  '',
  ' ',
  '0',
  '-1',
  '9'.repeat(400),
  'null',
  'true',
  'NaN',
  '%',
  '%00',
  '%F0%9F%90%8E',
  'žluťoučký',
  '../..',
  '<script>',
  "' OR 1=1 --",
  '{"$gt":""}',
  '[]',
  'a'.repeat(5_000),
  '\u0000',
  '😀',
  'Bearer',
  'eyJhbGciOiJub25lIn0.e30.',
  '__proto__',
  'constructor',
  '1e309',
  '2026-02-30T25:61:61Z',
];
const printable = (text: string): string =>
  Buffer.from(text)
    .toString('latin1')
    .replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '');

interface Shot {
  method: string;
  path: string;
  headers: Record<string, string | string[]>;
  body: Buffer | undefined;
  /** Whether the request may have become one of another operation. */
  strayed: boolean;
  /** Whether Content-Length says less than there is (more, and the server would rightly wait for the rest). */
  cut: boolean;
}

type Credentials = readonly Readonly<Record<string, string>>[];

const encodeForm = (value: unknown): string =>
  new URLSearchParams(
    Object.entries(value as Json).map(([key, item]): [string, string] => [key, String(item)]),
  ).toString();

function base(operation: Operation, credentials: Credentials): Shot {
  const [type, example] = operation.bodies.length > 0 ? pick(operation.bodies) : [undefined, undefined];
  const body = type === undefined ? undefined : type.includes('form') ? encodeForm(example) : JSON.stringify(example);
  const odd = random.below(4) === 0;
  const known = ['INV-123456', 'BLCKFRDY', '11e95f8ec39de8fbdb0a4f1a', 'nope', 'žluťoučký'];
  return {
    method: operation.method,
    path: operation.path.replaceAll(/\{[^}]+\}/g, () => encodeURIComponent(pick(odd ? ODD : known))),
    headers: { ...pick(credentials), ...(type !== undefined && { 'content-type': type }) },
    body: body === undefined ? undefined : Buffer.from(body),
    strayed: odd && operation.path.includes('{'),
    cut: false,
  };
}

type Mutation = (shot: Shot, operation: Operation) => void;

const addQuery = (shot: Shot, text: string): void => {
  shot.path += (shot.path.includes('?') ? '&' : '?') + text;
};

function mutateJson(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return pick<unknown>([...ODD, 0, -1, 1e308, null, [], {}, true]);
  const entries = Object.entries(value);
  if (entries.length === 0) return { [pick(ODD)]: pick(ODD) };
  const [key, inner] = pick(entries);
  return random.below(3) === 0
    ? Object.fromEntries(entries.filter(([name]) => name !== key))
    : { ...value, [key]: mutateJson(inner) };
}

const MUTATIONS: readonly Mutation[] = [
  (shot) => void (shot.headers = Object.fromEntries(Object.entries(shot.headers).filter(() => random.below(2) === 0))),
  (shot, { headers }) => {
    if (headers.length > 0) shot.headers[pick(headers)] = printable(pick(ODD));
  },
  (shot) =>
    void (shot.headers.authorization = printable(
      pick([
        `Bearer ${pick(ODD)}`,
        `Basic ${pick(ODD)}`,
        `Basic ${Buffer.from(pick(ODD)).toString('base64')}`,
        pick(ODD),
      ]),
    )),
  (shot) =>
    void (shot.headers['content-type'] = printable(
      pick([
        'text/plain',
        'application/json; charset=utf-16',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
        ';;;',
        'application/json',
        ...ODD,
      ]),
    )),
  (shot, { query }) => addQuery(shot, `${query.length > 0 ? pick(query) : 'q'}=${encodeURIComponent(pick(ODD))}`),
  (shot, { query }) => {
    const name = query.length > 0 ? pick(query) : 'q';
    addQuery(shot, `${name}=a&${name}=b`);
  },
  (shot) => addQuery(shot, pick(['%', '=', '&&&', 'a[b]=c', '%E0%A4%A', '__proto__=1', 'a=%00'])),
  (shot) => void (shot.body = shot.body && Buffer.from(shot.body.subarray(0, random.below(shot.body.length + 1)))),
  (shot) => void (shot.body = random.bytes(random.below(200))),
  (shot) =>
    void (shot.body = Buffer.from(
      pick([
        '',
        'null',
        '[]',
        '"x"',
        '{',
        '{"a":1,"a":2}',
        '{"__proto__":{"x":1}}',
        'a=1&a=2',
        '%=%',
        '\uFEFF{}',
        '['.repeat(10_000),
      ]),
    )),
  (shot) => {
    try {
      shot.body = shot.body && Buffer.from(JSON.stringify(mutateJson(JSON.parse(shot.body.toString()))));
    } catch {
      shot.body = Buffer.from('{}');
    }
  },
  (shot) => {
    const fields = new URLSearchParams(shot.body?.toString());
    fields.append(
      pick(['grant_type', 'scope', 'client_id', 'code', 'token', 'access_token', 'redirect_uri', 'code_verifier']),
      pick(ODD),
    );
    shot.body = Buffer.from(fields.toString());
  },
  (shot) => {
    shot.method = pick(['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD']);
    shot.strayed = true;
  },
  (shot) => {
    shot.path += pick(['/', '/x', '%2F', '%', '//', ';x=1', '%00', '/..']);
    shot.strayed = true;
  },
  (shot) =>
    void (shot.headers['x-forwarded-for'] = printable(
      pick(['203.0.113.9', '::1', 'unknown', '1.2.3.4, 127.0.0.1', ...ODD]),
    )),
  (shot) => void (shot.cut = true),
];

t.test(`${TOTAL} mutated requests (seed ${seed})`, async (t) => {
  await using sandbox = await startSandbox({ contracts: CONTRACTS, seed: 1, strict: true });
  const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });
  const all = CONTRACTS.flatMap(operations);
  const anyStatus = new Map(
    CONTRACTS.map((contract) => [
      contract,
      new Set([
        404,
        405,
        ...all.filter((operation) => operation.contract === contract).flatMap(({ statuses }) => [...statuses]),
      ]),
    ]),
  );
  const credentials = new Map<string, Credentials>();
  for (const contract of CONTRACTS) {
    const seeds = JSON.parse(readFileSync(new URL(`../../specs/${contract}.json`, import.meta.url), 'utf8')) as Json;
    const schemes = Object.values(seeds.components.securitySchemes as Json) as Json[];
    const identifiers = {
      'tenant-code': seeds['x-seed'].tenants[0].id,
      'api-version': '1.0',
      origin: 'https://yourdomain.com',
      'developer-id': seeds['x-seed'].developers?.[0]?.id ?? 'none',
    };
    const keys = (seeds['x-seed'].keys ?? []).map((key: Json) => ({
      ...identifiers,
      ...Object.fromEntries(
        schemes
          .filter((scheme) => scheme['x-verify']?.credential === key.credential && scheme.in === 'header')
          .map((scheme) => [scheme.name, scheme['x-verify'].part === 'id' ? key.id : key.secret]),
      ),
    }));
    credentials.set(contract, [identifiers, {}, ...keys]);
    const classes = Object.keys(seeds['x-rate-limits'] ?? {});
    sandbox.settings.change(contract, {
      rate_limits: Object.fromEntries(classes.map((name) => [name, { limit: 1_000_000, window_seconds: 60 }])),
    });
  }

  const failures: string[] = [];
  const seen = new Map<number, number>();
  const shoot = (operation: Operation): Promise<void> =>
    new Promise((resolve) => {
      const shot = base(operation, credentials.get(operation.contract)!);
      for (let i = 1 + random.below(3); i > 0; i--) pick(MUTATIONS)(shot, operation);
      if (shot.cut) shot.headers['content-length'] = String(random.below((shot.body?.length ?? 0) + 1));
      const url = new URL(sandbox.url(operation.contract));
      const describe = (): string =>
        `${shot.method} ${operation.contract}${shot.path.slice(0, 200)} ${JSON.stringify(shot.headers).slice(0, 300)} ${shot.body?.toString().slice(0, 200) ?? ''}`;
      const outcome = (status: number, text: string): void => {
        seen.set(status, (seen.get(status) ?? 0) + 1);
        const allowed = shot.strayed ? anyStatus.get(operation.contract)! : operation.statuses;
        // Node itself refuses heads that are not HTTP, before any contract can.
        const beforeUs = (status === 400 || status === 431) && text.includes('Client Error');
        if (status >= 500 || !(allowed.has(status) || beforeUs))
          failures.push(`${status} ${describe()} → ${text.slice(0, 300)}`);
        resolve();
      };
      try {
        const request = send(
          {
            agent,
            host: url.hostname,
            port: url.port,
            method: shot.method,
            path: `${url.pathname}${printable(shot.path).replaceAll(/\s/g, '%20')}`,
            headers: shot.headers,
          },
          (response) => {
            let text = '';
            response
              .setEncoding('utf8')
              .on('data', (chunk: string) => (text += chunk))
              .on('end', () => outcome(response.statusCode!, text))
              .on('error', () => outcome(0, 'cut short'));
          },
        );
        request.on('error', (error: NodeJS.ErrnoException) => {
          if (
            error.code === 'ECONNRESET' ||
            error.code === 'EPIPE' ||
            error.code === 'HPE_INVALID_CONSTANT' ||
            error.message.includes('Parse Error')
          )
            resolve();
          else {
            failures.push(`${error.message} ${describe()}`);
            resolve();
          }
        });
        request.setTimeout(10_000, () => {
          failures.push(`no answer within 10 s: ${describe()}`);
          request.destroy();
          resolve();
        });
        request.end(shot.body);
      } catch {
        resolve();
      }
    });

  let next = 0;
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async () => {
      while (next < TOTAL) await shoot(all[next++ % all.length]!);
    }),
  );
  agent.destroy();
  t.comment(
    [...seen]
      .sort(([a], [b]) => a - b)
      .map(([status, count]) => `${status}: ${count}`)
      .join(', '),
  );
  t.strictSame(failures.slice(0, 10), [], `${failures.length} requests got what they must not`);
  const answered = [...seen.values()].reduce((sum, count) => sum + count, 0);
  t.ok(answered > TOTAL * 0.9, `${answered} were answered`);
  const health = await fetch(`${new URL(sandbox.url('piaxis')).origin}/_tollgate/health`);
  t.equal(health.status, 200, 'the server is well');
});
