/** Quotas that are counted by something that the contract does not count by. */
import type { Call } from '../../mock/request/call.ts';
import type { CompiledContract, CompiledOperation } from '../../mock/contract/compiled-contract.ts';
import type { Mutant } from './mutant.ts';
import { mutants } from './mutant.ts';
import { withStore } from './wrap/wrap-call.ts';
import { all, credential } from './wrap/breakable-contracts.ts';
import type { Has } from './wrap/breakable-contracts.ts';
import { limitsAs } from './wrap/wrap-document.ts';
import { refusedWith, replying } from './wrap/wrap-reply.ts';
import { lettingThrough, onGuard } from './wrap/wrap-steps.ts';
import { rekeyed } from './wrap/wrap-store.ts';

const SPREAD = 2;

/** A class that tells what remains, and is not counted by address. */
const tells =
  (fits: (contract: CompiledContract, name: string) => boolean = () => true): Has =>
  (contract) =>
    contract.operations.some(
      ({ rateLimit, requirements, answers }) =>
        rateLimit !== undefined &&
        requirements.length > 0 &&
        contract.rateLimits.get(rateLimit)?.limit !== null &&
        contract.rateLimits.get(rateLimit)?.key.includes('address') === false &&
        answers.some(({ headers }) =>
          headers.some(({ value }) => 'fact' in value && value.fact === 'rate.remaining'),
        ) &&
        fits(contract, rateLimit),
    );

/** Each value has a quota of its own, beside the one that the contract has. */
const countedBy = (value: (call: Call) => string): Mutant['seams'] =>
  onGuard(
    'rate_limit',
    (guard) => (call) =>
      guard(
        withStore(
          call,
          rekeyed('rate:', (key) => `${key}|${value(call)}`),
        ),
      ),
  );

/** Requests that are so are not counted where the others are. */
const countedApart = (fits: (call: Call) => boolean): Mutant['seams'] =>
  countedBy((call) => (fits(call) ? 'apart' : ''));

const headerOf =
  (name: string) =>
  ({ request: { headers } }: Call): string =>
    String(headers[name] ?? '');

const FORGED = [
  ['x-forwarded-for', 'X-Forwarded-For'],
  ['x-real-ip', 'X-Real-IP'],
  ['forwarded', 'Forwarded'],
  ['true-client-ip', 'True-Client-IP'],
] as const;

/** Some class of this contract is tried by a read. */
const reads = tells(({ operations }, name) =>
  operations.some(({ rateLimit, action }) => rateLimit === name && action.type === 'resource.list'),
);

const tokens: Has = tells(({ operations }, name) =>
  operations.some(
    ({ rateLimit, requirements }) => rateLimit === name && requirements.some(({ method }) => method.kind === 'token'),
  ),
);

const keyed =
  (byCredential: boolean): Has =>
  (contract) =>
    tells((_contract, name) => contract.rateLimits.get(name)?.key.includes('credential') === byCredential)(contract);

/** Requests that are so are let through over the quota, though they are counted. */
const excused = (fits: (call: Call) => boolean): Mutant['seams'] =>
  lettingThrough('rate_limit', ['rate_limited'], fits);

const EXCUSED: readonly (readonly [id: string, who: string, fits: (call: Call) => boolean])[] = [
  ...FORGED.map(([name, shown]) => [name, `who sends ${shown}`, (call: Call) => headerOf(name)(call) !== ''] as const),
  ['cookie', 'who sends a cookie', (call) => headerOf('cookie')(call) !== ''],
  ['program', 'another client program', (call) => headerOf('user-agent')(call).startsWith('another')],
  ['short-program', 'a client program with a short name', (call) => headerOf('user-agent')(call).length === 1],
  ['languages', 'who would have several languages', (call) => headerOf('accept-language')(call).includes(',')],
  ['query', 'a request with a query parameter more', ({ request }) => request.queryString.includes('note_of_')],
  ['no-cache', 'who wants no cached answer', (call) => headerOf('cache-control')(call) === 'no-cache'],
  ['slash', 'a path with a slash at its end', ({ request: { path } }) => path.endsWith('/')],
];

/** In some class an operation like this stands beside another. */
const beside = (fits: (operation: CompiledOperation) => boolean): Has =>
  tells(({ operations }, name) => {
    const own = operations.filter(({ rateLimit }) => rateLimit === name);
    return own.some(fits) && !fits(own[0]!);
  });

