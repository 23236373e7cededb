/**
 * Secrets that are compared too loosely, or made into another text before they are compared: one mutant for each way of
 * doing so and each kind of secret.
 */
import { listKeys } from '../../mock/auth/api-keys/key-records.ts';
import type { KeyRecord } from '../../mock/auth/api-keys/key-records.ts';
import { isUserName, read } from '../../mock/auth/presented-credentials.ts';
import type { CompiledPart } from '../../mock/contract/compiled-contract.ts';
import { textOf } from '../../mock/contract/text-of.ts';
import type { Fact } from '../../mock/contract/fill-values.ts';
import type { Seams } from '../../mock/pipeline/seams.ts';
import type { Call } from '../../mock/request/call.ts';
import { bodyValue } from '../../mock/request/parsed-body.ts';
import { chain } from '../../mock/state/awaitable.ts';
import type { Awaitable } from '../../mock/state/awaitable.ts';
import type { Action, Credential } from '../../specs/generated/vocabulary.ts';
import { isObject, parseJson, valueAt, withValue } from '../driver/json-values.ts';
import type { Mutant } from './mutant.ts';
import {
  all,
  clientBasic,
  clientSecrets,
  credential,
  has,
  idempotent,
  refreshable,
  stepUp,
} from './wrap/breakable-contracts.ts';
import type { Has } from './wrap/breakable-contracts.ts';
import { clientOf, formOf, withForm, withHeaders, withPeople, withQuery, withStore } from './wrap/wrap-call.ts';
import { acting, insisting, onGuard, saying } from './wrap/wrap-steps.ts';
import { seeing } from './wrap/wrap-store.ts';

/** The text that a given one is taken for; undefined where it is taken as it is. */
type Reading = (given: string, known: readonly string[]) => string | undefined;

const first =
  (end: string): Reading =>
  (given) =>
    given.split(end, 1)[0];

/** The known text that fits. */
const knownThat =
  (fits: (given: string, known: string) => boolean): Reading =>
  (given, known) =>
    known.find((one) => given !== '' && fits(given, one));

