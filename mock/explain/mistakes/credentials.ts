/** Credentials that are not those that the operation takes, or not as it takes them. */
import type { Failure } from '../../../specs/generated/vocabulary.ts';
import { distance } from 'fastest-levenshtein';
import { nearest } from '../../contract/did-you-mean.ts';
import { findKey } from '../../auth/api-keys/key-records.ts';
import type { KeyRecord } from '../../auth/api-keys/key-records.ts';
import { present } from '../../auth/presented-credentials.ts';
import { decodeJwt } from '../../auth/oauth/signed-jwt.ts';
import { instant, span } from '../../state/instant-texts.ts';
import type { Call } from '../../request/call.ts';
import { valuesOf, whoseValue } from '../known-values.ts';
import type { Kind, Known } from '../known-values.ts';
import { placeholderIn } from '../placeholders.ts';
import { mistake } from '../mistake.ts';
import type { Found, Mistake, Refused } from '../mistake.ts';
import { authorization, offered, wantedParts } from '../request-values.ts';
import type { Offered } from '../request-values.ts';
import { anotherSecret, capital, control, creds, hint, masked, sandboxOption, wanted, compared } from '../words.ts';
import { characters } from '../../contract/characters.ts';

/** Failures of a credential that is not taken, whatever is wrong with it. */
export const NOT_TAKEN: readonly Failure[] = [
  'missing_credentials',
  'malformed_credentials',
  'credential_not_accepted',
  'invalid_credentials',
  'invalid_token',
  'invalid_session',
  'multiple_credentials',
];

/** More characters than these are another secret, and no slip. */
const MOST_SLIPS = 3;

const UNKNOWN: readonly Failure[] = [
  'invalid_credentials',
  'invalid_token',
  'invalid_session',
  'malformed_credentials',
];

/** What came, and whose it proves to be. */
interface Identified {
  readonly offer: Offered;
  readonly known: Known;
}

const identified = new WeakMap<Call, Promise<readonly Identified[]>>();

/** Values of a request that are looked up at most. */
const MOST_OFFERS = 12;

/** Looked up once for all the mistakes that ask. */
function identify(refused: Refused): Promise<readonly Identified[]> {
  const { call } = refused;
  let found = identified.get(call);
  if (found === undefined) {
    found = Promise.all(
      offered(call)
        .slice(0, MOST_OFFERS)
        .map(async (offer) => ({ offer, known: await whoseValue(refused, offer.value) })),
    ).then((all) => all.filter((one): one is Identified => one.known !== undefined));
    identified.set(call, found);
  }
  return found;
}

const isHere = ({ call }: Refused, { contract, sandbox }: Known): boolean =>
  contract === call.world.contract.name && sandbox === call.world.sandbox.name;

/** A value of another kind than the operation wants, in the place where it wants one. */
const wrongKind = (
  name: string,
  what: string,
  kind: Kind,
  told: (refused: Refused, one: Identified) => Omit<Found, 'compared'> | undefined,
): Mistake =>
  mistake(name, what, NOT_TAKEN, async (refused) => {
    for (const one of await identify(refused)) {
      if (one.known.kind !== kind || !isHere(refused, one.known)) continue;
      const found = told(refused, one);
      if (found !== undefined) return found;
    }
    return undefined;
  });

export const inAuthorization = ({ where }: Offered): boolean => where === 'the Authorization header';

const takesToken = ({ operation }: Call): boolean =>
  operation.requirements.some(({ method }) => method.kind === 'token');

/** How a token is got from the contract's own endpoint. */
function tokenHint(call: Call): ReturnType<typeof hint> {
  const endpoint = call.world.contract.operations.find(({ action }) => action.type === 'token.issue');
  return endpoint === undefined
    ? wanted(call)
    : hint(
        'Trade it for an access token, and send that:',
        `curl ${call.request.origin}${call.mount}${endpoint.path} -d grant_type=client_credentials -d client_id=… -d client_secret=…`,
      );
}

