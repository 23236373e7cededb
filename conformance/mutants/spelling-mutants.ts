/** Guards that look at one spelling of a request and let another one through. */
import { matchPath } from '../../mock/contract/path-template.ts';
import type { CompiledOperation } from '../../mock/contract/compiled-contract.ts';
import type { Seams } from '../../mock/pipeline/seams.ts';
import type { Call } from '../../mock/request/call.ts';
import { chain } from '../../mock/state/awaitable.ts';
import type { Failure, Guard } from '../../specs/generated/vocabulary.ts';
import type { Mutant } from './mutant.ts';
import { mutants } from './mutant.ts';
import { addresses, all, has, identifier, required, any } from './wrap/breakable-contracts.ts';
import type { Has } from './wrap/breakable-contracts.ts';
import { withHeaders, withRequest } from './wrap/wrap-call.ts';
import { replying } from './wrap/wrap-reply.ts';
import { lettingThrough, onGuard, recognizing, saying } from './wrap/wrap-steps.ts';

const textOf = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : value?.[0];

/** Spellings that the sandbox serves as well. */
const SERVED: readonly (readonly [id: string, what: string, is: (call: Call) => boolean])[] = [
  ['slash', 'with a slash at its end', ({ request: { path } }) => path.length > 1 && path.endsWith('/')],
  ['escaped', 'with an escape in its path', ({ request: { path } }) => path.includes('%')],
  ['head', 'as HEAD', ({ request: { method } }) => method === 'HEAD'],
];

/** Records stand behind a credential. */
const guarded: Has = ({ operations }) =>
  operations.some(
    ({ requirements, anonymous, action }) => requirements.length > 0 && !anonymous && action.type === 'resource.list',
  );

/** A fetch of records wants a scope or role. */
const readsWithScope: Has = ({ operations }) =>
  operations.some(
    ({ method, requirements, anonymous, action }) =>
      method === 'GET' &&
      !anonymous &&
      action.type.startsWith('resource.') &&
      requirements.some(({ scopes, method: way }) => scopes.length > 0 && way.kind !== 'hmac'),
  );

const SKIPPED: readonly (readonly [
  id: string,
  what: string,
  guard: Guard,
  failures: readonly Failure[],
  applies: Has,
  killedBy: string,
])[] = [
  ['credential', 'wants no credential', 'authentication', ['missing_credentials'], guarded, 'spelling.guarded'],
  [
    'permission',
    'wants no permission',
    'permission',
    ['insufficient_scope', 'insufficient_role'],
    readsWithScope,
    'spelling.permitted',
  ],
  [
    'identifier',
    'needs to name nobody',
    'identifier',
    ['missing_tenant', 'missing_developer', 'missing_version', 'missing_origin'],
    any(required('tenant'), required('developer'), required('version'), required('origin')),
    'spelling.identified',
  ],
];

/** The defect is everywhere, and any of the checks that come to a resource would do. */
const REACH = 8;

const skipped: readonly Mutant[] = SERVED.flatMap(([spelling, how, is]) => [
  ...SKIPPED.map(
    ([id, what, guard, failures, applies, killedBy]): Mutant => ({
      id: `spelling.${spelling}-${id}`,
      title: `A request ${how} ${what}.`,
      applies,
      killedBy: [killedBy],
      spread: 3,
      reach: REACH,
      seams: lettingThrough(guard, failures, is),
    }),
  ),
  {
    id: `spelling.${spelling}-tenant`,
    title: `A request ${how} finds other tenants' records.`,
    applies: has('resource.get'),
    killedBy: ['spelling.isolated'],
    spread: 3,
    reach: REACH,
    seams: saying('resource.', (outcome, call) =>
      outcome.refusal?.failure === 'not_found' && is(call) ? { answer: {} } : outcome,
    ),
  },
]);

interface Meant {
  readonly method: string;
  readonly path: string;
}

const asPath =
  (change: (path: string) => string) =>
  ({ request: { method, path } }: Call): Meant => ({ method, path: change(path) });

