/** What a quota is counted by, and by nothing else: no header, method, token or record opens another one. */
import type { Context, Presentation, RequestParts } from '../../check-context.ts';
import type { CompiledRequirement } from '../../../mock/contract/compiled-contract.ts';
import { presentationOf, withHeader, withQuery } from '../common/change-request.ts';
import { caller } from './support/ask-as-caller.ts';
import type { Quota, QuotaCheck } from './support/exhaust-quota.ts';
import { lasting, remainingIn, withinWindow } from './support/read-quota.ts';

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

/** How much is left, by an ordinary request of the class. */
async function left(context: Context, { operation }: Quota, parts: RequestParts): Promise<number> {
  return remainingIn(context, operation, await context.send(parts));
}

async function expectCounted(
  context: Context,
  quota: Quota,
  words: string,
  plain: RequestParts,
  other: RequestParts,
): Promise<void> {
  const { before, after, answer } = await withinWindow(context, async () => {
    const first = await left(context, quota, plain);
    await context.send(other);
    const last = await context.send(plain);
    return { before: first, after: remainingIn(context, quota.operation, last), answer: last };
  });
  context.expect.that(
    after === before - 2,
    `${before - 2} remaining, since a request with ${words} takes from the same quota`,
    `${after}`,
    answer,
    `requests with ${words.split(':')[0]!} do not count`,
  );
}

const variants = (quota: Quota, id: string, what: string, list: readonly Variant[]): QuotaCheck => ({
  id: `rate-limit.${id}:${quota.name}`,
  title: `${what} opens no other quota "${quota.name}"`,
  level: 'must',
  needs: ['destructive'],
  quotas: 'contract',
  async run(context: Context) {
    if (context.target.control !== undefined) await context.clock.freeze();
    const { authenticate } = await caller(context, quota.operation, lasting(quota.operation));
    for (const { words, change } of list) {
      const plain = await authenticate();
      await expectCounted(context, quota, words, plain, change(plain));
    }
  },
});

const head = (quota: Quota): QuotaCheck => ({
  id: `rate-limit.head:${quota.name}`,
  title: `HEAD takes from the quota "${quota.name}" as GET does`,
  level: 'must',
  needs: [],
  quotas: 'contract',
  async run(context: Context) {
    if (context.target.control !== undefined) await context.clock.freeze();
    const { authenticate } = await caller(context, quota.operation, lasting(quota.operation));
    const plain = await authenticate();
    await expectCounted(context, quota, 'the method HEAD', plain, { ...plain, method: 'HEAD', body: undefined });
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
    if (context.target.control !== undefined) await context.clock.freeze();
    const [one, other] = await twoTokens(context, quota, requirement);
    const request = await context.request(quota.operation, {}, { tenant: one.tenant });
    await expectCounted(
      context,
      quota,
      'another token of the client',
      context.present(request, one),
      context.present(request, other),
    );
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
    const before = await left(context, quota, plain);
    await context.send(context.present(request, { ...one, ...presentationOf(requirement, key) }));
    const last = await context.send(plain);
    const wanted = before - (apart ? 1 : 2);
    const after = remainingIn(context, quota.operation, last);
    context.expect.that(
      after === wanted,
      `${wanted} remaining after a request with another key of the tenant`,
      `${after}`,
      last,
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
    variants(quota, 'other-headers', 'another client program', PLAIN),
    ...(operation.method === 'GET' ? [head(quota)] : []),
    ...(token === undefined ? [] : [tokens(quota, token)]),
    ...(keyed === undefined ? [] : [keysOf(quota, keyed, key.includes('credential'))]),
  ];
}
