/** Tokens that were good once, or look as if they were: claim by claim. */
import { decodeJwt, verifyJwt } from '../../auth/oauth/signed-jwt.ts';
import type { DecodedJwt } from '../../auth/oauth/signed-jwt.ts';
import { findToken } from '../../auth/oauth/token-records.ts';
import type { TokenRecord } from '../../auth/oauth/token-records.ts';
import { roughSpan } from '../../state/instant-texts.ts';
import type { TokenCredential } from '../../../specs/generated/vocabulary.ts';
import type { Call } from '../../request/call.ts';
import { giversOf } from '../../contract/giving-operations.ts';
import { chain } from '../../state/awaitable.ts';
import { mistake } from '../mistake.ts';
import type { Found, Mistake } from '../mistake.ts';
import { authorization } from '../request-values.ts';
import { control, hint, RESET_CLOCK } from '../words.ts';
import { characters } from '../../contract/characters.ts';

/** Whether the operation's tokens come with something to get the next one with. */
const refreshes = (call: Call): boolean =>
  call.world.contract.operations.some(
    ({ action }) => action.type === 'token.issue' && action.grants.includes('refresh_token'),
  );

/** The operation that gives a token out, for tools that can show it. */
function givenBy({ world: { contract } }: Call, credential: string | undefined): Parameters<typeof hint>[1] {
  const [giver] = credential === undefined ? [] : giversOf(contract, credential);
  return giver === undefined ? undefined : { does: { method: 'GET', path: `/operations/${contract.name}/${giver}` } };
}

const wantedToken = ({ operation }: Call): string | undefined =>
  operation.requirements.find(({ method: { kind } }) => kind === 'token')?.method.credential;

/** A client that acts for itself gets no refresh token (RFC 6749 §4.4.3). */
function renew(call: Call, { user, credential }: TokenRecord): ReturnType<typeof hint> {
  return hint(
    `Get a new one before its expires_in has passed${user !== null && refreshes(call) ? ', or with the refresh token' : ''}.`,
    givenBy(call, credential),
  );
}

/** Another hour for every token, where the test itself is what takes so long. */
const longer = (call: Call): ReturnType<typeof hint> =>
  hint(
    'Or have tokens live longer in this sandbox:',
    control(call, 'PATCH', `/settings/${call.world.contract.name}`, { token_lifetime: '1d' }),
  );

/** What a token's life has to do with a clock that somebody moved. */
function movedText({ world: { clock } }: Call): string | undefined {
  const { moved } = clock;
  if (moved === undefined || Math.abs(moved.by) < 1_000) return undefined;
  return `Somebody moved the sandbox's clock: it is ${roughSpan(moved.by)} ${moved.by < 0 ? 'behind' : 'ahead of'} this machine's.`;
}

const bearer = (call: Call): string => authorization(call)?.value.trim() ?? '';

/** Looks the token of the request up, as it was issued. */
const withToken =
  (found: (call: Call, record: TokenRecord) => Found | undefined): Mistake['recognise'] =>
  ({ call }) =>
    chain(findToken(call.world, bearer(call)), (record) => (record === undefined ? undefined : found(call, record)));

const withJwt =
  (found: (call: Call, jwt: DecodedJwt, credential: TokenCredential) => Found | undefined): Mistake['recognise'] =>
  ({ call }) => {
    const jwt = decodeJwt(bearer(call));
    const method = call.operation.requirements.find(({ method: { kind } }) => kind === 'token')?.method;
    const credential = method && call.world.contract.credentials.get(method.credential);
    return jwt === undefined || credential?.kind !== 'token' || credential.format !== 'jwt'
      ? undefined
      : found(call, jwt, credential);
  };

const ended = (call: Call, { issued_at: from, expires_at: to }: TokenRecord): string =>
  `The token expired ${roughSpan(call.now - to * 1_000)} ago; it lived ${roughSpan((to - from) * 1_000)}.`;

/** Such a token is whole without its third part. */
function isUnsigned(token: string): boolean {
  const [head = '', claims = ''] = token.split('.');
  return String(decodeJwt(`${head}.${claims}.`)?.header['alg']).toLowerCase() === 'none';
}