const READINGS = {
  trimmed: ['without the white space around it', (given) => given.trim()],
  'zero-ended': ['up to its first zero byte', first('\0')],
  compatible: [
    'in the compatibility form of Unicode',
    (given) => (/^[\0-\xff]*$/.test(given) ? Buffer.from(given, 'latin1').toString('utf8') : given).normalize('NFKC'),
  ],
  unpadded: ['without padding', (given) => given.replace(/=+$/, '')],
  'other-alphabet': ['in either alphabet of base64', (given) => given.replaceAll('+', '-').replaceAll('/', '_')],
  unescaped: [
    'with its percent signs decoded',
    (given) =>
      given.replaceAll(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
  ],
  unquoted: ['without quotation marks', (given) => /^"(.*)"$/.exec(given)?.[1]],
  'after-scheme': ['without the scheme before it', (given) => /^\w+ +(.*)$/.exec(given)?.[1]],
  'after-name': ['without a name before it', (given) => /^[\w-]+=(.+)$/.exec(given)?.[1]],
  dotless: ['without a dot behind it', (given) => given.replace(/\.$/, '')],
  'less-a-part': ['without a part more than it has', (given) => /^(.*)\.x$/.exec(given)?.[1]],
  'to-colon': ['up to its first colon', first(':')],
  'to-semicolon': ['up to its first semicolon', first(';')],
  'to-sign': ['up to its first number sign', first('#')],
  'as-number': ['as a number', (given) => /^\+?(\d+)(?:\.0)?$/.exec(given)?.[1]],
  'to-128': ['up to its 128th character', (given) => given.slice(0, 128)],
  'of-list': ['up to its first comma', first(',')],
  'end-of-list': ['from its last comma on', (given) => given.split(',').at(-1)],
  spaceless: ['without spaces within', (given) => given.replaceAll(' ', '')],
  'no-breaks': ['without no-break spaces', (given) => given.replaceAll(/\u00c2?\u00a0/g, '')],
  'to-escape': ['up to its first escaped zero byte', first('%00')],
  folded: ['without regard to case', knownThat((given, known) => given.toLowerCase() === known.toLowerCase())],
  'by-beginning': [
    'by its first half',
    knownThat(
      (given, known) => given.slice(0, Math.ceil(known.length / 2)) === known.slice(0, Math.ceil(known.length / 2)),
    ),
  ],
  'by-end': ['by its end', knownThat((given, known) => known.endsWith(given) && given.length * 2 > known.length)],
  'with-more': ['with whatever stands behind it', knownThat((given, known) => given.startsWith(known))],
  'as-pattern': [
    'as a pattern',
    knownThat((given, known) => /[%*]$/.test(given) && known.startsWith(given.slice(0, -1))),
  ],
  wildcard: ['as any secret there is, where it is a wildcard', knownThat((given) => /^[%*]$/.test(given))],
} as const satisfies Readonly<Record<string, readonly [how: string, reading: Reading]>>;

type ReadingName = keyof typeof READINGS;

/** A kind of secret. */
interface Place {
  readonly id: string;
  /** What is compared: `An API key`. */
  readonly what: string;
  readonly applies: Has;
  readonly killedBy: readonly string[];
  readonly readings: readonly ReadingName[];
  seams(reading: Reading): Seams;
}

/** What was given out in each sandbox, under one fact. */
function given(
  fact: Fact,
  types: readonly Action['type'][],
): { readonly seams: Seams; of(call: Call): readonly string[] } {
  const out = new WeakMap<object, string[]>();
  const of = (call: Call): readonly string[] => out.get(call.world.clock) ?? [];
  return {
    of,
    seams: saying(types, (outcome, call) => {
      const value = outcome.answer?.facts?.[fact];
      if (typeof value === 'string') out.set(call.world.clock, [...of(call), value]);
      return outcome;
    }),
  };
}

/** The call with one part of a credential read another way; undefined where it is read as it is. */
function reread(call: Call, part: CompiledPart, reading: (text: string) => string | undefined): Call | undefined {
  const value = read(call.request, part);
  const changed = (text: string): string | undefined => {
    const other = reading(text);
    return other === text ? undefined : other;
  };
  if (typeof value !== 'string') return undefined;
  if (part.part === 'basic') {
    const text = Buffer.from(value, 'base64').toString('utf8');
    const colon = text.indexOf(':') + 1;
    const secret = changed(text.slice(colon));
    return secret === undefined
      ? undefined
      : withHeaders(call, { authorization: `Basic ${Buffer.from(text.slice(0, colon) + secret).toString('base64')}` });
  }
  const text = changed(value);
  if (text === undefined) return undefined;
  switch (part.in) {
    case 'header':
      return withHeaders(call, { [part.name]: text });
    case 'query':
      return withQuery(call, { [part.name]: text });
    case 'cookie':
      return withHeaders(call, { cookie: `${part.name}=${text}` });
    case 'authorization':
      if (part.parameter !== undefined) return undefined;
      return withHeaders(call, {
        authorization: `${part.name} ${isUserName(part) ? Buffer.from(`${text}:`).toString('base64') : text}`,
      });
  }
}

/** Who calls is found out once more, with the proof of their credential read another way. */
const proofRead = (
  kinds: readonly Credential['kind'][],
  known: (call: Call) => Awaitable<readonly string[]>,
  reading: Reading,
): Seams => ({
  identify: (identify) => (call) =>
    chain(identify(call), (found) => {
      if (found.state === 'good') return found;
      return chain(known(call), async (secrets) => {
        for (const { method } of call.operation.requirements.filter((one) => kinds.includes(one.method.kind))) {
          for (const part of method.parts.filter((one) => ['secret', 'basic', 'signature'].includes(one.part))) {
            const again = reread(call, part, (text) => reading(text, secrets));
            const second = again && (await identify(again));
            if (second?.state === 'good') return second;
          }
        }
        return found;
      });
    }),
});

const keys = async (call: Call): Promise<readonly string[]> => (await listKeys(call.world)).map(({ secret }) => secret);

const nothing = (): readonly string[] => [];

const ofKind = (...kinds: readonly Credential['kind'][]): Has => credential(...kinds);

/** Some credential of a kind is presented inside HTTP Basic, which carries any text. */
const inBasic =
  (...kinds: readonly Credential['kind'][]): Has =>
  ({ methods }) =>
    methods.some(({ kind, parts }) => kinds.includes(kind) && parts.some(({ part }) => part === 'basic'));

const ENDPOINTS = ['token.issue', 'token.revoke', 'token.introspect'] as const;

const formRead = (
  types: readonly Action['type'][],
  field: string,
  reading: Reading,
  known: (call: Call) => readonly string[] = nothing,
): Seams =>
  acting(types, (call) => {
    const { action } = call.operation;
    const name = 'parameter' in action ? (action.parameter ?? field) : field;
    const text = formOf(call)[name];
    const other = text === undefined || known(call).includes(text) ? undefined : reading(text, known(call));
    return other === undefined || other === text ? call : withForm(call, { [name]: other });
  });

const secretOf = (call: Call): string | undefined => call.world.people.clients.get(clientOf(call) ?? '')?.client_secret;

const encode = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1);

