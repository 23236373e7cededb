/** Authorization requests that are signed, and believed without, or not at all. */
import { decodeJwt } from '../../mock/auth/oauth/signed-jwt.ts';
import type { Call } from '../../mock/request/call.ts';
import type { Seams } from '../../mock/pipeline/seams.ts';
import { mutants } from './mutant.ts';
import type { Mutant } from './mutant.ts';
import { all, grant } from './wrap/breakable-contracts.ts';
import type { Has } from './wrap/breakable-contracts.ts';
import { formOf, withForm, withQuery } from './wrap/wrap-call.ts';
import { acting } from './wrap/wrap-steps.ts';
import { actionsAs } from './wrap/wrap-document.ts';
import { bodyAs, ofAction, replying } from './wrap/wrap-reply.ts';

const takes: Has = ({ operations }) =>
  operations.some(({ action }) => action.type === 'authorize' && action.request_objects !== undefined);

type Claims = Readonly<Record<string, unknown>>;

const queryOf = (claims: Claims): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, String(value)]));

/** Requests are taken for the parameters in their request object, without a look at it where `fits` says so. */
const believing = (fits: (jwt: NonNullable<ReturnType<typeof decodeJwt>>, call: Call) => boolean): Seams =>
  acting('authorize', (call) => {
    const { request, client_id: client } = call.request.query;
    const jwt = typeof request === 'string' ? decodeJwt(request) : undefined;
    if (jwt === undefined || !fits(jwt, call)) return call;
    const { request: _, request_uri: __, ...claims } = jwt.claims;
    return withQuery(call, { request: undefined, ...queryOf({ ...claims, client_id: client }) });
  });

const seconds = (call: Call): number => Math.floor(call.now / 1000);

const LIST: readonly (Omit<Mutant, 'applies'> & Partial<Pick<Mutant, 'applies'>>)[] = [
  {
    id: 'request-object.unsigned',
    title: 'A request object with alg none is believed.',
    killedBy: ['oauth.request-object-unsigned'],
    seams: believing(({ header }) => String(header['alg']).toLowerCase() === 'none'),
  },
  {
    id: 'request-object.any-signature',
    title: 'A request object is believed whoever signed it.',
    killedBy: ['oauth.request-object-signature'],
    seams: believing(
      ({ header, claims }, call) =>
        header['alg'] === 'ES256' &&
        claims['request'] === undefined &&
        claims['request_uri'] === undefined &&
        claims['client_id'] === call.request.query['client_id'] &&
        Number(claims['exp']) > seconds(call),
    ),
  },
  {
    id: 'request-object.other-client',
    title: 'A request object need not name the client that brings it.',
    killedBy: ['oauth.request-object-client'],
    seams: believing(({ claims }, call) => claims['client_id'] !== call.request.query['client_id']),
  },
  {
    id: 'request-object.nested',
    title: 'What a request object says of another request is passed over.',
    killedBy: ['oauth.request-object-nested'],
    seams: believing(({ claims }) => claims['request'] !== undefined || claims['request_uri'] !== undefined),
  },
  {
    id: 'request-object.for-ever',
    title: 'A request object is good past its exp.',
    killedBy: ['oauth.request-object-expired'],
    seams: believing(({ claims }, call) => Number(claims['exp']) <= seconds(call)),
  },
  {
    id: 'request-object.any-audience',
    title: 'A request object that is for another server is taken.',
    killedBy: ['oauth.request-object-audience'],
    seams: believing(({ claims }) => claims['aud'] === 'https://elsewhere.example'),
  },
  {
    id: 'request-object.ignored',
    title: 'The request object is passed over, and what is beside it counts.',
    killedBy: ['oauth.request-object', 'oauth.request-object-beside'],
    seams: acting('authorize', (call) => withQuery(call, { request: undefined })),
  },
  {
    id: 'request-object.fetched',
    title: 'The address of a request object is passed over, and what is beside it counts.',
    killedBy: ['oauth.request-object-by-reference'],
    seams: acting('authorize', (call) =>
      String(call.request.query['request_uri']).startsWith('https:')
        ? withQuery(call, { request_uri: undefined })
        : call,
    ),
  },
  {
    id: 'request-object.pushed-unread',
    title: 'A request object that is pushed is believed whoever signed it.',
    applies: ({ operations }) => operations.some(({ action }) => action.type === 'authorize.push'),
    killedBy: ['oauth.request-object-pushed'],
    seams: acting('authorize.push', (call) => {
      const jwt = decodeJwt(formOf(call)['request'] ?? '');
      return jwt === undefined ? call : withForm(call, { request: undefined, ...queryOf(jwt.claims) });
    }),
  },
  {
    id: 'request-object.not-told',
    title: 'The metadata does not say that signed requests are taken.',
    applies: ({ operations }) => operations.some(({ action }) => action.type === 'metadata'),
    killedBy: ['oauth.request-object-metadata'],
    seams: replying(
      ofAction('metadata'),
      bodyAs((body) => ({ ...body, request_parameter_supported: false })),
    ),
  },
];

const demands: Has = ({ operations }) =>
  operations.some(({ action }) => action.type === 'authorize' && action.request_objects === 'required');

/** No built-in contract demands signatures: conformance/test/mutants-beyond.test.ts tries this on one that does. */
export const SIGNATURES_DEMANDED = mutants(demands, [
  {
    id: 'request-object.optional',
    title: 'Where requests must be signed, one that is not is taken.',
    killedBy: ['oauth.request-object-required'],
    seams: actionsAs('authorize', (action) => {
      if (action.request_objects === 'required') action.request_objects = 'optional';
    }),
  },
]);

export const REQUEST_OBJECTS = mutants(all(grant('authorization_code'), takes), LIST);
