/** Answers that are not what the contract says, or not what HTTP wants. */
import type { Call } from '../../mock/request/call.ts';
import type { CompiledOperation } from '../../mock/contract/compiled-contract.ts';
import type { Failure } from '../../specs/generated/vocabulary.ts';
import type { Mutant } from './mutant.ts';
import { mutants } from './mutant.ts';
import { any, credential, everywhere, has, header } from './wrap/breakable-contracts.ts';
import type { Has } from './wrap/breakable-contracts.ts';
import {
  always,
  bodyAs,
  both,
  headerAs,
  ofAction,
  refusedWith,
  replying,
  statusOf,
  succeeded,
  without,
} from './wrap/wrap-reply.ts';
import { lettingThrough } from './wrap/wrap-steps.ts';

/** Refusals that come with the wrong status. */
const CONFUSED: readonly (readonly [
  failures: readonly Failure[],
  from: number,
  to: number,
  killedBy: readonly string[],
])[] = [
  [['missing_credentials'], 401, 403, ['credential.absent']],
  [
    [
      'invalid_credentials',
      'invalid_token',
      'expired_token',
      'invalid_session',
      'expired_session',
      'invalid_signature',
      'stale_timestamp',
    ],
    401,
    403,
    ['credential.wrong'],
  ],
  [['insufficient_scope', 'insufficient_role'], 403, 401, ['scope.missing']],
  [['tenant_mismatch'], 403, 401, ['credential.other-tenant']],
  [['not_found'], 404, 403, ['resource.unknown']],
  [['invalid_body'], 400, 500, ['body.*']],
  [['invalid_body'], 422, 400, ['body.*']],
  [['unknown_tenant'], 404, 400, ['identifier.tenant-unknown']],
  [['unknown_tenant'], 401, 403, ['identifier.tenant-unknown']],
  [['missing_tenant'], 400, 401, ['identifier.tenant-missing']],
  [['unsupported_version', 'missing_version'], 400, 404, ['identifier.version-unknown']],
  [['unknown_developer', 'missing_developer'], 401, 400, ['identifier.developer-unknown']],
  [['origin_not_allowed', 'missing_origin'], 401, 403, ['identifier.origin-unknown']],
  [['conflict'], 409, 400, ['resource.conflict']],
  [['unsupported_media_type'], 415, 400, ['body.content-type']],
  [['method_not_allowed'], 405, 404, ['unmatched.wrong-method']],
  [['unknown_path'], 404, 400, ['unmatched.unknown-path']],
  [['malformed_body'], 400, 500, ['body.malformed']],
  [['deleted'], 409, 404, ['resource.deleted-is-gone']],
  [['address_not_allowed'], 403, 401, ['address.key', 'address.token']],
  [['multiple_credentials'], 400, 401, ['credential.two-methods', 'credential.twice']],
];

const statuses: readonly Mutant[] = CONFUSED.map(([failures, from, to, killedBy]) => ({
  id: `status.${failures[0]!.replaceAll('_', '-')}-as-${to}`,
  title: `${failures[0]!.replaceAll('_', ' ')} is answered ${to} in place of ${from}.`,
  applies: ({ operations, unmatched }) =>
    operations.some(
      ({ refusals, action }) =>
        (failures[0] !== 'invalid_body' || action.type === 'resource.create') &&
        failures.some((failure) => refusals.get(failure)?.status === from),
    ) ||
    (failures[0] === 'method_not_allowed' && unmatched.method_not_allowed.status === from) ||
    (failures[0] === 'unknown_path' && unmatched.unknown_path.status === from),
  killedBy,
  seams: statusOf(failures, to),
}));

const json = (_call: Call, reply: { readonly contentType: string | undefined }): boolean =>
  reply.contentType?.includes('json') === true;

const secretInPath = ({ parameters }: CompiledOperation): boolean =>
  parameters.some(({ in: place, secret }) => place === 'path' && secret);

const resource = (call: Call): boolean => call.operation.action.type.startsWith('resource.');

const takesIds: Has = ({ operations }) =>
  operations.some(
    ({ method, parameters }) =>
      method === 'GET' &&
      parameters.some(
        ({ in: place, name, schema }) => place === 'header' && /request-id/i.test(name) && schema.format === undefined,
      ),
  );

/** Ids given out by the mutant that makes its own. */
let seen = 0;