/** The key that the request names by its id. */
async function namedKey(call: Call): Promise<{ readonly key: KeyRecord; readonly secret: string } | undefined> {
  for (const { method } of call.operation.requirements) {
    if (method.kind !== 'key_pair') continue;
    const { id, secret } = present(call, method) ?? {};
    if (id === undefined || secret === undefined) continue;
    const key = await findKey(call.world, method.credential, id);
    if (key !== undefined) return { key, secret };
  }
  return undefined;
}

const QUOTES = /^["'“”‘’`]|["'“”‘’`]$/;
/** Dots or stars in the place of characters. */
const MASKED = /[\w-]\.{3}|…|\*{3,}|[•●]{2,}/;

/** Node reads headers byte by byte, and clients mostly write UTF-8. */
const inUtf8 = (value: string): string =>
  /[\u0080-\u00ff]/.test(value) ? Buffer.from(value, 'latin1').toString('utf8').replaceAll('\ufffd', '') : value;

/** Letters and signs that look like those of ASCII. */
const LOOK_ALIKES: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'аa',
    'еe',
    'оo',
    'рp',
    'сc',
    'хx',
    'уy',
    'іi',
    'ѕs',
    'АA',
    'ВB',
    'ЕE',
    'КK',
    'МM',
    'НH',
    'ОO',
    'РP',
    'СC',
    'ТT',
    'ХX',
  ]
    .concat(['‐-', '‑-', '–-', '—-', '−-', '＿_'])
    .map(([from, to]) => [from!, to!]),
);

/** Without what nobody sees, and quotation marks of a word processor. */
const inAscii = (value: string): string =>
  inUtf8(value)
    .replaceAll(/[\p{Cf}“”„‘’«»]/gu, '')
    .replaceAll(/\P{ASCII}/gu, (letter) => LOOK_ALIKES[letter] ?? letter);