const HEADER: readonly ReadingName[] = [
  'folded',
  'by-beginning',
  'with-more',
  'after-scheme',
  'of-list',
  'end-of-list',
  'no-breaks',
  'spaceless',
  'to-escape',
];

const TEXT: readonly ReadingName[] = ['trimmed', 'compatible', 'folded'];

function tokensOf(types: readonly Action['type'][], fact: Fact, kinds: readonly Credential['kind'][]): Place['seams'] {
  return (reading) => {
    const out = given(fact, types);
    return { ...out.seams, ...proofRead(kinds, out.of, reading) };
  };
}

/** The action of a type sees the secret of a form read another way, with all that was given out in mind. */
function tokenForm(field: string, fact: Fact, types: readonly Action['type'][]): Place['seams'] {
  return (reading) => {
    const out = given(fact, ['token.issue']);
    const form = formRead(types, field, reading, out.of);
    return {
      action: (type, action, operation) => out.seams.action!(type, form.action!(type, action, operation), operation),
    };
  };
}

const PLACES: readonly Place[] = [
  {
    id: 'key',
    what: 'An API key',
    applies: ofKind('api_key'),
    killedBy: ['credential.near-miss'],
    readings: [...HEADER, 'unquoted', 'to-colon', 'to-semicolon', 'to-sign', 'as-pattern', 'wildcard'],
    seams: (reading) => proofRead(['api_key'], keys, reading),
  },
  {
    id: 'key-secret',
    what: "A key's secret",
    applies: ofKind('key_pair'),
    killedBy: ['credential.near-miss'],
    readings: [...HEADER, 'to-semicolon', 'to-sign', 'after-name', 'by-end'],
    seams: (reading) => proofRead(['key_pair'], keys, reading),
  },
  {
    id: 'basic',
    what: 'A secret in HTTP Basic',
    applies: inBasic('key_pair', 'api_key'),
    killedBy: ['credential.near-miss'],
    readings: ['trimmed', 'zero-ended', 'compatible', 'unescaped'],
    seams: (reading) => proofRead(['key_pair', 'api_key'], keys, reading),
  },
  {
    id: 'token',
    what: 'An access token',
    applies: all(ofKind('token'), has('token.issue')),
    killedBy: ['credential.near-miss'],
    readings: [...HEADER, 'less-a-part', 'dotless'],
    seams: tokensOf(['token.issue'], 'token.access_token', ['token']),
  },
  {
    id: 'session',
    what: 'A session token',
    applies: ofKind('session'),
    killedBy: ['credential.near-miss'],
    readings: ['folded', 'with-more', 'by-beginning', 'unpadded'],
    seams: tokensOf(['session.open'], 'session.token', ['session']),
  },
  {
    id: 'signature',
    what: 'An HMAC signature',
    applies: ofKind('hmac'),
    killedBy: ['hmac.near-signature'],
    readings: ['unquoted', 'after-name', 'of-list', 'unpadded'],
    seams: (reading) => proofRead(['hmac'], nothing, reading),
  },
  {
    id: 'client-secret',
    what: 'A client secret in the form',
    applies: clientSecrets,
    killedBy: ['oauth.client-secret-near'],
    readings: [...TEXT, 'zero-ended', 'as-pattern', 'wildcard'],
    seams: (reading) =>
      insisting(ENDPOINTS, ['invalid_client', 'invalid_request'], (call) => {
        const secret = secretOf(call);
        const text = formOf(call)['client_secret'];
        return secret !== undefined && text !== undefined && reading(text, [secret]) === secret
          ? withForm(call, { client_secret: secret })
          : undefined;
      }),
  },
  {
    id: 'client-id',
    what: 'The id of a client',
    applies: clientSecrets,
    killedBy: ['oauth.client-id-near'],
    readings: [...TEXT, 'with-more', 'zero-ended'],
    seams: (reading) =>
      insisting(ENDPOINTS, ['invalid_client', 'invalid_request'], (call) => {
        const id = formOf(call)['client_id'];
        const ids = [...call.world.people.clients.keys()];
        const other = id === undefined || ids.includes(id) ? undefined : reading(id, ids);
        return other !== undefined && ids.includes(other) ? withForm(call, { client_id: other }) : undefined;
      }),
  },
  {
    id: 'client-basic-id',
    what: 'The id of a client in HTTP Basic',
    applies: clientBasic,
    killedBy: ['oauth.client-basic-id-near'],
    readings: ['trimmed', 'folded', 'unescaped'],
    seams: (reading) =>
      insisting(ENDPOINTS, ['invalid_client', 'invalid_request'], (call) => {
        const pair = Buffer.from(String(call.request.headers.authorization).slice('Basic '.length), 'base64');
        const [id = '', text = ''] = pair.toString('utf8').split(':', 2);
        const given = new URLSearchParams(`a=${id}`).get('a') ?? '';
        const ids = [...call.world.people.clients.keys()];
        const other = ids.includes(given) ? undefined : reading(given, ids);
        return other !== undefined && ids.includes(other)
          ? withHeaders(call, { authorization: `Basic ${Buffer.from(`${encode(other)}:${text}`).toString('base64')}` })
          : undefined;
      }),
  },
  {
    id: 'client-basic',
    what: 'A client secret in HTTP Basic',
    applies: clientBasic,
    killedBy: ['oauth.client-basic-near'],
    readings: ['trimmed', 'unescaped', 'to-colon', 'by-end'],
    seams: (reading) =>
      insisting(ENDPOINTS, ['invalid_client', 'invalid_request'], (call) => {
        const secret = secretOf(call);
        const { authorization } = call.request.headers;
        const pair = Buffer.from(String(authorization).slice('Basic '.length), 'base64').toString('utf8');
        const [id = '', text = ''] = pair.split(':', 2).map((half) => new URLSearchParams(`a=${half}`).get('a') ?? '');
        return secret !== undefined && authorization !== undefined && reading(text, [secret]) === secret
          ? withHeaders(call, {
              authorization: `Basic ${Buffer.from(`${encode(id)}:${encode(secret)}`).toString('base64')}`,
            })
          : undefined;
      }),
  },
  {
    id: 'code',
    what: 'An authorization code',
    applies: has('authorize'),
    killedBy: ['oauth.code-near'],
    readings: ['trimmed', 'zero-ended', 'unescaped', 'unpadded', 'dotless'],
    seams: (reading) => formRead(['token.issue'], 'code', reading),
  },
  {
    id: 'refresh-token',
    what: 'A refresh token',
    applies: all(refreshable, has('authorize')),
    killedBy: ['oauth.refresh-near'],
    readings: ['folded', 'with-more', 'by-beginning', 'trimmed'],
    seams: tokenForm('refresh_token', 'token.refresh_token', ['token.issue']),
  },
  {
    id: 'verifier',
    what: 'A PKCE verifier',
    applies: ({ operations }) => operations.some(({ action }) => action.type === 'authorize' && action.pkce !== 'off'),
    killedBy: ['oauth.pkce-near'],
    readings: ['trimmed', 'compatible', 'unpadded', 'unquoted', 'other-alphabet', 'to-128'],
    seams: (reading) => formRead(['token.issue'], 'code_verifier', reading),
  },
  {
    id: 'introspected',
    what: 'A token that is introspected',
    applies: has('token.introspect'),
    killedBy: ['oauth.introspect-near'],
    readings: TEXT,
    seams: tokenForm('token', 'token.access_token', ['token.introspect']),
  },
  {
    id: 'revoked',
    what: 'A token that is to be revoked',
    applies: has('token.revoke'),
    killedBy: ['oauth.revoke-near'],
    readings: TEXT,
    seams: tokenForm('token', 'token.access_token', ['token.revoke']),
  },
  {
    id: 'password',
    what: 'A password',
    applies: has('session.open'),
    killedBy: ['session.password-near'],
    readings: [...TEXT, 'by-end'],
    seams: (reading) =>
      acting('session.open', (call) => {
        const { action } = call.operation;
        const text = action.type === 'session.open' ? textOf(valueAt(bodyValue(call), action.password)) : undefined;
        if (text === undefined) return call;
        const users = [...call.world.people.users].map(
          ([id, user]) =>
            [
              id,
              user.password !== undefined && reading(text, [user.password]) === user.password
                ? { ...user, password: text }
                : user,
            ] as const,
        );
        return withPeople(call, { users: new Map(users) });
      }),
  },
  {
    id: 'link-key',
    what: 'The key in a sign-on link',
    applies: has('sso.enter'),
    killedBy: ['sso.near-user-key'],
    readings: [...TEXT, 'with-more'],
    seams: (reading) =>
      acting('sso.enter', (call) => {
        const { action } = call.operation;
        if (action.type !== 'sso.enter') return call;
        const name = action.data_parameter ?? 'data';
        const data = textOf(formOf(call)[name] ?? call.request.query[name]);
        const text = data === undefined ? undefined : fieldOf(data, action.user_key);
        if (text === undefined) return call;
        return withStore(
          call,
          seeing<KeyRecord>('key:', (record) =>
            reading(text, [record.secret]) === record.secret ? { ...record, secret: text } : record,
          ),
        );
      }),
  },
  {
    id: 'idempotency-key',
    what: 'An idempotency key',
    applies: idempotent,
    killedBy: ['idempotency.near-key'],
    readings: ['unpadded'],
    seams: (reading) => keyRead((key) => reading(key, []) ?? key),
  },
  {
    id: 'verification',
    what: 'A verification token',
    applies: stepUp,
    killedBy: ['step-up.near-token'],
    readings: ['folded', 'with-more', 'by-beginning', 'unquoted'],
    seams: (reading) => {
      const out = given('otp.verification_token', ['otp.verify']);
      return {
        ...out.seams,
        ...onGuard('step_up', (guard, { stepUp: rule }) => (call) => {
          const name = rule?.header.toLowerCase() ?? '';
          const text = call.request.headers[name];
          if (typeof text !== 'string' || out.of(call).includes(text)) return guard(call);
          return guard(withHeaders(call, { [name]: reading(text, out.of(call)) ?? text }));
        }),
      };
    },
  },
  {
    id: 'one-time-code',
    what: 'A one-time code',
    applies: has('otp.verify'),
    killedBy: ['otp.near-code'],
    readings: ['trimmed', 'compatible', 'unquoted', 'to-colon', 'as-number'],
    // Before the body is held against its schema.
    seams: (reading) => ({
      identify:
        (identify, { action }) =>
        (call) => {
          if (action.type !== 'otp.verify') return identify(call);
          const body = bodyValue(call);
          const text = textOf(valueAt(body, action.code));
          if (text !== undefined)
            call.parsedBody = { state: 'json', value: withValue(body, action.code, reading(text, []) ?? text) };
          return identify(call);
        },
    }),
  },
];

