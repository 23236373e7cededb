/**
 * Links that sign in too often, too long, or whom they should not: tried on the small contract that has links, by
 * conformance/test/mutants-beyond.test.ts.
 */
import type { TokenRecord } from '../../mock/auth/oauth/token-records.ts';
import { linkKey } from '../../mock/auth/links/link-records.ts';
import type { LinkRecord } from '../../mock/auth/links/link-records.ts';
import { digest } from '../../mock/auth/secret-digest.ts';
import type { Call } from '../../mock/request/call.ts';
import { cookieValues } from '../../mock/request/cookies.ts';
import { contractMs } from '../../mock/contract/durations.ts';
import { chain } from '../../mock/state/awaitable.ts';
import type { Awaitable } from '../../mock/state/awaitable.ts';
import { parseJson, valueAt } from '../driver/json-values.ts';
import type { RateLimit, SeedClient } from '../../specs/generated/vocabulary.ts';
import type { Seams } from '../../mock/pipeline/seams.ts';
import type { LinkRedeemAction, LinkRequestAction } from '../../specs/generated/vocabulary.ts';
import { mutants } from './mutant.ts';
import { STEP_UP, verification } from './otp-mutants.ts';
import type { Mutant } from './mutant.ts';
import { all, has, rotation } from './wrap/breakable-contracts.ts';
import type { Has } from './wrap/breakable-contracts.ts';
import { clientOf, withPeople, withQuery, withRequest, withWorld } from './wrap/wrap-call.ts';
import { actionsAs, credentialsAs, limitsAs } from './wrap/wrap-document.ts';
import type { Writable } from './wrap/wrap-document.ts';
import { both, ofAction, replying, succeeded, without } from './wrap/wrap-reply.ts';
import { acting, actingOn, answering, insisting, onAction, saying, telling } from './wrap/wrap-steps.ts';
import { forgetting, inStore, keeping, racing, rekeyed, seeing, TOKENS_KEPT } from './wrap/wrap-store.ts';

const sends =
  (fits: (action: LinkRequestAction) => boolean): Has =>
  ({ operations }) =>
    operations.some(({ action }) => action.type === 'link.request' && fits(action));

const takes =
  (fits: (action: LinkRedeemAction) => boolean): Has =>
  ({ operations }) =>
    operations.some(({ action }) => action.type === 'link.redeem' && fits(action));

const kept = (change: (record: LinkRecord, call: Call) => Partial<LinkRecord>) =>
  actingOn('link.redeem', (store, call) =>
    seeing<LinkRecord>('link:', (record) => ({ ...record, ...change(record, call) }))(store),
  );

const ending = (by: number) =>
  inStore(
    keeping<LinkRecord>('link:', (record, options) => [{ ...record, expires_at: record.expires_at + by }, options]),
  );

/** What is sent to nobody is answered otherwise. */
const toNobody = (change: (answer: object) => object) =>
  onAction('link.request', (action) => async (call) => {
    const { inbox } = call.world.sandbox;
    const before = await inbox.latest();
    const outcome = await action(call);
    const after = await inbox.latest();
    return outcome.answer === undefined || before?.id !== after?.id ? outcome : { answer: change(outcome.answer) };
  });

const tokenOf = ({ operation: { action }, request }: Call): string => {
  const name = action.type === 'link.redeem' ? action.token_parameter : undefined;
  return String((name !== undefined && request.query[name]) || '');
};

const spent = ({ world, now }: Call, token: string): Awaitable<undefined> =>
  world.store.swap<LinkRecord, undefined>(linkKey(token), (record) =>
    record === undefined
      ? { result: undefined }
      : { value: { ...record, used: { at: now, agent: '' } }, result: undefined },
  );

function browserCookie({ world: { contract }, operation: { action } }: Call): string {
  const name = action.type === 'link.redeem' ? action.request : undefined;
  const asks = contract.operations.find(({ id }) => id === name)?.action;
  return (asks?.type === 'link.request' && asks.browser_cookie) || '';
}

/** Where an authenticator is the only second factor. */
const alone: Has = ({ operations }) =>
  operations.some(({ stepUp }) => stepUp !== undefined) &&
  !operations.some(({ action }) => action.type === 'otp.request');

/** The defects of step-up, where codes of an authenticator are traded for verifications. */
export const STEP_UP_ALONE: readonly Mutant[] = [
  {
    id: 'alone.step-up.other-person',
    title: "Anybody of the tenant may use a verification by one person's authenticator.",
    applies: alone,
    killedBy: ['step-up.other-person'],
    seams: verification(() => ({ user: undefined })),
  },
  ...STEP_UP.filter(({ id }) =>
    [
      'step-up.missing',
      'step-up.any-token',
      'step-up.reused',
      'step-up.second-too-long',
      'step-up.second-too-short',
      'step-up.other-operation',
      'step-up.other-tenant',
      'step-up.burnt',
      'step-up.race',
    ].includes(id),
  ).map((mutant) => ({ ...mutant, id: `alone.${mutant.id}`, applies: alone })),
];

