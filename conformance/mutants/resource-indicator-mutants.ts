/** Tokens for everybody, whoever they were asked for. */
import type { CodeRecord } from '../../mock/auth/oauth/authorization-codes.ts';
import type { TokenRecord } from '../../mock/auth/oauth/token-records.ts';
import type { Call } from '../../mock/request/call.ts';
import type { Seams } from '../../mock/pipeline/seams.ts';
import { mutants } from './mutant.ts';
import { all, grant, has, token } from './wrap/breakable-contracts.ts';
import type { Has } from './wrap/breakable-contracts.ts';
import { formOf, parsedForm, withCall, withForm, withQuery } from './wrap/wrap-call.ts';
import { acting, actingOn, identifyingBy, insisting, telling } from './wrap/wrap-steps.ts';
import { keeping, seeing, TOKENS_KEPT } from './wrap/wrap-store.ts';

const others: Has = token((one) => one.resources?.others !== undefined);
const targets: Has = token((one) => one.resources !== undefined);
const inRequests: Has = token((one) => (one.resources?.parameters ?? ['resource']).includes('resource'));

const NONE = { resource: undefined, audience: undefined };

/** A name that is refused is left out of account. */
const overlooking = (is: (call: Call) => boolean): Seams =>
  insisting('token.issue', ['invalid_target'], (call) => (is(call) ? withForm(call, NONE) : undefined));

const by =
  (type: string) =>
  (call: Call): boolean =>
    formOf(call)['grant_type'] === type;

const isMalformed = (call: Call): boolean => !/^[a-z]+:[^#]*$/i.test(formOf(call)['resource'] ?? 'x:');

export const RESOURCE_INDICATORS = mutants(targets, [
  {
    id: 'resource.any-taken',
    title: 'A token is given for a resource server that nobody knows.',
    killedBy: ['oauth.resource-unknown'],
    seams: overlooking((call) => by('client_credentials')(call) && !isMalformed(call)),
  },
  {
    id: 'resource.malformed-taken',
    title: 'A resource may be any text.',
    applies: inRequests,
    killedBy: ['oauth.resource-malformed'],
    seams: overlooking((call) => by('client_credentials')(call) && isMalformed(call)),
  },
  {
    id: 'resource.ignored',
    title: 'Whom a token request names is not looked at.',
    applies: others,
    killedBy: ['oauth.resource-audience'],
    seams: acting('token.issue', (call) => (by('client_credentials')(call) ? withForm(call, NONE) : call)),
  },
  {
    id: 'resource.first-of-several',
    title: 'Of several resource servers a token is for the first alone.',
    applies: others,
    killedBy: ['oauth.resource-several'],
    seams: acting('token.issue', (call) => withCall(call, { parsedBody: parsedForm(formOf(call)) })),
  },
  {
    id: 'resource.told-wrong',
    title: 'Introspection says that a token is for somebody else.',
    applies: all(others, has('token.introspect')),
    killedBy: ['oauth.resource-audience', 'value.token.audience*'],
    seams: telling('token.introspect', (facts) =>
      facts['token.audience'] === undefined ? facts : { ...facts, 'token.audience': 'https://elsewhere.example' },
    ),
  },
  {
    id: 'resource.opens-elsewhere',
    title: 'A token for another resource server opens this one.',
    applies: others,
    killedBy: ['oauth.resource-elsewhere'],
    seams: identifyingBy(seeing<TokenRecord>(TOKENS_KEPT, ({ audience: _, ...record }) => record)),
  },
  {
    id: 'resource.authorize-any',
    title: 'An authorization request may name a resource server that nobody knows.',
    applies: all(inRequests, has('authorize')),
    killedBy: ['oauth.resource-authorize'],
    seams: acting('authorize', (call) => withQuery(call, { resource: undefined })),
  },
  {
    id: 'resource.code-widened',
    title: 'A code gives tokens for whomever its token request names.',
    applies: all(inRequests, others, has('authorize')),
    killedBy: ['oauth.resource-code'],
    seams: overlooking(by('authorization_code')),
  },
  {
    id: 'resource.code-forgets',
    title: 'A code does not remember whom it is for.',
    applies: all(inRequests, others, has('authorize')),
    killedBy: ['oauth.resource-code', 'oauth.resource-refresh'],
    seams: actingOn(
      'token.issue',
      seeing<CodeRecord>('code:', ({ audience: _, ...record }) => record),
    ),
  },
  {
    id: 'resource.refresh-widened',
    title: 'A refresh gives tokens for whomever it names.',
    applies: all(inRequests, others, grant('refresh_token'), has('authorize')),
    killedBy: ['oauth.resource-refresh'],
    seams: overlooking(by('refresh_token')),
  },
  {
    id: 'resource.push-any',
    title: 'A pushed request may name a resource server that nobody knows.',
    applies: all(inRequests, has('authorize.push')),
    killedBy: ['oauth.resource-push'],
    seams: acting('authorize.push', (call) => withForm(call, NONE)),
  },
  {
    id: 'resource.device-any',
    title: 'A device may name a resource server that nobody knows.',
    applies: all(inRequests, has('device.authorize')),
    killedBy: ['oauth.resource-device'],
    seams: acting('device.authorize', (call) => withForm(call, NONE)),
  },
  {
    id: 'resource.exchange-forgets',
    title: 'A token for another resource server, once it is traded, is for this one.',
    applies: all(others, grant('token_exchange')),
    killedBy: ['oauth.resource-exchange'],
    seams: actingOn('token.issue', (store, call) =>
      formOf(call)['grant_type']?.endsWith('token-exchange') === true
        ? keeping<TokenRecord>(TOKENS_KEPT, ({ audience: _, ...record }, options) => [record, options])(
            seeing<TokenRecord>(TOKENS_KEPT, ({ audience: _, ...record }) => record)(store),
          )
        : store,
    ),
  },
]);