const asMethod =
  (read: (call: Call) => string | undefined) =>
  (call: Call): Meant | undefined => {
    const method = read(call);
    return method === undefined ? undefined : { method, path: call.request.path };
  };

const atUrl =
  (header: string) =>
  ({ request: { method, headers } }: Call): Meant | undefined => {
    const path = textOf(headers[header]);
    return path === undefined ? undefined : { method, path };
  };

/** What a server makes of a request that the contract does not have. */
const UNDERSTOOD: readonly (readonly [id: string, what: string, meant: (call: Call) => Meant | undefined])[] = [
  ['doubled-start', 'Doubled slashes at the start of a path', asPath((path) => path.replace(/^\/+/, '/'))],
  ['doubled', 'Doubled slashes in a path', asPath((path) => path.replaceAll(/(?!^)\/+/g, '/'))],
  ['semicolon', 'Parameters behind a semicolon', asPath((path) => path.replaceAll(/;[^/]*/g, ''))],
  ['dots', 'Dot segments', asPath((path) => (path.includes('%') ? path : new URL(path, 'http://x').pathname))],
  ['encoded-slash', 'Encoded slashes', asPath((path) => path.replaceAll(/%2f/gi, '/'))],
  ['encoded-dots', 'Encoded dot segments', asPath((path) => new URL(path, 'http://x').pathname)],
  ['backslash', 'Backslashes in a path', asPath((path) => path.replaceAll('\\', '/'))],
  [
    'encoded-twice',
    'Letters that are percent-encoded twice',
    asPath((path) =>
      path.replaceAll(/%25([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
    ),
  ],
  ['ending', 'An ending of the path', asPath((path) => path.replace(/\.json$/, ''))],
  ['space', 'A space behind the path', asPath((path) => path.replace(/%20$/, ''))],
  ['zero-byte', 'A zero byte behind the path', asPath((path) => path.replace(/%00.*$/, ''))],
  ['override', 'X-HTTP-Method-Override', asMethod(({ request }) => textOf(request.headers['x-http-method-override']))],
  ['method-header', 'X-HTTP-Method', asMethod(({ request }) => textOf(request.headers['x-http-method']))],
  ['method-override', 'X-Method-Override', asMethod(({ request }) => textOf(request.headers['x-method-override']))],
  ['method-query', '_method in the query', asMethod(({ request }) => textOf(request.query['_method']))],
  ['original-url', 'X-Original-URL', atUrl('x-original-url')],
  ['rewrite-url', 'X-Rewrite-URL', atUrl('x-rewrite-url')],
  ['options', 'OPTIONS', asMethod(({ request: { method } }) => (method === 'OPTIONS' ? 'GET' : undefined))],
];

/** The guarded operation that such a server would do. */
function understood(
  { operation, world }: Call,
  meant: Meant | undefined,
  fits: (template: string, path: string) => boolean = (template, path) => matchPath(template, path) !== undefined,
): CompiledOperation | undefined {
  if (operation.id !== 'unmatched' || meant === undefined) return undefined;
  return world.contract.operations.find(
    ({ method, path, requirements, anonymous }) =>
      method === meant.method && requirements.length > 0 && !anonymous && fits(path, meant.path),
  );
}

const servedAs = (find: (call: Call) => CompiledOperation | undefined): Seams =>
  replying(
    (call) => find(call) !== undefined,
    (_reply, call) => {
      const [answer] = find(call)!.answers.filter(({ status }) => status < 300);
      return {
        status: answer?.status ?? 200,
        refusal: undefined,
        body: answer?.render?.({}),
        contentType: 'application/json',
      };
    },
  );

const foldedMatch = (template: string, path: string): boolean =>
  matchPath(template.toLowerCase().replaceAll(/\{[^}]*\}/g, '{p}'), path.toLowerCase()) !== undefined;

const served: readonly Mutant[] = [
  ...UNDERSTOOD.map(
    ([id, what, meant]): Mutant => ({
      id: `spelling.${id}-served`,
      title: `${what}: such a request is served behind the guards.`,
      applies: guarded,
      killedBy: ['spelling.guarded'],
      spread: 3,
      reach: REACH,
      seams: servedAs((call) => understood(call, meant(call))),
    }),
  ),
  {
    id: 'spelling.case-served',
    title: 'A path in other letters is served behind the guards.',
    applies: guarded,
    killedBy: ['spelling.guarded'],
    spread: 3,
    reach: REACH,
    seams: servedAs((call) => understood(call, call.request, foldedMatch)),
  },
];

/** Two tenants of a request: the one that is judged, and the one whose records are shown. */
type Two = (call: Call, name: string) => readonly [judged: string, shown: string] | undefined;

const ofList =
  (order: (values: readonly string[]) => readonly string[]): Two =>
  ({ request }, name) => {
    const values = textOf(request.headers[name])?.split(/, */) ?? [];
    const [judged, shown] = order(values);
    return judged === undefined || shown === undefined ? undefined : [judged, shown];
  };

const beside =
  (read: (call: Call, name: string) => string | undefined): Two =>
  (call, name) => {
    const judged = textOf(call.request.headers[name]);
    const shown = read(call, name);
    return judged === undefined || shown === undefined ? undefined : [judged, shown];
  };

const TWO: readonly (readonly [id: string, title: string, two: Two])[] = [
  ['first-judged', 'Of two tenants the first is judged and the last is served.', ofList((values) => values)],
  [
    'last-judged',
    'Of two tenants the last is judged and the first is served.',
    ofList((values) => [...values].reverse()),
  ],
  [
    'query',
    'The tenant in the header is judged, and one in the query is served.',
    beside(({ request }, name) =>
      textOf(Object.entries(request.query).find(([key]) => key.toLowerCase() === name)?.[1]),
    ),
  ],
  [
    'underscore',
    'A header with underscores in its name is served, and the true one is judged.',
    beside(({ request }, name) => textOf(request.headers[name.replaceAll('-', '_')])),
  ],
];

const twoTenants = (two: Two): Seams => {
  const of = (call: Call) => {
    const name = call.operation.identifiers.find(({ identifier: rule }) => rule?.kind === 'tenant')?.name.toLowerCase();
    const found = name === undefined ? undefined : two(call, name);
    return name === undefined || found === undefined ? undefined : { name, judged: found[0], shown: found[1] };
  };
  return {
    guard: (stage, guard) => {
      if (stage === 'identifier')
        return (call) => {
          const found = of(call);
          return guard(found === undefined ? call : withHeaders(call, { [found.name]: found.judged }));
        };
      if (stage !== 'permission') return guard;
      return (call) =>
        chain(guard(call), (refusal) => {
          const found = of(call);
          if (refusal === undefined && found !== undefined) call.tenant = found.shown;
          return refusal;
        });
    },
  };
};

/** The address that a header claims is taken for the caller's. */
const believing = (name: string, read: (value: string) => string): Seams =>
  onGuard('permission', (guard) => (call) => {
    const value = textOf(call.request.headers[name]);
    return guard(value === undefined ? call : withRequest(call, { address: read(value).trim() }));
  });

const BELIEVED: readonly (readonly [name: string, read: (value: string) => string])[] = [
  ['x-real-ip', (value) => value],
  ['x-client-ip', (value) => value],
  ['true-client-ip', (value) => value],
  ['cf-connecting-ip', (value) => value],
  ['client-ip', (value) => value],
  ['x-cluster-client-ip', (value) => value],
  ['fastly-client-ip', (value) => value],
  ['forwarded', (value) => value.replace(/^for=/, '')],
  ['x-forwarded-for', (value) => value.split(',', 1)[0]!],
];

/** Ranges with another prefix length. */
const withPrefix = (change: (bits: number) => number): Seams =>
  recognizing((found) =>
    found.state === 'good'
      ? {
          ...found,
          caller: {
            ...found.caller,
            allowedAddresses: found.caller.allowedAddresses?.map((range) =>
              range.replace(/\/(\d+)$/, (_, bits: string) => `/${change(Number(bits))}`),
            ),
          },
        }
      : found,
  );

const ORIGINS: readonly (readonly [id: string, title: string, read: (call: Call) => string | undefined])[] = [
  ['referer', 'Where there is no Origin, the Referer is taken.', ({ request }) => textOf(request.headers.referer)],
  [
    'forwarded-host',
    'Where there is no Origin, X-Forwarded-Host is taken.',
    ({ request }) => textOf(request.headers['x-forwarded-host']),
  ],
  ['x-origin', 'Where there is no Origin, X-Origin is taken.', ({ request }) => textOf(request.headers['x-origin'])],
  ['query', 'Where there is no Origin, one in the query is taken.', ({ request }) => textOf(request.query['origin'])],
  [
    'list-first',
    'Of a list of origins the first counts.',
    ({ request }) => textOf(request.headers.origin)?.split(/[, ]+/)[0],
  ],
  [
    'list-last',
    'Of a list of origins the last counts.',
    ({ request }) => textOf(request.headers.origin)?.split(/[, ]+/).at(-1),
  ],
];

/** Whoever brings one of these is let in: a proxy has looked, it is thought. */
const vouched: readonly Mutant[] = ['x-original-url', 'x-rewrite-url', 'x-forwarded-user'].map((name) => ({
  id: `spelling.vouched-${name}`,
  title: `A request with ${name} wants no credential.`,
  applies: guarded,
  killedBy: ['spelling.guarded'],
  spread: 3,
  reach: REACH,
  seams: lettingThrough(
    'authentication',
    ['missing_credentials'],
    ({ request }) => request.headers[name] !== undefined,
  ),
}));

/** A cache in front answers who says that they have it already. */
const unchanged: Mutant = {
  id: 'spelling.unchanged-for-anyone',
  title: 'Whoever asks whether a record changed is told, without a credential.',
  applies: guarded,
  killedBy: ['spelling.guarded'],
  spread: 3,
  reach: REACH,
  seams: replying(
    ({ operation, request }) => operation.method === 'GET' && request.headers['if-none-match'] === '*',
    () => ({ status: 304, refusal: undefined, body: undefined, contentType: undefined }),
  ),
};

export const SPELLINGS: readonly Mutant[] = [
  ...skipped,
  unchanged,
  ...vouched,
  ...served,
  ...mutants(
    all(identifier('tenant'), has('resource.list')),
    TWO.map(([id, title, two]) => ({
      id: `spelling.two-tenants-${id}`,
      title,
      killedBy: ['identifier.tenant-twice'],
      spread: 3,
      seams: twoTenants(two),
    })),
  ),
  ...mutants(addresses, [
    ...BELIEVED.map(([name, read]) => ({
      id: `address.believes-${name}`,
      title: `The address in ${name} is taken for the caller's, whoever sends it.`,
      killedBy: ['address.key-forged', 'address.signing-key-forged', 'address.token-forged'],
      spread: 3,
      seams: believing(name, read),
    })),
    {
      id: 'address.range-too-wide',
      title: 'Address ranges are twice as wide as they are written.',
      killedBy: ['address.key-edge', 'address.signing-key-edge', 'address.token-edge'],
      spread: 3,
      seams: withPrefix((bits) => bits - 1),
    },
    {
      id: 'address.range-too-narrow',
      title: 'Address ranges are half as wide as they are written.',
      killedBy: ['address.key-edge', 'address.signing-key-edge', 'address.token-edge'],
      spread: 3,
      seams: withPrefix((bits) => bits + 1),
    },
  ]),
  ...mutants(
    identifier('origin'),
    ORIGINS.map(([id, title, read]) => ({
      id: `origin.from-${id}`,
      title,
      killedBy: ['origin.elsewhere'],
      spread: 3,
      seams: onGuard('identifier', (guard) => (call) => {
        const origin = read(call);
        const before = textOf(call.request.headers.origin);
        return guard(origin === undefined || origin === before ? call : withHeaders(call, { origin }));
      }),
    })),
  ),
];