const limited = sends(({ per_address: name }) => name !== undefined);

const byRecipient = (change: (rule: Writable<RateLimit>) => void): Seams =>
  limitsAs((rule) => {
    if (rule.key.includes('recipient')) change(rule);
  });

/**
 * Requests are counted by something more than whom they are sent to, told when they were found to be well-formed: by then
 * nobody else's is between that and the count.
 */
function countedBy(what: (address: string, call: Call, nth: number) => string): Seams {
  let more = '';
  let nth = 0;
  return {
    guard: (name, guard) => (call) => {
      const { action } = call.operation;
      if (name === 'validation' && action.type === 'link.request')
        more = what(String(valueAt(bodyOf(call), action.address)), call, nth++);
      return guard(call);
    },
    ...inStore(rekeyed('rate:', (key) => key + more)),
  };
}

const bodyOf = ({ request: { rawBody } }: Call): unknown => parseJson(rawBody?.toString() ?? '');

const isSomebodys = (address: string, { world }: Call): boolean =>
  [...world.people.users.values()].some(
    ({ username, profile }) => username === address || Object.values<unknown>(profile ?? {}).includes(address),
  );

const tokens = takes(({ client }) => client !== undefined);

/** A link is taken for clients that should get nothing by it, once they are as this makes them. */
const forAll = (change: (client: SeedClient, call: Call) => SeedClient) =>
  insisting('link.redeem', ['invalid_client'], (call) => {
    const clients = new Map([...call.world.people.clients].map(([id, client]) => [id, change(client, call)]));
    return withPeople(call, { clients });
  });

/** The token endpoint sees another record of the token that is traded in. */
const refreshing = (change: (record: TokenRecord, call: Call) => Partial<TokenRecord>) =>
  actingOn('token.issue', (store, call) =>
    seeing<TokenRecord>(TOKENS_KEPT, (record) => ({ ...record, ...change(record, call) }))(store),
  );

const linkIn = (call: Call): string => {
  const { action } = call.operation;
  return action.type === 'link.redeem' ? String(valueAt(bodyOf(call), action.token ?? '')) : '';
};

