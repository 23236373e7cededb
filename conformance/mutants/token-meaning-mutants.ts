/** Tokens that speak for somebody else, for more, or for longer than was agreed. */
import { decodeJwt, signJwt } from '../../mock/auth/oauth/signed-jwt.ts';
import { findToken, tokenKey } from '../../mock/auth/oauth/token-records.ts';
import type { TokenRecord } from '../../mock/auth/oauth/token-records.ts';
import type { Facts } from '../../mock/contract/fill-values.ts';
import type { Seams } from '../../mock/pipeline/seams.ts';
import type { Call } from '../../mock/request/call.ts';
import type { Mutant } from './mutant.ts';
import { mutants } from './mutant.ts';
import { all, any, clientBasic, grant, has, jwt, refreshable, scoped } from './wrap/breakable-contracts.ts';
import type { Has } from './wrap/breakable-contracts.ts';
import { clientOf, formOf, withForm } from './wrap/wrap-call.ts';
import { acting, lettingThrough, saying } from './wrap/wrap-steps.ts';

interface Change {
  readonly record?: Partial<TokenRecord>;
  /** Of a JWT. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Of the answer. */
  readonly facts?: Facts;
}

/** The access token of a grant as another one: in the store, in its claims and in the answer. */
const reissuing = (
  grantType: string | undefined,
  change: (call: Call, record: TokenRecord) => Change | undefined,
): Seams =>
  saying('token.issue', async (outcome, call) => {
    const token = outcome.answer?.facts?.['token.access_token'];
    if (typeof token !== 'string') return outcome;
    if (grantType !== undefined && formOf(call)['grant_type'] !== grantType) return outcome;
    const record = await findToken(call.world, token);
    const changed = record && change(call, record);
    if (record === undefined || changed === undefined) return outcome;
    const decoded = decodeJwt(token);
    const credential = call.world.contract.credentials.get(record.credential);
    const algorithm = credential?.kind === 'token' ? (credential.algorithm ?? 'RS256') : 'RS256';
    const other =
      decoded === undefined || changed.claims === undefined
        ? token
        : await signJwt(
            call.world.keys.get(algorithm),
            { ...decoded.claims, ...changed.claims } as Parameters<typeof signJwt>[1],
            credential?.kind === 'token' ? credential.typ : undefined,
          );
    await call.world.store.set(tokenKey(other), { ...record, ...changed.record });
    return {
      answer: { ...outcome.answer, facts: { ...outcome.answer?.facts, 'token.access_token': other, ...changed.facts } },
    };
  });

const CODE = 'authorization_code';
const REFRESH = 'refresh_token';
const CLIENT = 'client_credentials';

const YEAR = 31_536_000;

/** The request names a longer life. */
const longer = (call: Call, record: TokenRecord): Change | undefined => {
  const seconds = Number(formOf(call)['expires_in']);
  return Number.isFinite(seconds)
    ? {
        record: { expires_at: record.issued_at + seconds },
        claims: { exp: record.issued_at + seconds },
        facts: { 'token.expires_in': seconds },
      }
    : undefined;
};

const field = (call: Call, ...names: readonly string[]): string | undefined =>
  names.map((name) => formOf(call)[name]).find((value) => value !== undefined && value !== '');

/** The request names another person. */
const asSomebody = (call: Call): Change | undefined => {
  const sub = field(call, 'sub', 'user', 'user_id');
  return sub === undefined ? undefined : { record: { user: null, subject: sub }, claims: { sub } };
};

const ofTenant = (call: Call): Change | undefined => {
  const tenant = field(call, 'tenant', 'tenant_id');
  return tenant === undefined ? undefined : { record: { tenant }, claims: { tenant } };
};

const forAudience = (call: Call): Change | undefined => {
  const aud = field(call, 'aud');
  return aud === undefined ? undefined : { claims: { aud } };
};

/** Some way to look into a token: a JWT, or introspection. */
const readable: Has = any(jwt(), has('token.introspect'));

const claimed =
  (name: string): Has =>
  ({ credentials }) =>
    [...credentials.values()].some(
      (one) =>
        one.kind === 'token' &&
        one.format === 'jwt' &&
        (one.claims as readonly string[] | undefined)?.includes(name) === true,
    );

const GRANTS: readonly (readonly [id: string, type: string, how: string, applies: Has, killedBy: string])[] = [
  ['code', CODE, 'a code is redeemed', all(has('authorize'), grant('authorization_code')), 'oauth.code-means'],
  ['refresh', REFRESH, 'a token is refreshed', all(has('authorize'), refreshable), 'oauth.refresh-means'],
  ['client', CLIENT, 'a client asks for itself', grant('client_credentials'), 'oauth.client-means'],
];

