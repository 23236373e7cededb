/** What a quota is counted by, and by nothing else: no header, method, token or record opens another one. */
import type { Context, Presentation, RequestParts } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import type { CompiledRequirement } from '../../../mock/contract/compiled-contract.ts';
import { presentationOf, withHeader, withQuery } from '../common/change-request.ts';
import { caller } from './support/ask-as-caller.ts';
import { letsCachesKeep } from '../common/kept-by-caches.ts';
import { exhaust, limitTo } from './support/exhaust-quota.ts';
import type { Quota, QuotaCheck } from './support/exhaust-quota.ts';
import { lasting, remainingIn } from './support/read-quota.ts';

/** A request that differs in what nobody counts by. */
interface Variant {
  readonly words: string;
  change(parts: RequestParts): RequestParts;
}

const withHeaderOf = (name: string, value: string): Variant => ({
  words: `${name}: ${value}`,
  change: (parts) => withHeader(parts, name, value),
});

/** Addresses that stand in documents alone (RFC 5737), one for each way of claiming one. */
const FORGED: readonly Variant[] = [
  withHeaderOf('X-Forwarded-For', '203.0.113.71'),
  withHeaderOf('X-Real-IP', '203.0.113.72'),
  withHeaderOf('Forwarded', 'for=203.0.113.73'),
  withHeaderOf('True-Client-IP', '203.0.113.74'),
];

const PLAIN: readonly Variant[] = [
  withHeaderOf('User-Agent', 'another-client/2.0'),
  withHeaderOf('Accept-Language', 'sw-UG'),
  { words: 'a query parameter that nobody knows', change: (parts) => withQuery(parts, 'note_of_the_suite', '1') },
];

/** Sends a request of the class. @returns its answer, and what it says is left */
async function counted(
  context: Context,
  { operation }: Quota,
  parts: RequestParts,
): Promise<{ readonly left: number; readonly answer: Exchange }> {
  const answer = await context.send(parts);
  return { left: remainingIn(context, operation, answer), answer };
}

/** After a plain request each of the others must find one less. */
async function expectCounted(
  context: Context,
  quota: Quota,
  plain: RequestParts,
  others: readonly { readonly words: string; readonly parts: () => Promise<RequestParts> }[],
): Promise<void> {
  if (context.target.control !== undefined) await context.clock.freeze();
  let { left } = await counted(context, quota, plain);
  if (left < others.length) context.notRun(`the quota "${quota.name}" is too small to tell`);
  for (const { words, parts } of others) {
    const wanted = left - 1;
    let { left: found, answer } = await counted(context, quota, await parts());
    // On a clock that goes on a window may have ended meanwhile; what comes next is counted in the new one.
    if (found > left && context.target.control === undefined) {
      left = found;
      ({ left: found, answer } = await counted(context, quota, await parts()));
    }
    context.expect.that(
      found === wanted || (context.target.control === undefined && found === left - 1),
      `${wanted} remaining, since a request with ${words} takes from the same quota`,
      `${found}`,
      answer,
      `requests with ${words.split(':')[0]!} do not count`,
    );
    left = found;
  }
}

const variants = (quota: Quota, id: string, what: string, list: readonly Variant[]): QuotaCheck => ({
  id: `rate-limit.${id}:${quota.name}`,
  title: `${what} opens no other quota "${quota.name}"`,
  level: 'must',
  needs: ['destructive'],
  quotas: 'contract',
  async run(context: Context) {
    const { request, authenticate } = await caller(context, quota.operation, lasting(quota.operation));
    await expectCounted(
      context,
      quota,
      await authenticate(),
      list.map(({ words, change }) => ({ words, parts: () => authenticate(change(request)) })),
    );
  },
});

const head = (quota: Quota): QuotaCheck => ({
  id: `rate-limit.head:${quota.name}`,
  title: `HEAD takes from the quota "${quota.name}" as GET does`,
  level: 'must',
  needs: [],
  quotas: 'contract',
  async run(context: Context) {
    const { request, authenticate } = await caller(context, quota.operation, lasting(quota.operation));
    const parts = () => authenticate({ ...request, method: 'HEAD', body: undefined });
    await expectCounted(context, quota, await authenticate(), [{ words: 'the method HEAD', parts }]);
  },
});

/** What whoever is over a quota might try besides. */
const BESIDES: readonly Variant[] = [
  ...FORGED,
  ...PLAIN,
  withHeaderOf('User-Agent', 'x'),
  withHeaderOf('Accept-Language', 'de-DE, de;q=0.9, en;q=0.5'),
  withHeaderOf('Cookie', 'suite=1'),
  withHeaderOf('Cache-Control', 'no-cache'),
  withHeaderOf('If-None-Match', '*'),
  withHeaderOf('Accept', 'text/html'),
  { words: 'a slash at its end', change: (parts) => ({ ...parts, path: `${parts.path}/` }) },
  { words: 'a doubled slash', change: (parts) => ({ ...parts, path: `/${parts.path}` }) },
];

/** In the sandbox the quota is made as small as that. */
const FEW = 2;