export const TOKENS: readonly Mistake[] = [
  mistake(
    'token-expired-by-moved-clock',
    "used a token that expired because the sandbox's clock was moved",
    ['expired_token'],
    withToken((call, record) => {
      const moved = movedText(call);
      // On this machine's own clock it would still be good.
      if (moved === undefined || call.now - call.world.clock.moved!.by >= record.expires_at * 1_000) return undefined;
      return {
        finding: `${ended(call, record)} ${moved}`,
        next: [hint('Put the clock back:', RESET_CLOCK), renew(call, record)],
      };
    }),
  ),
  mistake(
    'token-expired',
    'used a token after its end',
    ['expired_token'],
    withToken((call, record) => ({
      finding: ended(call, record),
      next: [renew(call, record), longer(call)],
    })),
  ),
  mistake('token-revoked', 'used a token that was revoked', ['revoked_token'], ({ note }) => ({
    finding: `The token was given out here and is dead: ${note.got ?? 'it was revoked'}. No waiting brings it back.`,
    next: [hint('Get a new one from the token endpoint, and forget this one.')],
  })),
  mistake('token-cut', 'sent a part of a token', ['invalid_token', 'malformed_credentials'], ({ call }) => {
    const value = bearer(call);
    const parts = value.split('.');
    return value.startsWith('eyJ') &&
      !isUnsigned(value) &&
      (parts.length !== 3 || /(?:…|\.\.\.)$/.test(value) || parts[2] === '')
      ? {
          finding: `The token is a JWT with ${parts.filter((part) => part !== '').length} of its 3 parts: it was cut when it was copied or stored.`,
          next: [hint('Look at how long it is where you keep it; a column of 255 characters is too short for a JWT.')],
        }
      : undefined;
  }),
  mistake('token-unsigned', 'sent a token with alg none', ['invalid_token'], ({ call }) =>
    isUnsigned(bearer(call))
      ? {
          finding: 'The token says "alg": "none" and is not signed; no server may take it (RFC 8725 §3.2).',
          next: [hint('Get one from the token endpoint.', givenBy(call, wantedToken(call)))],
        }
      : undefined,
  ),
  mistake(
    'token-other-algorithm',
    'sent a token signed with another algorithm',
    ['invalid_token'],
    withJwt((call, { header }, credential) => {
      const wanted = credential.algorithm ?? 'RS256';
      return header.alg === wanted
        ? undefined
        : {
            finding: `The token says "alg": ${JSON.stringify(header.alg)}; this contract's tokens are signed with ${wanted}. It is not one of them.`,
            next: [hint('Get one from the token endpoint.', givenBy(call, wantedToken(call)))],
          };
    }),
  ),
  mistake(
    'token-other-key',
    'sent a token signed with another key',
    ['invalid_token'],
    withJwt((call, { header }, credential) => {
      const key = call.world.keys.get(credential.algorithm ?? 'RS256');
      return header.kid === key.kid
        ? undefined
        : {
            finding: `The token names ${header.kid === undefined ? 'no key' : `the key ${JSON.stringify(header.kid)}`}; the sandbox signs with ${JSON.stringify(key.kid)}. It is of another server, or made by the client itself.`,
            next: [hint('Get one from the token endpoint of this sandbox.', givenBy(call, wantedToken(call)))],
          };
    }),
  ),
  mistake(
    'token-changed',
    'changed a token after it was signed',
    ['invalid_token'],
    withJwt((call, jwt, credential) =>
      verifyJwt(call.world.keys.get(credential.algorithm ?? 'RS256'), jwt)
        ? undefined
        : {
            finding:
              'Header, claims or signature of the token were changed after it was signed, or it was signed with another key: the signature does not match.',
            next: [hint('Use it as it was given out. What it may do is decided when it is issued, not by its claims.')],
          },
    ),
  ),
  mistake(
    'token-forgotten',
    'sent a token from before a restart or reset',
    ['invalid_token'],
    withJwt((call) => ({
      finding:
        'The token is signed with the key of the sandbox, and not one that it remembers: it is from before a restart or a reset, or of another sandbox.',
      next: [
        hint('Get a new one, or keep the state over restarts:', 'tollgate mock --store file:./state'),
        hint(
          'When it was last reset, this sandbox forgot every token:',
          `tollgate logs --contract ${call.world.contract.name}`,
        ),
      ],
    })),
  ),
  mistake('token-unknown', 'sent text that is no token of this sandbox', ['invalid_token'], ({ call, note }) => ({
    finding: `${bearer(call).startsWith('eyJ') ? 'The token, a JWT,' : 'The token'} was not given out by this sandbox: ${note.got ?? `it has ${characters(bearer(call))}`}.`,
    next: [
      hint(
        'Get one from this sandbox; real ones do not work here, nor do those from before it was reset or started again.',
        givenBy(call, wantedToken(call)),
      ),
    ],
  })),
];