/** The first character beyond ASCII, as Unicode names it: `U+200B`. */
function foreignIn(value: string): string | undefined {
  const [letter] = /\P{ASCII}/u.exec(inUtf8(value)) ?? [];
  return letter === undefined
    ? undefined
    : `the character U+${letter.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Whether a value becomes one that is known once it is put right. */
export const repaired = (
  name: string,
  what: string,
  repair: (value: string) => string | undefined,
  finding: (offer: Offered, known: Known) => string,
  next: (call: Call) => Found['next'],
  isOf: (offer: Offered) => boolean = () => true,
): Mistake =>
  mistake(name, what, NOT_TAKEN, async (refused) => {
    for (const offer of offered(refused.call).slice(0, MOST_OFFERS).filter(isOf)) {
      const value = repair(offer.value);
      if (value === undefined || value === offer.value || value === '') continue;
      const known = await whoseValue(refused, value);
      if (known !== undefined) return { finding: finding(offer, known), next: next(refused.call) };
    }
    return undefined;
  });

function decodeUri(value: string): string | undefined {
  if (!value.includes('%')) return undefined;
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}

/** Text that may be a whole token answer. */
function tokenOfJson(value: string): string | undefined {
  if (!value.startsWith('{')) return undefined;
  try {
    const token = (JSON.parse(value) as Record<string, unknown>)['access_token'];
    return typeof token === 'string' ? token : undefined;
  } catch {
    return undefined;
  }
}

const schemesWanted = (call: Call): readonly string[] => [
  ...new Set(wantedParts(call).flatMap((part) => (part.in === 'authorization' ? [part.name] : []))),
];

/** Before the token endpoint's, to which either half is merely unknown. */
export const BASIC: readonly Mistake[] = [
  mistake(
    'basic-swapped',
    'swapped the two halves of HTTP Basic',
    [...NOT_TAKEN, 'invalid_client'],
    async (refused) => {
      const found = await identify(refused);
      const user = found.find(({ offer }) => offer.where === 'the user name of HTTP Basic');
      const password = found.find(({ offer }) => offer.where === 'the password of HTTP Basic');
      return user !== undefined &&
        /secret$/.test(user.known.kind) &&
        password !== undefined &&
        /_id$|user/.test(password.known.kind)
        ? {
            finding: `The user name of HTTP Basic is ${user.known.words}, and its password ${password.known.words}: they are swapped.`,
            next: [hint('The id comes first:', 'curl -u "$ID:$SECRET" …')],
          }
        : undefined;
    },
  ),
];

export const CREDENTIALS: readonly Mistake[] = [
  // A value that is not what it ought to be, by its form alone.
  mistake('credential-empty', 'sent a scheme with no credential behind it', NOT_TAKEN, ({ call }) => {
    const whole = authorization(call)?.whole.trim();
    return whole !== undefined && /^(?:bearer|basic)$/i.test(whole)
      ? {
          finding: `The Authorization header says ${whole} and nothing more: a variable that is not set?`,
          next: [
            hint(
              'Print what you send; after the scheme there must be one space and the credential:',
              'Authorization: Bearer <access token>',
            ),
          ],
        }
      : undefined;
  }),
  mistake('credential-placeholder', 'sent a placeholder where the credential goes', NOT_TAKEN, ({ call }) => {
    for (const { where, value } of offered(call)) {
      const found = placeholderIn(value);
      if (found !== undefined)
        return {
          finding: `${capital(where)} holds ${JSON.stringify(value.slice(0, 60))}: ${found.words}.`,
          next: [found.next, creds(call)],
        };
    }
    return undefined;
  }),
  repaired(
    'bearer-twice',
    'wrote the scheme of the Authorization header twice',
    (value) => /^(?:bearer|basic|token)\s+(.+)$/is.exec(value)?.[1],
    (offer) => `${capital(offer.where)} has the scheme in it twice: "Bearer Bearer …".`,
    () => [hint('Write the scheme once; a library may add its own:', 'Authorization: Bearer <access token>')],
    inAuthorization,
  ),
  repaired(
    'credential-quoted',
    'sent the credential with its quotation marks',
    (value) => (QUOTES.test(value) ? value.replaceAll(/^["'“”‘’`]+|["'“”‘’`]+$/g, '') : undefined),
    (offer, { words }) => `${capital(offer.where)} holds ${words} in quotation marks; they are taken for a part of it.`,
    () => [hint('Leave the quotation marks out. From JSON, take the field as raw text:', 'jq -r .access_token')],
  ),
  mistake(
    'credential-masked',
    'sent a credential as a page or a log shows it, with a part left out',
    NOT_TAKEN,
    ({ call }) => {
      const offer = offered(call).find(({ value }) => MASKED.test(inUtf8(value)));
      return offer === undefined
        ? undefined
        : {
            finding: `${capital(offer.where)} holds a credential with a part left out: dots or stars stand for it, as pages and logs show it.`,
            next: [creds(call)],
          };
    },
  ),
  repaired(
    'credential-twice',
    'sent the credential twice in one value',
    (value) => /^(.+?)[,;\s]\s*\1$/s.exec(value)?.[1],
    (offer, { words }) => `${capital(offer.where)} holds ${words} twice: two headers of that name were joined.`,
    () => [hint('Set the header once; a library may add its own.')],
  ),
  repaired(
    'credential-foreign-character',
    'sent a credential with characters that only look right, or that nobody sees',
    (value) => (foreignIn(value) === undefined ? undefined : inAscii(value)),
    (offer, { words }) =>
      `${capital(offer.where)} holds ${words}, but for ${foreignIn(offer.value) ?? ''}: a chat, a document or a web page has put that in.`,
    () => [hint('Copy it from where it was given out, and look at what you send:', `printf '%s' "$KEY" | od -An -c`)],
  ),
  repaired(
    'credential-space',
    'sent the credential with white space around or inside it',
    (value) => value.replaceAll(/\s|%0a|%0d|%20|\\n/gi, ''),
    (offer, { words }) => `${capital(offer.where)} holds ${words} with white space around or inside it.`,
    () => [
      hint('Cut the white space off; a file that is read often ends in a newline:', `printf '%s' "$(cat secret.txt)"`),
    ],
  ),
  repaired(
    'credential-percent-encoded',
    'percent-encoded the credential',
    decodeUri,
    (offer, { words }) => `${capital(offer.where)} holds ${words} percent-encoded; a header takes it as it is.`,
    () => [hint('Send it as it was given out.')],
  ),
  repaired(
    'credential-base64',
    'encoded the credential in base64 where it goes as it is',
    (value) =>
      /^[\w+/-]{12,}={0,2}$/.test(value) ? Buffer.from(value, 'base64').toString().replace(/:$/, '') : undefined,
    (offer, { words }) => `${capital(offer.where)} holds ${words} in base64; it goes there as it is.`,
    (call) => [wanted(call)],
  ),
  repaired(
    'token-answer-sent-whole',
    'sent the whole token answer in place of its access_token',
    tokenOfJson,
    (offer) => `${capital(offer.where)} holds the token endpoint's whole answer; the token is its field access_token.`,
    () => [hint('Send the field alone:', 'jq -r .access_token')],
  ),
  repaired(
    'credential-case',
    'wrote the credential in another case',
    (value) => (value === value.toLowerCase() ? undefined : value.toLowerCase()),
    (offer, { words }) => `${capital(offer.where)} holds ${words}, but in another case; every character counts.`,
    () => [hint('Copy it as it was given out.')],
  ),
  repaired(
    'credential-prefixed',
    'put the name of the credential before it',
    (value) => /^(?:api[-_]?key|token|key|secret|app[-_]?token|bearer|basic)\s*[=: ]\s*(.+)$/is.exec(value)?.[1],
    (offer, { words }) => `${capital(offer.where)} holds ${words} with its name before it; the value goes there alone.`,
    () => [hint('Send the value alone.')],
  ),

  // HTTP Basic.
  mistake('basic-not-encoded', 'sent id and secret in HTTP Basic without base64', NOT_TAKEN, ({ call }) => {
    const auth = authorization(call);
    return auth?.scheme.toLowerCase() === 'basic' && /^[^\s:]+:[^\s]*$/.test(auth.value)
      ? {
          finding:
            'The Authorization header holds id:secret as plain text; HTTP Basic wants it in base64 (RFC 7617 §2).',
          next: [
            hint(
              'Let curl do it, or encode it:',
              `curl -u "$ID:$SECRET" …\nAuthorization: Basic $(printf '%s' "$ID:$SECRET" | base64 -w0)`,
            ),
          ],
        }
      : undefined;
  }),

  // What is known, but something else, or of somewhere else.
  mistake('key-halves-swapped', "swapped a key's id and secret", NOT_TAKEN, async (refused) => {
    const found = await identify(refused);
    const secretParts = wantedParts(refused.call).filter(({ part }) => part === 'secret');
    const idParts = wantedParts(refused.call).filter(({ part }) => part === 'id');
    const at = (parts: typeof idParts): Identified | undefined =>
      found.find(({ offer }) => parts.some(({ name }) => offer.where.endsWith(` ${name}`)));
    const [id, secret] = [at(idParts), at(secretParts)];
    return id?.known.kind === 'key_secret' && secret?.known.kind === 'key_id'
      ? {
          finding: `${capital(id.offer.where)} holds ${id.known.words}, and ${secret.offer.where} ${secret.known.words}: they are swapped.`,
          next: [wanted(refused.call)],
        }
      : undefined;
  }),
  wrongKind(
    'client-secret-as-credential',
    'sent a client secret where a token or key goes',
    'client_secret',
    ({ call }, { offer, known }) => ({
      finding: `${capital(offer.where)} holds ${known.words}; the client secret is shown to the token endpoint only.`,
      next: [tokenHint(call)],
    }),
  ),
  wrongKind(
    'client-id-as-credential',
    'sent a client id where a token or key goes',
    'client_id',
    ({ call }, { offer, known }) =>
      inAuthorization(offer)
        ? { finding: `${capital(offer.where)} holds ${known.words}, which proves nothing.`, next: [tokenHint(call)] }
        : undefined,
  ),
  wrongKind(
    'refresh-token-as-access-token',
    'sent a refresh token where an access token goes',
    'refresh_token',
    (_refused, { offer, known }) => ({
      finding: `${capital(offer.where)} holds ${known.words}; it goes to the token endpoint only, and gets an access token there.`,
      next: [hint('Trade it:', 'grant_type=refresh_token&refresh_token=…')],
    }),
  ),
  wrongKind(
    'code-as-token',
    'sent an authorization code where an access token goes',
    'authorization_code',
    (_refused, { offer, known }) => ({
      finding: `${capital(offer.where)} holds ${known.words}; it is traded for an access token at the token endpoint, once.`,
      next: [hint('Trade it:', 'grant_type=authorization_code&code=…&redirect_uri=…')],
    }),
  ),
  wrongKind(
    'otp-id-as-credential',
    'sent the id of a one-time password as a credential',
    'otp_id',
    ({ call }, { offer }) => ({
      finding: `${capital(offer.where)} holds the id of a one-time password, which proves nothing.`,
      next: [wanted(call)],
    }),
  ),
  wrongKind(
    'verification-token-as-credential',
    'sent a verification token as the credential',
    'verification_token',
    ({ call }, { offer }) =>
      wantedParts(call).some(({ name }) => offer.where.endsWith(` ${name}`)) || inAuthorization(offer)
        ? {
            finding: `${capital(offer.where)} holds the verification token of a one-time password; it comes beside the credential, in a header of its own.`,
            next: [wanted(call)],
          }
        : undefined,
  ),
  wrongKind(
    'session-token-as-bearer',
    'sent a session token where another credential goes',
    'session_token',
    ({ call }, { offer, known }) =>
      inAuthorization(offer)
        ? { finding: `The Authorization header holds ${known.words}; it goes somewhere else.`, next: [wanted(call)] }
        : undefined,
  ),
  wrongKind('api-key-as-token', 'sent an API key as a bearer token', 'key_secret', ({ call }, { offer, known }) =>
    inAuthorization(offer) && authorization(call)?.scheme.toLowerCase() === 'bearer'
      ? {
          finding: `The Authorization header holds ${known.words} as a bearer token; a key goes somewhere else.`,
          next: [wanted(call)],
        }
      : undefined,
  ),
  wrongKind('key-id-as-token', "sent a key's id as a bearer token", 'key_id', ({ call }, { offer, known }) =>
    inAuthorization(offer)
      ? { finding: `The Authorization header holds ${known.words}, which proves nothing.`, next: [wanted(call)] }
      : undefined,
  ),
  wrongKind(
    'access-token-as-key',
    'sent an access token where a key goes',
    'access_token',
    ({ call }, { offer, known }) =>
      inAuthorization(offer)
        ? undefined
        : {
            finding: `${capital(offer.where)} holds ${known.words}; an access token goes into the Authorization header.`,
            next: [takesToken(call) ? hint('Send:', 'Authorization: Bearer <access token>') : wanted(call)],
          },
  ),
  wrongKind('user-id-as-credential', "sent a user's id as the credential", 'user', ({ call }, { offer, known }) =>
    inAuthorization(offer)
      ? { finding: `The Authorization header holds ${known.words}, which proves nothing.`, next: [wanted(call)] }
      : undefined,
  ),
  mistake('credential-of-other-contract', 'sent a credential of another contract', NOT_TAKEN, async (refused) => {
    const { call } = refused;
    const one = (await identify(refused)).find(
      ({ known }) => known.contract !== call.world.contract.name && known.sandbox === call.world.sandbox.name,
    );
    return one === undefined
      ? undefined
      : {
          finding: `${capital(one.offer.where)} holds ${one.known.words} of ${one.known.contract}; this request went to ${call.world.contract.name}.`,
          next: [
            creds(call),
            hint(
              `Or send it to ${one.known.contract}:`,
              `${call.request.origin}${call.mount.replace(new RegExp(`${call.world.contract.name}$`), one.known.contract)}`,
            ),
          ],
        };
  }),
  mistake('credential-of-other-sandbox', 'sent a credential of another sandbox', NOT_TAKEN, async (refused) => {
    const { call } = refused;
    const one = (await identify(refused)).find(({ known }) => known.sandbox !== call.world.sandbox.name);
    return one === undefined
      ? undefined
      : {
          finding: `${capital(one.offer.where)} holds ${one.known.words} of the sandbox "${one.known.sandbox}"; this request went to the sandbox "${call.world.sandbox.name}". Nothing that one gives out is good in another.`,
          next: [
            hint(
              'Send it there:',
              `${call.request.origin}/${one.known.sandbox === 'default' ? '' : `~${one.known.sandbox}/`}${one.known.contract}`,
            ),
            hint('Or get one here:', `tollgate creds ${call.world.contract.name}${sandboxOption(call)}`),
          ],
        };
  }),

  // Keys.
  wrongKind(
    'old-key-secret',
    'sent the secret that a key had before it was regenerated',
    'old_key_secret',
    ({ call }, { offer, known }) => ({
      finding: `${capital(offer.where)} holds ${known.words}.`,
      next: [creds(call)],
    }),
  ),
  mistake(
    'secret-of-other-key',
    "sent one key's id with another's secret",
    ['invalid_credentials'],
    async (refused) => {
      const named = await namedKey(refused.call);
      const other = named && (await whoseValue(refused, named.secret));
      return named === undefined ||
        other === undefined ||
        !['key_secret', 'client_secret'].includes(other.kind) ||
        other.owner === named.key.id
        ? undefined
        : {
            finding: `The id is ${named.key.id}; the secret is ${other.words}. They must be of one key.`,
            next: [creds(refused.call)],
          };
    },
  ),
  mistake('key-blocked', 'used a key that was blocked', ['blocked_key'], ({ call, note }) => ({
    finding: `The key${note.got === undefined ? '' : ` ${note.got.replace(/, blocked$/, '')}`} is right, and blocked.`,
    next: [
      hint(
        'Unblock it:',
        control(call, 'POST', `/keys/${call.world.contract.name}/${credentialOf(note.got, call)}/unblock`),
      ),
      creds(call),
    ],
  })),
  mistake('key-deleted', 'used a key that was deleted', ['invalid_credentials'], async (refused) => {
    for (const { known, offer } of await identify(refused)) {
      if (!known.kind.startsWith('key_') || known.credential === undefined || !isHere(refused, known)) continue;
      const key = await findKey(refused.call.world, known.credential, known.owner);
      if (key?.status === 'deleted')
        return {
          finding: `${capital(offer.where)} is of the key ${key.id}, which was deleted at ${instant(key.ended_at ?? 0)}, ${span(refused.call.now - (key.ended_at ?? 0))} ago.`,
          next: [creds(refused.call)],
        };
    }
    return undefined;
  }),
  mistake(
    'key-of-other-kind',
    'sent a key of another kind than the operation takes',
    ['invalid_credentials', 'credential_not_accepted', 'malformed_credentials', 'missing_credentials'],
    async (refused) => {
      const { call } = refused;
      const taken = new Set(
        call.operation.requirements.flatMap(({ method, also = [] }) => [
          method.credential,
          ...also.map((other) => other.method.credential),
        ]),
      );
      const one = (await identify(refused)).find(
        ({ known }) =>
          known.kind === 'key_secret' &&
          isHere(refused, known) &&
          known.credential !== undefined &&
          !taken.has(known.credential),
      );
      return one === undefined
        ? undefined
        : {
            finding: `${capital(one.offer.where)} holds ${one.known.words}; this operation takes ${[...taken].join(' or ')}.`,
            next: [wanted(call)],
          };
    },
  ),
  mistake(
    'credential-misspelt',
    'sent a credential that differs from a known one in a few characters',
    UNKNOWN,
    async ({ call }) => {
      const values = await valuesOf(call.world);
      for (const { where, value } of offered(call)) {
        if (value.length < 8) continue;
        const near = nearest(
          value,
          values.map(([known]) => known),
        );
        const found = values.find(([known]) => known === near);
        if (found === undefined || near === undefined || near === value || distance(near, value) > MOST_SLIPS) continue;
        const difference = compared(near, value)!;
        return {
          finding: `${capital(where)} is nearly ${found[1]}: it differs from character ${difference.differs_at + 1} on${value.length === near.length ? '' : `, and has ${characters(value)} where ${near.length} are wanted`}.`,
          next: [creds(call)],
        };
      }
      return undefined;
    },
  ),

  // How it is presented.
  mistake('authorization-without-scheme', 'left the scheme out of the Authorization header', NOT_TAKEN, ({ call }) => {
    const auth = authorization(call);
    const [scheme] = schemesWanted(call);
    return auth === undefined || auth.scheme !== '' || scheme === undefined || auth.whole.length < 8
      ? undefined
      : {
          finding: `The Authorization header holds the credential alone (${masked(auth.whole)}); before it goes the scheme and a space.`,
          next: [hint('Send:', `Authorization: ${capital(scheme)} <the same>`)],
        };
  }),
  mistake('authorization-other-scheme', 'used another scheme in the Authorization header', NOT_TAKEN, ({ call }) => {
    const auth = authorization(call);
    const schemes = schemesWanted(call);
    if (auth === undefined || auth.scheme === '' || schemes.includes(auth.scheme.toLowerCase())) return undefined;
    const named = auth.scheme.replace(/:$/, '');
    return {
      finding:
        schemes.length === 0
          ? `This operation reads no Authorization header; what came is one of the scheme ${named}.`
          : `The Authorization header is of the scheme ${named}; ${schemes.map(capital).join(' or ')} is wanted.`,
      next: [wanted(call)],
    };
  }),
  mistake(
    'half-a-credential',
    'sent a part of the credential and left the rest out',
    ['malformed_credentials', 'missing_credentials'],
    ({ call, note }) => {
      const { headers, query } = call.request;
      for (const { method } of call.operation.requirements) {
        const there = method.parts.filter(
          (part) =>
            (part.in === 'header' && headers[part.name] !== undefined) ||
            (part.in === 'query' && query[part.name] !== undefined),
        );
        if (there.length === 0 || there.length === method.parts.length) continue;
        const missing = method.parts.filter((part) => !there.includes(part));
        return {
          finding: `Of ${method.credential} came ${there.map(({ name }) => name).join(' and ')}; ${missing.map(({ name }) => name).join(' and ')} ${missing.length > 1 ? 'are' : 'is'} missing.`,
          next: [hint('Send all of it:', method.parts.map(({ name, part }) => `${name}: <${part}>`).join('\n'))],
        };
      }
      return note.failure === 'malformed_credentials' && note.got?.startsWith('no ') === true
        ? { finding: `A part of the credential is missing: ${note.got}.`, next: [wanted(call)] }
        : undefined;
    },
  ),
  mistake(
    'credential-repeated',
    'sent one header of a credential twice',
    ['malformed_credentials', 'multiple_credentials'],
    ({ call }) => {
      const names = call.request.rawHeaders.filter((_, i) => i % 2 === 0).map((name) => name.toLowerCase());
      const twice = names.find(
        (name, i) =>
          (name === 'authorization' || wantedParts(call).some((part) => part.name === name)) && names.indexOf(name) < i,
      );
      return twice === undefined
        ? undefined
        : {
            finding: `The header ${twice} came twice: a library and your own code both set it?`,
            next: [hint('Send it once.')],
          };
    },
  ),
  mistake('two-credentials', 'sent two credentials at once', ['multiple_credentials'], ({ call, note }) => ({
    finding: `Two credentials came, ${note.got ?? 'of different kinds'}, and nobody can tell which is meant.`,
    next: [
      hint('Send one of them. A client that adds a default header to each request adds it here too.'),
      wanted(call),
    ],
  })),
  mistake('cookie-repeated', 'sent one cookie with two values', ['malformed_credentials'], ({ call, note }) =>
    note.got?.endsWith('times, with different values') === true
      ? {
          finding: `The cookie ${note.got}: nobody can tell which is meant.`,
          next: [
            hint('Send it once. A browser sends two where one was set for another path or host: delete the old one.'),
            wanted(call),
          ],
        }
      : undefined,
  ),
  mistake(
    'credential-not-taken',
    'sent a credential of a kind that this operation does not take',
    ['credential_not_accepted'],
    ({ call, note }) => ({
      finding: `The request carries ${note.got ?? 'another credential'}; this operation takes ${note.expected ?? 'another'}.`,
      next: [wanted(call)],
    }),
  ),
  mistake('token-of-a-provider', 'sent a real JWT, of somebody else than this sandbox', UNKNOWN, ({ call }) => {
    const jwt = decodeJwt(authorization(call)?.value ?? '');
    const iss = jwt?.claims['iss'];
    return typeof iss === 'string' &&
      !iss.startsWith(call.request.origin) &&
      !/^https?:\/\/(?:localhost|127\.|\[::1\])/.test(iss)
      ? {
          finding: `The token is of ${iss.slice(0, 120)}; this sandbox takes only what it issued itself.`,
          next: [tokenHint(call)],
        }
      : undefined;
  }),
  mistake('no-credential', 'sent no credential at all', ['missing_credentials'], ({ call }) => ({
    finding: 'The request carries nothing that could be a credential.',
    next: [wanted(call), creds(call)],
  })),
];