/** A text in a link's JSON. */
function fieldOf(hex: string, name: string): string | undefined {
  const link = parseJson(Buffer.from(hex, 'hex').toString('utf8'));
  const value = isObject(link) ? link[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** The idempotency key as the sandbox remembers it. */
const keyRead = (reading: (key: string) => string): Seams => ({
  identify:
    (identify, { idempotency }) =>
    (call) => {
      const name = idempotency?.name.toLowerCase();
      const headers = call.request.headers as Record<string, unknown>;
      // What is remembered is read from the request itself.
      if (name !== undefined && typeof headers[name] === 'string') headers[name] = reading(headers[name]);
      return identify(call);
    },
});

const KEYS_READ: readonly (readonly [id: string, title: string, reading: (key: string) => string])[] = [
  ['folded', 'Idempotency keys are compared without regard to case.', (key) => key.toLowerCase()],
  ['cut-late', 'Of an idempotency key the first 200 characters are remembered.', (key) => key.slice(0, 200)],
  ['dashless', 'An idempotency key is remembered without its dashes.', (key) => key.replaceAll('-', '')],
  ['cut', 'Of an idempotency key the first 36 characters are remembered.', (key) => key.slice(0, 36)],
  [
    'letters-only',
    'Of an idempotency key only letters and digits are remembered.',
    (key) => key.replaceAll(/\W|_/g, ''),
  ],
  [
    'other-alphabet',
    'An idempotency key is remembered by the bytes of its base64.',
    (key) => key.replaceAll('+', '-').replaceAll('/', '_'),
  ],
];

const SCHEME_WORDS: readonly (readonly [id: string, title: string, pattern: RegExp])[] = [
  ['any-word', 'Any word before a token is taken for Bearer.', /^\w+ +/],
  ['no-space', 'The space after Bearer may be missing.', /^bearer(?! )/i],
  ['colon', 'Bearer with a colon behind it is taken for Bearer.', /^bearer: */i],
];

export const NEAR_MISSES: readonly Mutant[] = [
  ...PLACES.flatMap(({ id, what, applies, killedBy, readings, seams }) =>
    readings.map((name): Mutant => {
      const [how, reading] = READINGS[name];
      return {
        id: `near.${id}-${name}`,
        title: `${what} is read ${how}.`,
        applies,
        killedBy,
        spread: 3,
        seams: seams(reading),
      };
    }),
  ),
  ...KEYS_READ.map(
    ([id, title, reading]): Mutant => ({
      id: `near.idempotency-key-${id}`,
      title,
      applies: idempotent,
      killedBy: ['idempotency.near-key'],
      spread: 3,
      seams: keyRead(reading),
    }),
  ),
  ...SCHEME_WORDS.map(
    ([id, title, pattern]): Mutant => ({
      id: `near.scheme-${id}`,
      title,
      applies: credential('token'),
      killedBy: ['credential.near-miss'],
      spread: 3,
      seams: {
        identify: (identify) => (call) => {
          const { authorization } = call.request.headers;
          return typeof authorization === 'string' && pattern.test(authorization) && !/^basic /i.test(authorization)
            ? identify(withHeaders(call, { authorization: authorization.replace(pattern, 'Bearer ') }))
            : identify(call);
        },
      },
    }),
  ),
  ...(
    [
      [
        'lenient-hex',
        'Hexadecimal data of a link is read up to what is none.',
        (hex) => /^(?:[0-9a-f]{2})*/i.exec(hex)?.[0],
      ],
      ['after-0x', 'Hexadecimal data of a link may begin with 0x.', (hex) => hex.replace(/^0x/i, '')],
      [
        'base64',
        'Data of a link may be base64 in place of hexadecimal.',
        (text) => (/^[0-9a-f]*$/i.test(text) ? text : Buffer.from(text, 'base64').toString('hex')),
      ],
    ] satisfies readonly (readonly [string, string, (text: string) => string | undefined])[]
  ).map(
    ([id, title, reading]): Mutant => ({
      id: `near.link-${id}`,
      title,
      applies: has('sso.enter'),
      killedBy: ['sso.near-data'],
      spread: 3,
      seams: acting('sso.enter', (call) => {
        const { action } = call.operation;
        if (action.type !== 'sso.enter') return call;
        return [action.data_parameter ?? 'data', action.encrypted_parameter ?? 'e_data'].reduce((changed, name) => {
          const inForm = formOf(changed)[name];
          const text = inForm ?? textOf(changed.request.query[name]);
          if (text === undefined) return changed;
          return inForm === undefined
            ? withQuery(changed, { [name]: reading(text) })
            : withForm(changed, { [name]: reading(text) });
        }, call);
      }),
    }),
  ),
];