const CHANGES: readonly (readonly [id: string, what: string, change: typeof longer, applies?: Has])[] = [
  ['longer', 'says expires_in gets that life', longer],
  ['somebody', 'names a person gets their token', asSomebody, readable],
  ['other-tenant', 'names a tenant gets its token', ofTenant, claimed('tenant')],
  ['other-audience', 'names an audience gets a token for it', forAudience, claimed('aud')],
];

const byGrant: readonly Mutant[] = GRANTS.flatMap(([id, type, how, applies, killedBy]) =>
  CHANGES.map(
    ([change, what, with_, needs]): Mutant => ({
      id: `means.${id}-${change}`,
      title: `When ${how}, whoever ${what}.`,
      applies: needs === undefined ? applies : all(applies, needs),
      killedBy: [killedBy],
      spread: 3,
      seams: reissuing(type, with_),
    }),
  ),
);

const withScope = (call: Call): Change | undefined => {
  const scope = field(call, 'scope');
  return scope === undefined ? undefined : { record: { scope }, claims: { scope }, facts: { 'token.scope': scope } };
};

const names = (call: Call): readonly string[] => [
  ...new Set([...call.world.people.clients.values()].flatMap(({ scopes }) => scopes)),
];

/** A scope that is not known is taken for one that `fits`. */
const looseScope = (fits: (given: string, known: string) => boolean): Seams =>
  acting('token.issue', (call) => {
    const scope = formOf(call)['scope'];
    const known = call.world.people.clients.get(clientOf(call) ?? '')?.scopes ?? [];
    if (scope === undefined || names(call).includes(scope)) return call;
    const meant = known.find((one) => fits(scope, one));
    return meant === undefined ? call : withForm(call, { scope: meant });
  });

/** The scopes of the caller's token grant those that fit. */
const looseGrant = (fits: (held: string, wanted: string) => boolean): Seams =>
  lettingThrough('permission', ['insufficient_scope', 'insufficient_role'], (call) => {
    const { identification, operation } = call;
    if (identification.state !== 'good') return false;
    const held = identification.caller.token?.scope.split(' ') ?? [];
    const wanted = operation.requirements.find(
      ({ method }) => method.credential === identification.caller.credential,
    )?.scopes;
    return wanted !== undefined && wanted.every((scope) => held.some((one) => fits(one, scope)));
  });

const start = (scope: string): string => scope.split(/[.:/_-]/, 1)[0]!;

const secretOf = ({ world }: Call, { client }: TokenRecord): string =>
  world.people.clients.get(client)?.client_secret ?? [...world.people.clients.values()][0]?.client_secret ?? '';