/** `pk_test_blocked123, blocked` → `api_key_pair/pk_test_blocked123` */
function credentialOf(got: string | undefined, call: Call): string {
  const id = got?.split(',')[0] ?? '';
  const credential =
    call.world.contract.seed.keys?.find((key) => key.id === id)?.credential ??
    call.operation.requirements[0]?.method.credential ??
    '';
  return `${credential}/${encodeURIComponent(id)}`;
}

/** Last, where nothing more telling was recognised. */
export const UNKNOWN_CREDENTIALS: readonly Mistake[] = [
  mistake('key-secret-wrong', 'sent the id of a key with another secret', ['invalid_credentials'], async ({ call }) => {
    const named = await namedKey(call);
    if (named === undefined || named.secret === named.key.secret) return undefined;
    const { key, secret } = named;
    return {
      finding: `The key ${key.id} is known; ${anotherSecret(key.secret, secret)}.`,
      next: [creds(call)],
    };
  }),
  mistake(
    'credential-unknown',
    'sent a key or token that nobody here has',
    ['invalid_credentials', 'invalid_session'],
    ({ call, note }) => {
      const offer = offered(call)[0];
      return {
        finding: `${offer === undefined ? 'What came' : `${capital(offer.where)} (${masked(offer.value)})`} is no credential of this sandbox, nor of another contract or sandbox of this server. Real ones do not work here${note.got === undefined ? '' : `: ${note.got}`}.`,
        next: [creds(call)],
      };
    },
  ),
];