export const HTTP: readonly Mutant[] = [
  ...statuses,
  ...mutants(everywhere, [
    {
      id: 'answer.empty',
      title: 'Answers have no body.',
      killedBy: ['answer.success'],
      seams: replying(both(json, succeeded), () => ({ body: undefined })),
    },
    {
      id: 'answer.undocumented',
      title: 'Successful answers have a body that the contract does not know.',
      killedBy: ['answer.success'],
      seams: replying(both(json, succeeded), () => ({ body: '{"ok":true}' })),
    },
    {
      id: 'answer.text',
      title: 'JSON is sent as text.',
      killedBy: ['answer.success'],
      seams: replying(both(json, succeeded), () => ({ contentType: 'text/plain' })),
    },
    {
      id: 'answer.status-undocumented',
      title: 'Successes are answered 202.',
      applies: has('resource.list', 'resource.get'),
      killedBy: ['answer.success'],
      seams: replying(
        (call, reply) => resource(call) && succeeded(call, reply),
        () => ({ status: 202 }),
      ),
    },
    {
      id: 'answer.numbers-as-text',
      title: 'Numbers are sent as text.',
      killedBy: ['answer.success', 'oauth.expires-in'],
      seams: replying(both(json, succeeded), (reply) => ({
        body: reply.body?.replaceAll(/:(\d+(?:\.\d+)?)(?=[,}\]])/g, ':"$1"'),
      })),
    },
    {
      id: 'answer.nulls',
      title: 'Texts are sent as null.',
      applies: has('resource.get', 'resource.list'),
      killedBy: ['answer.success'],
      seams: replying(
        (call, reply) => resource(call) && succeeded(call, reply),
        (reply) => ({ body: reply.body?.replaceAll(/:"[^"]*"/g, ':null') }),
      ),
    },
    {
      id: 'answer.broken-json',
      title: 'JSON is cut off at the end.',
      killedBy: ['answer.success'],
      seams: replying(both(json, succeeded), (reply) => ({ body: reply.body?.slice(0, -1) })),
    },
    {
      id: 'refusal.other-shape',
      title: 'Refusals have a body that the contract does not know.',
      killedBy: ['credential.wrong', 'body.malformed'],
      seams: replying(
        (call, reply) => json(call, reply) && reply.refusal !== undefined,
        () => ({ body: '{"problem":"no"}' }),
      ),
    },
    {
      id: 'refusal.html',
      title: 'Refusals are HTML.',
      killedBy: ['credential.wrong', 'body.malformed'],
      seams: replying(
        (call, reply) => json(call, reply) && reply.refusal !== undefined,
        () => ({ contentType: 'text/html', body: '<h1>Error</h1>' }),
      ),
    },
    {
      id: 'refusal.as-200',
      title: 'Every refusal is answered 200.',
      wide: true,
      killedBy: ['credential.wrong', 'body.malformed'],
      seams: replying(
        (_call, { refusal }) => refusal !== undefined,
        () => ({ status: 200 }),
      ),
    },
    {
      id: 'answer.as-500',
      title: 'Every success is answered 500.',
      wide: true,
      killedBy: ['answer.success'],
      seams: replying(succeeded, () => ({ status: 500 })),
    },
    {
      id: 'refusal.as-500',
      title: 'Every refusal is answered 500.',
      killedBy: ['credential.wrong', 'body.malformed'],
      seams: replying(
        (_call, { refusal }) => refusal !== undefined,
        () => ({ status: 500 }),
      ),
    },
    {
      id: 'path.unknown-as-200',
      title: 'An unknown path is answered 200.',
      killedBy: ['unmatched.unknown-path'],
      seams: statusOf(['unknown_path'], 200),
    },
    {
      id: 'method.wrong-as-200',
      title: 'A wrong method is answered 200.',
      killedBy: ['unmatched.wrong-method'],
      seams: statusOf(['method_not_allowed'], 200),
    },
    {
      id: 'method.trace',
      title: 'TRACE is answered with the request.',
      killedBy: ['unmatched.trace'],
      spread: 3,
      seams: replying(
        ({ request }) => request.method === 'TRACE',
        (_reply, { request }) => ({
          status: 200,
          refusal: undefined,
          contentType: 'message/http',
          body: request.rawHeaders.join('\n'),
        }),
      ),
    },
    ...(
      [
        ['long-ago', 'Thu, 01 Jan 1970 00:00:00 GMT'],
        ['to-come', 'Fri, 01 Jan 2100 00:00:00 GMT'],
        ['no-date', 'today'],
      ] as const
    ).map(([id, value]) => ({
      id: `answer.date-${id}`,
      title: `Answers have the Date ${value}.`,
      killedBy: ['transport.date'],
      spread: 2,
      seams: replying(always, ({ headers }) => ({ headers: [...headers, { name: 'date', value }] })),
    })),
    {
      id: 'answer.latin-1',
      title: 'JSON is said to be ISO 8859-1.',
      killedBy: ['answer.success'],
      spread: 3,
      seams: replying(both(json, succeeded), ({ contentType }) => ({
        contentType: `${contentType?.split(';', 1)[0] ?? ''}; charset=iso-8859-1`,
      })),
    },
    {
      id: 'refusal.latin-1',
      title: 'JSON of refusals is said to be Windows-1252.',
      killedBy: ['credential.wrong', 'body.malformed'],
      spread: 3,
      seams: replying(
        (call, reply) => json(call, reply) && reply.refusal !== undefined,
        ({ contentType }) => ({ contentType: `${contentType?.split(';', 1)[0] ?? ''};charset="windows-1252"` }),
      ),
    },
    {
      id: 'method.no-allow',
      title: 'A wrong method is refused without Allow.',
      killedBy: ['unmatched.wrong-method'],
      seams: replying(refusedWith('method_not_allowed'), without('allow')),
    },
    {
      id: 'method.allow-lies',
      title: 'Allow names a method that the path has not.',
      killedBy: ['unmatched.wrong-method'],
      seams: replying(
        refusedWith('method_not_allowed'),
        headerAs('allow', (value, { request }) => `${value}, ${request.method}`),
      ),
    },
    {
      id: 'media.any',
      title: 'A body of any content type is passed over.',
      applies: has('resource.create'),
      killedBy: ['body.content-type'],
      seams: lettingThrough('validation', ['unsupported_media_type']),
    },
    {
      id: 'body.malformed-passed',
      title: 'A body that cannot be parsed is passed over.',
      applies: has('resource.create'),
      killedBy: ['body.malformed'],
      seams: lettingThrough('validation', ['malformed_body']),
    },
    {
      id: 'challenge.missing',
      title: '401 comes without WWW-Authenticate.',
      applies: any(header(/^www-authenticate$/i)),
      killedBy: ['challenge.present'],
      seams: replying((_call, { status }) => status === 401, without('www-authenticate')),
    },
    {
      id: 'challenge.wrong-scheme',
      title: '401 for a token comes with a challenge for Digest.',
      applies: any(header(/^www-authenticate$/i)),
      killedBy: ['challenge.present', 'challenge.invalid-token'],
      seams: replying(
        (_call, { status }) => status === 401,
        headerAs('www-authenticate', () => 'Digest realm="api"'),
      ),
    },
    {
      id: 'challenge.no-error',
      title: 'The challenge does not say that the token is invalid.',
      applies: credential('token'),
      killedBy: ['challenge.invalid-token'],
      seams: replying(
        (_call, { status }) => status === 401,
        headerAs('www-authenticate', (value) => value.replace(/, error="[^"]*"/, '')),
      ),
    },
    {
      id: 'secret.echoed',
      title: 'A refused credential stands in the answer.',
      applies: credential('token', 'api_key', 'key_pair', 'session', 'hmac'),
      killedBy: ['secret.credential-not-echoed'],
      seams: replying(
        (call, reply) => json(call, reply) && reply.refusal !== undefined && call.operation.requirements.length > 0,
        (reply, call) => bodyAs((body) => ({ ...body, received: call.request.headers }))(reply, call),
      ),
    },
    {
      id: 'secret.path-echoed',
      title: 'A refusal repeats the path with the secret in it.',
      applies: ({ operations }) => operations.some(secretInPath),
      killedBy: ['secret.path-not-echoed'],
      seams: replying(
        ({ operation }, { refusal }) => refusal !== undefined && secretInPath(operation),
        (_reply, { request }) => ({ body: JSON.stringify({ path: request.path }), contentType: 'application/json' }),
      ),
    },
    {
      id: 'header.request-id-missing',
      title: 'Answers carry no request id.',
      applies: header(/request-id/i),
      killedBy: ['answer.success', 'answer.request-id', 'answer.request-id-unique'],
      seams: replying(always, without(/request-id/i)),
    },
    {
      id: 'header.request-id-cut',
      title: 'A long request id comes back cut to 36 characters.',
      applies: takesIds,
      killedBy: ['answer.request-id-text'],
      seams: replying(
        always,
        headerAs(/request-id/i, (value) => value.slice(0, 36)),
      ),
    },
    {
      id: 'header.request-id-uuid-only',
      title: 'Only UUIDs come back; any other request id is replaced.',
      applies: takesIds,
      killedBy: ['answer.request-id-text'],
      seams: replying(
        always,
        headerAs(/request-id/i, (value) =>
          /^[0-9a-f]{8}-/.test(value) ? value : '00000000-0000-4000-8000-000000000000',
        ),
      ),
    },
    {
      id: 'header.request-id-made-up',
      title: "A request without an id gets one that is not of the contract's format.",
      applies: takesIds,
      killedBy: ['answer.request-id-made'],
      seams: replying(
        (call) => Object.keys(call.request.headers).every((name) => !/request-id/i.test(name)),
        headerAs(/request-id/i, () => `id ${seen++}`),
      ),
    },
    {
      id: 'header.request-id-own',
      title: "The client's request id does not come back.",
      applies: ({ operations }) =>
        operations.some(({ parameters }) =>
          parameters.some((one) => one.in === 'header' && /request-id/i.test(one.name)),
        ),
      killedBy: ['answer.request-id', 'answer.request-id-unique'],
      seams: replying(
        always,
        headerAs(/request-id/i, () => '00000000-0000-4000-8000-000000000000'),
      ),
    },
    {
      id: 'created.no-location',
      title: 'Locations of redirects are lost.',
      applies: has('authorize'),
      killedBy: ['oauth.authorization-code', 'sso.plain'],
      seams: replying(ofAction('authorize', 'authorize.decide', 'sso.enter'), without('location')),
    },
  ]),
];
