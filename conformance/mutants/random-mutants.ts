/** Secrets that are counted, told by the clock, short, or drawn from a few; sessions that are taken over. */
import { createHash } from 'node:crypto';
import type { Call } from '../../mock/request/call.ts';
import type { Action } from '../../specs/generated/vocabulary.ts';
import type { Mutant } from './mutant.ts';
import { mutants } from './mutant.ts';
import { withWorld } from './wrap/wrap-call.ts';
import { all, grant, has, token } from './wrap/breakable-contracts.ts';
import type { Has } from './wrap/breakable-contracts.ts';
import { bodyAs, both, headerAs, ofAction, replying, succeeded } from './wrap/wrap-reply.ts';
import { onAction } from './wrap/wrap-steps.ts';

/** How many of a kind were given out, in each world. */
const given = new WeakMap<object, number>();

function next({ world: { clock } }: Call): number {
  const count = (given.get(clock) ?? 0) + 1;
  given.set(clock, count);
  return count;
}

type Weaken = (secret: string, count: number, call: Call) => string;

const hashed = (text: string, length: number): string =>
  createHash('sha512').update(text).digest('base64url').replaceAll(/[-_]/g, 'a').slice(0, length).padEnd(length, 'x');

const WEAK: readonly (readonly [id: string, title: string, weaken: Weaken])[] = [
  [
    'counted',
    'counted',
    (secret, count) => `${secret.slice(0, 4)}${'0'.repeat(20)}`.slice(0, 4) + String(1_000_000 + count),
  ],
  [
    'stepped',
    'made of the one before by a fixed step',
    (_secret, count) =>
      ((BigInt(count) * 0x9e37_79b9_7f4a_7c15n) & 0xffff_ffff_ffff_ffffn).toString(16).padStart(16, '0').repeat(2),
  ],
  ['by-clock', 'the time, and a number', (_secret, count, { now }) => (now * 1000 + count).toString(36)],
  [
    'short',
    'random in their last four characters alone',
    (secret) => `${hashed('the same for all', Math.max(4, secret.length - 4))}${secret.slice(-4)}`,
  ],
  ['few', 'drawn from seven', (secret, count) => hashed(`of seven ${String(count % 7)}`, secret.length)],
  [
    'again',
    'given out a second time after nine others',
    (secret, count) => hashed(`again ${String(count % 10 === 0 ? 1 : count)}`, secret.length),
  ],
];

interface Place {
  readonly id: string;
  readonly what: string;
  readonly applies: Has;
  readonly check: string;
  readonly spread?: number;
  weakened(weaken: Weaken): Mutant['seams'];
}

/** A secret in the body of good answers. */
const inBody =
  (type: Action['type'], name: RegExp) =>
  (weaken: Weaken): Mutant['seams'] =>
    replying(
      both(ofAction(type), succeeded),
      bodyAs((body, call) =>
        JSON.parse(
          JSON.stringify(body, (key, value: unknown) =>
            name.test(key) && typeof value === 'string' ? weaken(value, next(call), call) : value,
          ),
        ),
      ),
    );