export const QUOTA_SCOPES: readonly Mutant[] = [
  ...mutants(
    beside(({ path }) => path.includes('{')),
    [
      {
        id: 'quota.over-at-record',
        title: 'Over the quota requests for one record are let through.',
        spread: SPREAD,
        killedBy: ['rate-limit.over-elsewhere'],
        seams: excused(({ request: { params } }) => Object.keys(params).length > 0),
      },
    ],
  ),
  ...mutants(
    beside(({ body }) => body !== undefined),
    [
      {
        id: 'quota.over-without-body',
        title: 'Over the quota requests with an empty body are let through, to be refused for it.',
        spread: SPREAD,
        killedBy: ['rate-limit.over-elsewhere'],
        seams: excused(({ request: { method, rawBody } }) => method !== 'GET' && (rawBody?.length ?? 0) === 0),
      },
    ],
  ),
  ...mutants(
    tells(),
    EXCUSED.map(([id, who, fits]) => ({
      id: `quota.over-${id}`,
      title: `Over the quota ${who} is let through.`,
      spread: SPREAD,
      killedBy: ['rate-limit.over-however'],
      seams: excused(fits),
    })),
  ),
  ...mutants(tells(), [
    {
      id: 'quota.refusal-kept',
      title: 'The refusal over a quota may be kept for a minute.',
      spread: SPREAD,
      killedBy: ['rate-limit.over-however'],
      seams: replying(refusedWith('rate_limited'), ({ headers }) => ({
        headers: [
          ...headers.filter(({ name }) => name.toLowerCase() !== 'cache-control'),
          { name: 'cache-control', value: 'public, max-age=60' },
        ],
      })),
    },
  ]),
  ...mutants(tells(), [
    ...FORGED.map(([name, shown]) => ({
      id: `quota.by-${name}`,
      title: `Who claims another address by ${shown} gets another quota.`,
      spread: SPREAD,
      killedBy: ['rate-limit.forged-address'],
      seams: countedBy(headerOf(name)),
    })),
    {
      id: 'quota.by-user-agent',
      title: 'Each client program has a quota of its own.',
      spread: SPREAD,
      killedBy: ['rate-limit.other-headers'],
      seams: countedBy(headerOf('user-agent')),
    },
    {
      id: 'quota.by-language',
      title: 'Quotas are kept with cached answers, by language.',
      spread: SPREAD,
      killedBy: ['rate-limit.other-headers'],
      seams: countedBy(headerOf('accept-language')),
    },
    {
      id: 'quota.by-query',
      title: 'Each query string has a quota of its own.',
      spread: SPREAD,
      killedBy: ['rate-limit.other-headers'],
      seams: countedBy(({ request }) => request.queryString),
    },
    {
      id: 'quota.forged-local',
      title: 'Who claims to be behind a proxy is not counted.',
      spread: SPREAD,
      killedBy: ['rate-limit.forged-address'],
      seams: countedApart(({ request: { headers } }) => FORGED.some(([name]) => headers[name] !== undefined)),
    },
  ]),
  ...mutants(reads, [
    {
      id: 'quota.head-free',
      title: 'HEAD is not counted.',
      spread: 2,
      killedBy: ['rate-limit.head'],
      seams: countedApart(({ request }) => request.method === 'HEAD'),
    },
  ]),
  ...mutants(tokens, [
    {
      id: 'quota.by-token',
      title: 'Each token has a quota of its own.',
      spread: SPREAD,
      killedBy: ['rate-limit.tokens-share'],
      seams: countedBy(headerOf('authorization')),
    },
  ]),
  ...mutants(all(credential('api_key', 'key_pair'), keyed(true)), [
    {
      id: 'quota.keys-together',
      title: 'All keys of a tenant share the quota that each should have.',
      killedBy: ['rate-limit.keys-apart'],
      seams: limitsAs((rule) => void (rule.key = rule.key.filter((part) => part !== 'credential'))),
    },
  ]),
  ...mutants(all(credential('api_key', 'key_pair'), keyed(false)), [
    {
      id: 'quota.keys-each',
      title: 'Each key of a tenant has a quota, where they share one.',
      spread: 2,
      killedBy: ['rate-limit.keys-share'],
      seams: limitsAs((rule) => void (rule.key[0] === 'tenant' && rule.key.push('credential'))),
    },
  ]),
];