export const TOKEN_MEANINGS: readonly Mutant[] = [
  ...byGrant,
  ...mutants(all(has('authorize'), grant('authorization_code')), [
    {
      id: 'means.code-scope-widened',
      title: 'The token request decides what a code grants.',
      killedBy: ['oauth.code-means'],
      spread: 3,
      seams: reissuing(CODE, withScope),
    },
  ]),
  ...mutants(all(has('authorize'), refreshable), [
    {
      id: 'means.refresh-for-client',
      title: 'A refreshed token speaks for the client, and no longer for the person.',
      applies: readable,
      killedBy: ['oauth.refresh-means'],
      spread: 3,
      seams: reissuing(REFRESH, (_call, { client }) => ({ record: { user: null }, claims: { sub: client } })),
    },
    {
      id: 'means.refresh-whole-scope',
      title: 'A refreshed token has all that its client may have.',
      killedBy: ['oauth.refresh-means', 'oauth.refresh-scope-kept', 'oauth.refresh-scope-narrowed'],
      spread: 3,
      seams: reissuing(REFRESH, (call) => {
        const scope = names(call).join(' ');
        return { record: { scope }, claims: { scope }, facts: { 'token.scope': scope } };
      }),
    },
    {
      id: 'means.refresh-rest-of-life',
      title: 'A refreshed token ends when the first one would have.',
      killedBy: ['oauth.refresh-means'],
      spread: 3,
      seams: reissuing(REFRESH, (_call, { expires_at, issued_at }) => ({
        record: { expires_at: expires_at - 60 },
        claims: { exp: expires_at - 60 },
        facts: { 'token.expires_in': expires_at - issued_at - 60 },
      })),
    },
    {
      id: 'means.refresh-for-ever',
      title: 'A refreshed token lives a year.',
      killedBy: ['oauth.refresh-means'],
      spread: 3,
      seams: reissuing(REFRESH, (_call, { issued_at }) => ({
        record: { expires_at: issued_at + YEAR },
        claims: { exp: issued_at + YEAR },
        facts: { 'token.expires_in': YEAR },
      })),
    },
  ]),
  ...mutants(grant('client_credentials'), [
    {
      id: 'means.one-client-for-all',
      title: "Every client's token names the first client.",
      applies: readable,
      killedBy: ['oauth.client-of-each'],
      spread: 3,
      seams: reissuing(CLIENT, (call) => {
        const client = [...call.world.people.clients.keys()][0] ?? '';
        return { record: { client }, claims: { client_id: client } };
      }),
    },
    {
      id: 'means.scope-by-beginning',
      title: 'A scope may be named by its beginning.',
      killedBy: ['oauth.scope-near'],
      spread: 3,
      seams: looseScope((given, known) => known.startsWith(given)),
    },
    {
      id: 'means.scope-by-end',
      title: 'A scope may be named by its end.',
      killedBy: ['oauth.scope-near'],
      spread: 3,
      seams: looseScope((given, known) => known.endsWith(given)),
    },
    {
      id: 'means.scope-wildcard',
      title: 'An asterisk in a scope stands for anything.',
      killedBy: ['oauth.scope-near'],
      spread: 3,
      seams: looseScope((given, known) => given.endsWith('*') && known.startsWith(given.slice(0, -1))),
    },
    {
      id: 'means.scope-with-more',
      title: 'What stands behind the name of a scope is passed over.',
      killedBy: ['oauth.scope-near'],
      spread: 3,
      seams: looseScope((given, known) => given.startsWith(known)),
    },
  ]),
  ...mutants(all(scoped, grant('client_credentials')), [
    {
      id: 'means.scope-begins-alike',
      title: 'A scope grants all that begin like it.',
      applies: ({ clients }) => {
        const scopes = [...new Set([...clients.values()].flatMap((client) => client.scopes))];
        return new Set(scopes.map(start)).size < scopes.length;
      },
      killedBy: ['oauth.scope-in-name'],
      spread: 3,
      seams: looseGrant((held, wanted) => start(held) === start(wanted)),
    },
    {
      id: 'means.scope-within',
      title: 'A scope grants another one whose name is part of its own, or has its own in it.',
      killedBy: ['oauth.scope-in-name'],
      spread: 3,
      seams: looseGrant(
        (held, wanted) => held.includes(wanted) || wanted.includes(held) || start(held) === start(wanted),
      ),
    },
  ]),
  ...mutants(jwt(), [
    {
      id: 'means.secret-in-claims',
      title: 'An access token carries the secret of its client.',
      applies: ({ clients }) => [...clients.values()].some(({ client_secret: secret }) => secret !== undefined),
      killedBy: ['oauth.token-keeps-secrets'],
      spread: 3,
      seams: reissuing(undefined, (call, record) => ({ claims: { secret: secretOf(call, record) } })),
    },
    {
      id: 'means.mail-in-claims',
      title: 'An access token carries a mail address.',
      killedBy: ['oauth.token-keeps-people'],
      spread: 3,
      seams: reissuing(undefined, () => ({ claims: { name: 'Ada', contact: 'ada@example.org' } })),
    },
    {
      id: 'means.telephone-in-claims',
      title: 'An access token carries a telephone number.',
      killedBy: ['oauth.token-keeps-people'],
      spread: 3,
      seams: reissuing(undefined, () => ({ claims: { phone_number: '+256700000000' } })),
    },
  ]),
  ...mutants(clientBasic, [
    {
      id: 'means.form-from-query',
      title: 'Parameters of a token request are read from its URL, too.',
      killedBy: ['oauth.parameters-in-url'],
      spread: 3,
      seams: acting('token.issue', (call) =>
        withForm(
          call,
          Object.fromEntries(
            Object.entries(call.request.query).filter(
              (entry): entry is [string, string] =>
                typeof entry[1] === 'string' && formOf(call)[entry[0]] === undefined,
            ),
          ),
        ),
      ),
    },
    {
      id: 'means.grant-type-from-query',
      title: 'grant_type is read from the URL, too.',
      killedBy: ['oauth.parameters-in-url'],
      spread: 3,
      seams: acting('token.issue', (call) => {
        const { grant_type: type } = call.request.query;
        return typeof type === 'string' ? withForm(call, { grant_type: type }) : call;
      }),
    },
  ]),
];