export const LINKS: readonly Mutant[] = mutants(has('link.redeem'), [
  {
    id: 'link.reused',
    title: 'A link can be used again.',
    killedBy: ['link.single-use'],
    seams: kept(() => ({ used: null })),
  },
  {
    id: 'link.race',
    title: 'A link that is followed twice at once signs in twice.',
    killedBy: ['link.race'],
    seams: inStore(racing('link:')),
  },
  {
    id: 'link.expires-late',
    title: 'A link works for a second after its end.',
    killedBy: ['link.expiry'],
    seams: ending(1000),
  },
  {
    id: 'link.expires-early',
    title: 'A link ends a second early.',
    killedBy: ['link.expiry'],
    seams: ending(-1000),
  },
  {
    id: 'link.older-lives',
    title: 'An older link works on beside a newer one.',
    applies: sends(({ newest_only: newestOnly = true }) => newestOnly),
    killedBy: ['link.replaced'],
    seams: actionsAs('link.request', (action) => void (action.newest_only = false)),
  },
  {
    id: 'link.older-dies',
    title: 'A newer link ends an older one that should live.',
    applies: sends(({ newest_only: newestOnly }) => newestOnly === false),
    killedBy: ['link.older-lives'],
    seams: actionsAs('link.request', (action) => void (action.newest_only = true)),
  },
  {
    id: 'link.ends-everybodys',
    title: "A newer link ends other people's.",
    killedBy: ['link.replaced'],
    seams: inStore(rekeyed('link-newest:', () => 'link-newest:all')),
  },
  {
    id: 'link.token-told',
    title: 'The answer to whoever asks for a link holds its token.',
    killedBy: ['link.sent'],
    seams: saying('link.request', async (outcome, { world }) => {
      const message = await world.sandbox.inbox.latest();
      return outcome.answer === undefined || message === undefined
        ? outcome
        : { answer: { ...outcome.answer, headers: { ...outcome.answer.headers, 'x-link': message.code } } };
    }),
  },
  {
    id: 'link.lifetime-told-wrong',
    title: 'The answer tells twice the lifetime of the link.',
    killedBy: ['link.sent', 'value.link.expires_in'],
    seams: telling('link.request', (facts) => ({ ...facts, 'link.expires_in': Number(facts['link.expires_in']) * 2 })),
  },
  {
    id: 'link.tells-strangers',
    title: 'The answer tells by its body that nobody has the address.',
    applies: sends(({ unknown = 'accept' }) => unknown === 'accept'),
    killedBy: ['link.same-answer', 'value.link.expires_in'],
    seams: toNobody((answer) => ({ ...answer, facts: { 'link.expires_in': 0 } })),
  },
  {
    id: 'link.no-cookie-for-strangers',
    title: 'The answer tells by the lack of a cookie that nobody has the address.',
    applies: sends(({ browser_cookie: name }) => name !== undefined),
    killedBy: ['link.same-answer'],
    seams: toNobody((answer) => ({ ...answer, headers: {} })),
  },
  {
    id: 'link.accepts-strangers',
    title: 'An address that nobody has is taken where it should be refused.',
    applies: sends(({ unknown }) => unknown === 'refuse'),
    killedBy: ['link.unknown-user'],
    seams: answering('link.request', ['unknown_user']),
  },
  {
    id: 'link.written-address',
    title: 'A link goes to the address as the request writes it.',
    killedBy: ['link.address-on-file'],
    seams: acting('link.request', (call) => {
      const { sandbox } = call.world;
      const { inbox } = sandbox;
      const written = call.request.rawBody?.toString().match(/"(?:email|phone)":\s*"([^"]+)"/)?.[1];
      return withWorld(call, {
        sandbox: {
          ...sandbox,
          inbox: { ...inbox, deliver: (message) => inbox.deliver({ ...message, to: written ?? message.to }) },
        },
      });
    }),
  },
  {
    id: 'link.head-spends',
    title: 'A HEAD request uses the link up.',
    applies: takes(({ token_parameter: name }) => name !== undefined),
    killedBy: ['link.head'],
    seams: acting('link.redeem', (call) =>
      call.request.method === 'HEAD' ? withRequest(call, { method: 'GET' }) : call,
    ),
  },
  {
    id: 'link.any-browser',
    title: 'A link works in any browser.',
    applies: sends(({ browser_cookie: name }) => name !== undefined),
    killedBy: ['link.other-browser'],
    seams: kept(() => ({ browser: null })),
  },
  {
    id: 'link.any-cookie',
    title: 'A link works in every browser that asked for one.',
    applies: sends(({ browser_cookie: name }) => name !== undefined),
    killedBy: ['link.other-browser'],
    seams: kept(({ browser }, call) => ({
      browser: browser && digest(cookieValues(call.request, browserCookie(call))[0] ?? ''),
    })),
  },
  {
    id: 'link.strange-browser-spends',
    title: 'A try in another browser uses the link up.',
    applies: sends(({ browser_cookie: name }) => name !== undefined),
    killedBy: ['link.other-browser'],
    seams: saying('link.redeem', (outcome, call) =>
      outcome.refusal?.failure === 'invalid_link' ? chain(spent(call, tokenOf(call)), () => outcome) : outcome,
    ),
  },
  {
    id: 'link.end-ignored',
    title: 'What stands behind the token is ignored.',
    applies: takes(({ token_parameter: name }) => name !== undefined),
    killedBy: ['link.near-token'],
    seams: insisting('link.redeem', ['invalid_link'], (call) => {
      const { action } = call.operation;
      const name = action.type === 'link.redeem' ? action.token_parameter : undefined;
      return name === undefined ? undefined : withQuery(call, { [name]: tokenOf(call).slice(0, -1) });
    }),
  },
  {
    id: 'link.any-token',
    title: 'Any token signs in.',
    killedBy: ['link.unknown'],
    seams: answering('link.redeem', ['invalid_link']),
  },
  {
    id: 'link.one-person',
    title: 'Every link signs in the same person.',
    killedBy: ['link.of-its-person'],
    seams: {
      action: (type, action) => (call) =>
        type === 'profile.get' && call.identification.state === 'good'
          ? action({
              ...call,
              identification: {
                ...call.identification,
                caller: {
                  ...call.identification.caller,
                  user: call.world.people.users.values().next().value,
                },
              },
            })
          : action(call),
    },
  },
  {
    id: 'link.no-cookie',
    title: 'Whoever follows a link is given no cookie.',
    applies: takes(({ redirect }) => redirect !== undefined),
    killedBy: ['link.signs-in'],
    seams: replying(both(ofAction('link.redeem'), succeeded), without('set-cookie')),
  },
  {
    id: 'link.short-token',
    title: 'The token of a link has six digits.',
    killedBy: ['random.links'],
    seams: actionsAs('link.request', (action) => void (action.id_format = { alphabet: 'digits', length: 6 })),
  },
  {
    id: 'link.address-unlimited',
    title: 'One address is sent as many links as anyone asks for.',
    applies: limited,
    killedBy: ['link.address-limit', 'link.address-limit-nobody', 'link.address-limit-window'],
    seams: actionsAs('link.request', (action) => void delete action.per_address),
  },
  {
    id: 'link.address-one-more',
    title: 'One address is sent one link more than it may be.',
    applies: limited,
    killedBy: ['link.address-limit', 'link.address-limit-nobody', 'link.address-limit-window'],
    seams: byRecipient((rule) => void (rule.limit = rule.limit! + 1)),
  },
  {
    id: 'link.address-late',
    title: 'One address is sent links again a second late.',
    applies: limited,
    killedBy: ['link.address-limit-window'],
    seams: byRecipient((rule) => void (rule.window = `PT${contractMs(rule.window) / 1000 + 1}S`)),
  },
  {
    id: 'link.addresses-together',
    title: 'All addresses share one limit.',
    applies: limited,
    killedBy: ['link.address-limit'],
    seams: inStore(rekeyed('rate:', (key) => key.split('|', 1)[0]!)),
  },
  {
    id: 'link.address-as-written',
    title: 'An address that is written otherwise has a limit of its own.',
    applies: sends(
      ({ per_address: name, user_field: field = 'username' }) => name !== undefined && field === 'username',
    ),
    killedBy: ['link.address-limit'],
    seams: countedBy((address) => `|${address}`),
  },
  {
    id: 'link.strangers-unlimited',
    title: 'An address that nobody has meets no limit.',
    applies: sends(({ per_address: name, unknown = 'accept' }) => name !== undefined && unknown === 'accept'),
    killedBy: ['link.address-limit-nobody'],
    seams: countedBy((address, call, nth) => (isSomebodys(address.toLowerCase(), call) ? '' : `|${nth}`)),
  },
  {
    id: 'link.any-client',
    title: 'A client that does not exist is given tokens.',
    applies: tokens,
    killedBy: ['link.unknown-client'],
    seams: insisting('link.redeem', ['invalid_client'], (call) => {
      const { clients } = call.world.people;
      const { action } = call.operation;
      const name = action.type === 'link.redeem' ? String(valueAt(bodyOf(call), action.client ?? '')) : '';
      const app = [...clients.values()].find(({ client_secret: secret }) => secret === undefined)!;
      return clients.has(name) ? undefined : withPeople(call, { clients: new Map([...clients, [name, app]]) });
    }),
  },
  {
    id: 'link.any-tenants-client',
    title: 'A client of another tenant is given tokens for a person.',
    applies: tokens,
    killedBy: ['link.other-tenant'],
    seams: forAll((client, { world }) => ({
      ...client,
      tenant: [...world.people.tenants.keys()].find((id) => id !== client.tenant)!,
    })),
  },
  {
    id: 'link.secret-unasked',
    title: 'A client that has a secret is given tokens by its name alone.',
    applies: tokens,
    killedBy: ['link.named-alone'],
    seams: forAll(({ client_secret: _, ...client }) => client),
  },
  {
    id: 'link.client-spends',
    title: 'A request that names the wrong client uses the link up.',
    applies: tokens,
    killedBy: ['link.unknown-client', 'link.other-tenant', 'link.named-alone'],
    seams: saying('link.redeem', (outcome, call) =>
      outcome.refusal?.failure === 'invalid_client' ? chain(spent(call, linkIn(call)), () => outcome) : outcome,
    ),
  },
  {
    id: 'link.refresh-of-nobody',
    title: 'The refresh token beside an access token is good for nothing.',
    applies: tokens,
    killedBy: ['link.refresh'],
    seams: telling('link.redeem', (facts) => ({ ...facts, 'token.refresh_token': 'made-up' })),
  },
  {
    id: 'link.refresh-not-rotated',
    title: 'A refresh of what a link gave answers the same refresh token again.',
    applies: all(tokens, rotation),
    killedBy: ['link.refresh-rotates'],
    seams: credentialsAs('token', ({ refresh }) => void (refresh && (refresh.rotate = false))),
  },
  {
    id: 'link.refresh-reused',
    title: 'A refresh token of a link that was traded in stays good.',
    applies: all(tokens, rotation),
    killedBy: ['link.refresh-reuse'],
    seams: refreshing(() => ({ used: false })),
  },
  {
    id: 'link.refresh-reuse-keeps-family',
    title: 'Reuse of a refresh token of a link is refused, and what came of the link lives on.',
    applies: all(tokens, rotation),
    killedBy: ['link.refresh-reuse'],
    seams: actingOn('token.issue', forgetting('family:')),
  },
  {
    id: 'link.refresh-other-client',
    title: 'A refresh token of a link is good for any client.',
    applies: tokens,
    killedBy: ['link.refresh-of-another-client'],
    seams: refreshing((record, call) => ({ client: clientOf(call) ?? record.client })),
  },
]);