const over = (quota: Quota): QuotaCheck => ({
  id: `rate-limit.over-however:${quota.name}`,
  title: `who is over the quota "${quota.name}" is refused whatever else the request carries, and no cache keeps the refusal`,
  level: 'must',
  needs: ['exhaust'],
  async run(context: Context) {
    const { operation } = quota;
    const { request, authenticate } = await caller(context, operation, lasting(operation));
    const send = async (parts: RequestParts) => context.send(await authenticate(parts), { impatient: true });
    if (context.target.control === undefined) await exhaust(context, quota);
    else {
      await context.clock.freeze();
      await limitTo(context, quota, FEW);
      for (let i = 0; i < FEW; i++) await send(request);
    }
    const plain = await send(request);
    context.expect.that(plain.status === 429, 'status 429', `status ${plain.status}`, plain);
    const kept = letsCachesKeep(plain);
    context.expect.that(
      kept === undefined,
      'a refusal that no cache may keep (RFC 6585 §4)',
      kept ?? '',
      plain,
      'a cache may keep the refusal of one request for the next',
    );
    const others = [
      ...BESIDES,
      ...(operation.method === 'GET'
        ? [{ words: 'the method HEAD', change: (parts: RequestParts) => ({ ...parts, method: 'HEAD' }) }]
        : []),
    ];
    for (const { words, change } of others) {
      const exchange = await send(change(request));
      // On a clock that goes on the window may have ended meanwhile.
      if (exchange.status < 400 && !context.clock.movable && (await send(request)).status !== 429)
        context.notRun('the quota came back before all was tried');
      context.expect.that(
        exchange.status >= 400,
        `status 429 still: the request has ${words}`,
        `status ${exchange.status}`,
        exchange,
        `requests with ${words.split(':')[0]!} are let through over the quota`,
      );
    }
  },
});

/** The requirement that a bearer token meets. */
const bearer = ({ operation }: Quota): CompiledRequirement | undefined =>
  operation.requirements.find(({ method }) => method.kind === 'token');

async function twoTokens(
  context: Context,
  { operation }: Quota,
  requirement: CompiledRequirement,
): Promise<readonly [Presentation, Presentation]> {
  const first = await context.credential(operation, { requirement });
  const client = first.client ?? context.notRun('the suite does not know whose token it is');
  const oauth = context.oauth.of(requirement.method.credential);
  const scope = requirement.scopes.join(' ');
  const { access_token: token } = client.grants.includes('client_credentials')
    ? await oauth.clientCredentials(client, scope === '' ? undefined : scope)
    : await oauth.authorizationCode(client, scope === '' ? undefined : scope);
  context.secret(token);
  return [
    first,
    { ...first, token, headers: first.headers.map(([name, value]) => [name, value.replace(first.token ?? '', token)]) },
  ];
}

const tokens = (quota: Quota, requirement: CompiledRequirement): QuotaCheck => ({
  id: `rate-limit.tokens-share:${quota.name}`,
  title: `another token of the same client opens no other quota "${quota.name}"`,
  level: 'must',
  needs: [],
  quotas: 'contract',
  async run(context: Context) {
    const [one, other] = await twoTokens(context, quota, requirement);
    const request = await context.request(quota.operation, {}, { tenant: one.tenant });
    const parts = () => Promise.resolve(context.present(request, other));
    await expectCounted(context, quota, context.present(request, one), [
      { words: 'another token of the client', parts },
    ]);
  },
});

/** Keys of one kind and tenant. */
const keysOf = (quota: Quota, requirement: CompiledRequirement, apart: boolean): QuotaCheck => ({
  id: `rate-limit.keys-${apart ? 'apart' : 'share'}:${quota.name}`,
  title: `${apart ? 'each key of a tenant has' : 'all keys of a tenant share'} the quota "${quota.name}"${apart ? ' for itself' : ''}`,
  level: 'must',
  needs: ['keys'],
  quotas: 'contract',
  async run(context: Context) {
    await context.clock.freeze();
    const one = await context.credential(quota.operation, { requirement });
    const key = await context.keys.create(requirement.method.credential, one.tenant);
    const request = await context.request(quota.operation, {}, { tenant: one.tenant });
    const plain = context.present(request, one);
    const { left: before } = await counted(context, quota, plain);
    await context.send(context.present(request, { ...one, ...presentationOf(requirement, key) }));
    const { left: after, answer } = await counted(context, quota, plain);
    const wanted = before - (apart ? 1 : 2);
    context.expect.that(
      after === wanted,
      `${wanted} remaining after a request with another key of the tenant`,
      `${after}`,
      answer,
    );
  },
});

/** @param key what the class is counted by */
export function quotaScope(quota: Quota, key: readonly string[]): readonly QuotaCheck[] {
  const { operation } = quota;
  const token = bearer(quota);
  const keyed = operation.requirements.find(
    ({ method, also }) => (method.kind === 'api_key' || method.kind === 'key_pair') && also === undefined,
  );
  return [
    variants(quota, 'forged-address', 'an address that the request merely claims', FORGED),
    over(quota),
    variants(quota, 'other-headers', 'another client program', PLAIN),
    ...(operation.method === 'GET' ? [head(quota)] : []),
    ...(token === undefined ? [] : [tokens(quota, token)]),
    ...(keyed === undefined ? [] : [keysOf(quota, keyed, key.includes('credential'))]),
  ];
}