/** The code on the way back to the client. */
const inRedirect = (weaken: Weaken): Mutant['seams'] =>
  replying(
    ofAction('authorize', 'authorize.decide'),
    headerAs('location', (value, call) =>
      value.replace(
        /([?&]code=)([^&#]+)/,
        (_whole, before: string, code: string) => before + weaken(code, next(call), call),
      ),
    ),
  );

const inCookie = (weaken: Weaken): Mutant['seams'] =>
  replying(
    ofAction('sso.enter'),
    headerAs('set-cookie', (value, call) =>
      value.replace(/=([^;]+)/, (_whole, secret: string) => `=${weaken(secret, next(call), call)}`),
    ),
  );

const PLACES: readonly Place[] = [
  {
    id: 'access-token',
    what: 'Access tokens',
    applies: token(({ format }) => format !== 'jwt'),
    check: 'random.access-tokens',
    spread: 2,
    weakened: inBody('token.issue', /^access_token$/),
  },
  {
    id: 'code',
    what: 'Authorization codes',
    applies: grant('authorization_code'),
    check: 'random.codes',
    spread: 3,
    weakened: inRedirect,
  },
  {
    id: 'refresh-token',
    what: 'Refresh tokens',
    applies: all(
      grant('authorization_code'),
      token(
        ({ refresh }) =>
          refresh !== undefined && refresh.format !== 'jwt' && refresh.grants.includes('authorization_code'),
      ),
    ),
    check: 'random.refresh-tokens',
    spread: 2,
    weakened: inBody('token.issue', /^refresh_token$/),
  },
  {
    id: 'session',
    what: 'Session tokens',
    applies: has('session.open'),
    check: 'random.sessions',
    weakened: inBody('session.open', /^token$/),
  },
  {
    id: 'verification',
    what: 'Verification tokens',
    applies: has('otp.verify'),
    check: 'random.verifications',
    weakened: inBody('otp.verify', /^verification_token$/),
  },
  { id: 'cookie', what: 'Cookies of visits', applies: has('sso.enter'), check: 'random.cookies', weakened: inCookie },
];

/** Passwords are drawn otherwise. */
const passwords = (
  draw: (count: number, length: number, digits: (length: number) => string) => string,
): Mutant['seams'] =>
  onAction('otp.request', (action) => (call) => {
    const { ids } = call.world;
    const count = next(call);
    return action(
      withWorld(call, { ids: { ...ids, digits: (length) => draw(count, length, (more) => ids.digits(more)) } }),
    );
  });

export const RANDOM: readonly Mutant[] = [
  ...PLACES.flatMap(({ id: place, what, applies, check, spread, weakened }) =>
    mutants(
      applies,
      WEAK.map(([id, title, weaken]) => ({
        id: `random.${place}-${id}`,
        title: `${what} are ${title}.`,
        ...(spread !== undefined && { spread }),
        killedBy: [check],
        seams: weakened(weaken),
      })),
    ),
  ),
  ...mutants(has('otp.request'), [
    {
      id: 'random.password-counted',
      title: 'One-time passwords are counted.',
      killedBy: ['random.passwords'],
      seams: passwords((count, length) =>
        String(100_000 + count)
          .padStart(length, '1')
          .slice(-length),
      ),
    },
    {
      id: 'random.password-two-digits',
      title: 'Of a one-time password two digits alone are drawn.',
      killedBy: ['random.passwords'],
      seams: passwords((_count, length, digits) => digits(2) + '7'.repeat(length - 2)),
    },
    {
      id: 'random.password-low-digits',
      title: 'One-time passwords are made of the digits from 0 to 4.',
      killedBy: ['random.passwords'],
      seams: passwords((_count, length, digits) =>
        digits(length).replaceAll(/[5-9]/g, (digit) => String(Number(digit) - 5)),
      ),
    },
  ]),
  ...mutants(has('sso.enter'), [
    {
      id: 'random.cookie-brought',
      title: 'A visitor keeps the cookie that was brought along.',
      killedBy: ['random.cookie-brought'],
      seams: replying(
        ofAction('sso.enter'),
        headerAs('set-cookie', (value, { request: { headers } }) => {
          const [name = ''] = value.split('=');
          const brought = new RegExp(`${name}=([^;]+)`).exec(String(headers['cookie'] ?? ''))?.[1];
          return brought === undefined ? value : value.replace(/=([^;]+)/, `=${brought}`);
        }),
      ),
    },
  ]),
  ...mutants(has('session.open'), [
    {
      id: 'random.session-brought',
      title: 'A login keeps the session that the request names.',
      killedBy: ['random.session-brought'],
      seams: replying(
        both(ofAction('session.open'), succeeded),
        bodyAs((body, { request: { headers, query } }) => {
          const brought = headers['access-token'] ?? query['access-token'];
          return JSON.parse(
            JSON.stringify(body, (key, value: unknown) =>
              key === 'token' && typeof value === 'string' && typeof brought === 'string' ? brought : value,
            ),
          );
        }),
      ),
    },
  ]),
];
