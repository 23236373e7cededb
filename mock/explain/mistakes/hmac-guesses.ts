/**
 * What a client may have signed in place of what the contract says. Every guess is one HMAC; how a digest is written
 * (hex, base64, upper case) costs none, since what came is decoded, and its length tells the hash.
 */
import { createHash, createHmac } from 'node:crypto';
import type { SignatureCredential } from '../../../specs/generated/vocabulary.ts';
import { encodeAll } from '../../auth/hmac/canonical-request.ts';
import { isHidden, shownBase } from '../../auth/hmac/signature-explanation.ts';
import { secretBytes, signingKey } from '../../auth/hmac/signature-algorithm.ts';
import { formatOf, secondsOf, writtenTime } from '../../auth/hmac/signature-times.ts';
import { bodyDigest, partName, partValue, signedNames } from '../../auth/hmac/signed-message.ts';
import type { MessagePart, SignatureParts } from '../../auth/hmac/signed-message.ts';
import type { Departure } from './departure.ts';
import { otherWritings, unwrapped } from './hmac-digests.ts';
import { hashOf } from '../../contract/signature-kinds.ts';
import type { Call } from '../../request/call.ts';

/** A text that may have been signed. */
export interface GuessedMessage {
  readonly value: Buffer;
  /** As it may be shown. */
  readonly shown: string;
  /** The canonical request whose digest it carries, as it may be shown. */
  readonly request?: string | undefined;
  readonly departures: readonly Departure[];
}

/** A key that may have been used. */
export interface GuessedKey {
  readonly value: string | Buffer;
  readonly departures: readonly Departure[];
}

/** A digest as it may have been written. */
export interface Reading {
  readonly digest: Buffer;
  readonly departures: readonly Departure[];
}

/** Bytes of message that are hashed at most, over all guesses of one request. */
const MOST_BYTES = 4_194_304;
const MOST_GUESSES = 8_000;
/** Parts that are put into every order; more of them have too many. */
const MOST_PERMUTED = 4;

const SEPARATORS = ['\n', ':', '.', '|', '-', '_', ',', '&', ' ', '+', ';', '/', '\r\n'];
const ENDS = ['\n', '\r\n', ' '];
const HASHES: Readonly<Record<number, readonly string[]>> = {
  16: ['md5'],
  20: ['sha1'],
  28: ['sha224'],
  32: ['sha256', 'sha3-256', 'sha512-256'],
  48: ['sha384'],
  64: ['sha512', 'sha3-512'],
};

const quoted = (text: string): string => JSON.stringify(text);

/** The order as it is, every order in which two have changed places, and the reverse. */
function swaps<T>(items: readonly T[]): readonly (readonly T[])[] {
  const found = [items, items.toReversed()];
  for (let i = 0; i < items.length; i++)
    for (let j = i + 1; j < items.length; j++) found.push(items.with(i, items[j]!).with(j, items[i]!));
  return found;
}

function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length <= 1) return [items];
  if (items.length > MOST_PERMUTED) return swaps(items);
  return items.flatMap((item, i) => permutations(items.filter((_, j) => j !== i)).map((rest) => [item, ...rest]));
}

export interface Piece {
  readonly part: MessagePart | 'extra';
  readonly name: string;
  readonly value: Buffer;
  readonly shown: string;
  /** Of a request's digest: what was hashed. */
  readonly request?: string | undefined;
}

function piece(part: MessagePart, call: Call, parts: SignatureParts, credential: SignatureCredential): Piece {
  if (part === 'request_digest')
    return digested(requestPieces(call, parts, credential), credential.request?.separator ?? '\n', credential);
  const value = Buffer.from(partValue(part, call, parts, credential));
  if (part === 'signature_base' && parts.message !== undefined)
    return { part, name: part, value, shown: shownBase(call, parts.message) };
  const { operation } = call;
  const shown = isHidden(part)
    ? `<${partName(part)}: ${value.length} bytes>`
    : (part === 'path' || part === 'normalized_path') &&
        operation.parameters.some(({ secret, in: place }) => secret && place === 'path')
      ? `<path: ${operation.path}>`
      : value.toString();
  return { part, name: partName(part), value, shown };
}

const requestPieces = (call: Call, parts: SignatureParts, credential: SignatureCredential): readonly Piece[] =>
  (credential.request?.message ?? []).map((part) => piece(part, call, parts, credential));

/** A canonical request as the message carries it. */
function digested(pieces: readonly Piece[], separator: string, { algorithm }: SignatureCredential, end = ''): Piece {
  const { value, shown } = join(pieces, separator, [], end);
  const digest = createHash(hashOf(algorithm)).update(value).digest('hex');
  return { part: 'request_digest', name: 'request_digest', value: Buffer.from(digest), shown: digest, request: shown };
}

const join = (
  pieces: readonly Piece[],
  separator: string,
  departures: readonly Departure[],
  end = '',
): GuessedMessage => ({
  value: Buffer.concat(
    pieces.flatMap(({ value }, i) => [Buffer.from(i > 0 ? separator : ''), value]).concat(Buffer.from(end)),
  ),
  shown: pieces.map(({ shown }) => shown).join(separator) + end,
  request: pieces.find(({ request }) => request !== undefined)?.request,
  departures,
});

/** Other values that a part may have had: none of them is what the contract says. */
function otherValues(
  call: Call,
  parts: SignatureParts,
  original: Piece,
  credential: SignatureCredential,
): readonly (readonly [Piece, Departure])[] {
  const { request, world } = call;
  const told = (value: Buffer | string, mistake: string, words: string): readonly [Piece, Departure] => {
    const bytes = Buffer.from(value);
    return [
      {
        ...original,
        value: bytes,
        shown: original.shown.startsWith('<') ? `<${original.name}: ${bytes.length} bytes>` : bytes.toString(),
      },
      { mistake, words },
    ];
  };
  switch (original.part) {
    case 'timestamp': {
      const seconds = secondsOf(credential, parts.timestamp);
      if (seconds === undefined) return [];
      const format = formatOf(credential);
      const near = [-3, -2, -1, 1, 2, 3].map((by) =>
        told(
          writtenTime(format, seconds + by),
          'hmac-other-timestamp',
          `signed the timestamp ${writtenTime(format, seconds + by)} and sent ${parts.timestamp!}: it read the clock twice`,
        ),
      );
      return [
        ...near,
        told(
          new Date(seconds * 1_000).toISOString(),
          'hmac-timestamp-form',
          'signed the timestamp as ISO 8601 with milliseconds',
        ),
        told(
          `${new Date(seconds * 1_000).toISOString().slice(0, 19)}Z`,
          'hmac-timestamp-form',
          'signed the timestamp as ISO 8601',
        ),
        told(new Date(seconds * 1_000).toUTCString(), 'hmac-timestamp-form', 'signed the timestamp as an HTTP date'),
        ...(format === 'epoch'
          ? []
          : [told(String(seconds), 'hmac-timestamp-form', 'signed the timestamp as seconds since 1970')]),
      ];
    }
    case 'id':
      return [
        ...[...world.people.users.keys(), ...(world.contract.seed.keys ?? []).map(({ id }) => id)]
          .filter((id) => id !== parts.id)
          .map((id) => told(id, 'hmac-other-id', `signed the id ${id} and sent ${parts.id}`)),
        told(parts.id.toUpperCase(), 'hmac-id-case', 'signed the id in upper case'),
        told(parts.id.toLowerCase(), 'hmac-id-case', 'signed the id in lower case'),
      ];
    case 'method':
      return [told(request.method.toLowerCase(), 'hmac-method-case', 'signed the method in lower case')];
    case 'path':
    case 'normalized_path': {
      const query = request.queryString === '' ? '' : `?${request.queryString}`;
      const whole = (request.base ?? world.contract.basePath) + request.path;
      return [
        told(request.path, 'hmac-path', `signed the path without its base ${world.contract.basePath}`),
        told(
          `${call.mount}${request.path}`,
          'hmac-path',
          `signed the path with the sandbox's own ${call.mount} before it`,
        ),
        told(whole + query, 'hmac-path', 'signed the path with the query'),
        told(`${request.origin}${call.mount}${request.path}`, 'hmac-path', 'signed the whole URL'),
        told(
          `${request.origin}${call.mount}${request.path}${query}`,
          'hmac-path',
          'signed the whole URL with the query',
        ),
        told(whole.replace(/^\//, ''), 'hmac-path', 'signed the path without its first slash'),
        told(`${whole}/`, 'hmac-path', 'signed the path with a slash at its end'),
        told(whole.toLowerCase(), 'hmac-path', 'signed the path in lower case'),
        ...(original.part === 'path'
          ? []
          : [
              told(
                whole,
                'hmac-path',
                'signed the path as it is sent, where it is wanted normalised and encoded once more',
              ),
            ]),
      ];
    }
    case 'query':
    case 'sorted_query':
      return [
        told(`?${request.queryString}`, 'hmac-query', 'signed the query with its question mark'),
        told(
          request.queryString.split('&').sort().join('&'),
          'hmac-query',
          'signed the query with its parameters in order',
        ),
        told('', 'hmac-query', 'signed no query'),
        ...(original.part === 'query'
          ? []
          : [
              told(request.queryString, 'hmac-query', 'signed the query as it is sent, where it is wanted sorted'),
              told(
                request.queryString
                  .split('&')
                  .map((pair) => pair.split('=').map(encodeAll).join('='))
                  .sort()
                  .join('&'),
                'hmac-query',
                'encoded the parameters of the query twice',
              ),
              told(
                original.value.toString().replaceAll('%20', '+'),
                'hmac-query',
                'signed the query with + for a space, where %20 is wanted',
              ),
            ]),
      ];
    case 'body': {
      const text = original.value.toString();
      const forms = [
        told('', 'hmac-body', 'signed an empty body'),
        told(text.trim(), 'hmac-body', 'signed the body without the white space around it'),
        told(`${text}\n`, 'hmac-body', 'signed the body with a newline at its end'),
        told('{}', 'hmac-body', 'signed {} in place of an empty body'),
      ];
      try {
        const value: unknown = JSON.parse(text);
        for (const [form, words] of [
          [JSON.stringify(value), 'signed the body made into JSON anew, without white space'],
          [JSON.stringify(value, null, 2), 'signed the body made into JSON anew, indented by 2'],
          [JSON.stringify(value, null, 4), 'signed the body made into JSON anew, indented by 4'],
          [
            pythonJson(value),
            "signed the body made into JSON anew, as Python's json.dumps does, with a space behind each comma and colon",
          ],
          [JSON.stringify(sortedKeys(value)), 'signed the body made into JSON anew, with its keys in order'],
        ] as const)
          forms.push(told(form, 'hmac-body', `${words}: the bytes that are sent must be those that are signed`));
      } catch {
        // No JSON, so there is no other way to write it.
      }
      return forms;
    }
    case 'body_digest': {
      const body = request.rawBody ?? Buffer.alloc(0);
      const { algorithm = 'sha256', encoding = 'hex' } = credential.digest ?? {};
      const others = (['md5', 'sha1', 'sha256', 'sha512'] as const).flatMap((hash) =>
        (['hex', 'base64'] as const).map((written) => [hash, written] as const),
      );
      return [
        told(bodyDigest(credential, body).toUpperCase(), 'hmac-body', "signed the body's digest in upper case"),
        told(body, 'hmac-body', 'signed the body and not its digest'),
        ...others
          .filter(([hash, written]) => hash !== algorithm || written !== encoding)
          .map(([hash, written]) =>
            told(
              createHash(hash).update(body).digest(written),
              'hmac-body',
              hash === 'md5' && encoding === written
                ? 'signed an MD5 of the body'
                : `signed the ${hash.toUpperCase()} of the body in ${written}`,
            ),
          ),
        told('', 'hmac-body', 'signed no digest of the body'),
        told(bodyDigest(credential, undefined), 'hmac-body', 'signed the digest of an empty body'),
        told('UNSIGNED-PAYLOAD', 'hmac-body', 'signed UNSIGNED-PAYLOAD in place of the digest of the body'),
      ];
    }
    case 'headers': {
      const lines = original.value
        .toString()
        .split('\n')
        .filter((line) => line !== '');
      const names = signedNames(credential, parts);
      const port = /(\nhost:|^host:)([^:\n]+):\d+/;
      const text = original.value.toString();
      return [
        told(lines.join('\n'), 'hmac-headers', 'signed the header fields without the line feed behind the last'),
        ...(port.test(text)
          ? [told(text.replace(port, '$1$2'), 'hmac-headers', 'signed the host without its port')]
          : []),
        told(
          lines.map((line) => `${line.replace(':', ': ')}\n`).join(''),
          'hmac-headers',
          'signed the header fields with a space behind the colon',
        ),
        told(
          lines.map((line) => `${line.slice(line.indexOf(':') + 1)}\n`).join(''),
          'hmac-headers',
          "signed the header fields' values without their names",
        ),
        told(
          lines.map((line) => `${line.replace(/^[^:]*/, (name) => capitalised(name))}\n`).join(''),
          'hmac-headers',
          'signed the names of the header fields in capitals',
        ),
        told(
          lines
            .toReversed()
            .map((line) => `${line}\n`)
            .join(''),
          'hmac-headers',
          'signed the header fields in another order',
        ),
        ...names.map((name) =>
          told(
            lines
              .filter((line) => !line.startsWith(`${name}:`))
              .map((line) => `${line}\n`)
              .join(''),
            'hmac-headers',
            `listed the header field ${name} and did not sign it`,
          ),
        ),
      ];
    }
    case 'signature_base': {
      const lines = original.value.toString().split('\n');
      const base = (changed: readonly string[], words: string, between = '\n'): readonly [Piece, Departure] => {
        const [piece_, departure] = told(changed.join(between), 'hmac-signature-base', words);
        // Which line it is, the words say; the lines themselves may hold secrets.
        return [{ ...piece_, shown: original.shown }, departure];
      };
      const line = (
        name: string,
        change: (value: string) => string,
        words: string,
      ): readonly (readonly [Piece, Departure])[] =>
        lines.some((one) => one.startsWith(`"${name}": `))
          ? [
              base(
                lines.map((one) =>
                  one.startsWith(`"${name}": `) ? `"${name}": ${change(one.slice(name.length + 4))}` : one,
                ),
                words,
              ),
            ]
          : [];
      const own = call.mount + (request.base ?? '');
      const covered = lines.slice(0, -1);
      const server = world.contract.document.servers?.[0]?.url ?? '';
      return [
        base(lines.slice(0, -1), 'left the line "@signature-params" out of the signature base'),
        base(lines, 'ended the lines of the signature base with carriage returns too', '\r\n'),
        base(
          lines.map((one) => one.replace(/^"([^"]+)"/, '$1')),
          'wrote the names of the components without quotation marks',
        ),
        ...[...permutations(covered), covered.toSorted()]
          .filter((some) => some.join('\n') !== covered.join('\n'))
          .map((some) =>
            base(
              [...some, lines.at(-1)!],
              'put the components into the signature base in another order than Signature-Input lists them',
            ),
          ),
        base([lines.at(-1)!, ...lines.slice(0, -1)], 'put the line "@signature-params" first, where it is the last'),
        base(
          [...lines.slice(0, -1), lines.at(-1)!.replace(/;.*/, '')],
          'left the parameters out of the line "@signature-params"',
        ),
        ...line('@method', (value) => value.toLowerCase(), 'signed @method in lower case'),
        ...line('@query', (value) => value.replace(/^\?/, ''), 'signed @query without its question mark'),
        ...line('@authority', (value) => value.replace(/:\d+$/, ''), 'signed @authority without its port'),
        ...line('@path', (value) => value.slice(call.mount.length), "signed @path without the sandbox's own prefix"),
        ...line('@path', (value) => value.slice(own.length), 'signed @path without its base'),
        ...line('@target-uri', (value) => value.replace(/\?.*/, ''), 'signed @target-uri without the query'),
        ...line(
          '@target-uri',
          (value) => value.replace(/^\w+:\/\/[^/]+/, ''),
          'signed the path as @target-uri, which is the whole URL',
        ),
        ...line(
          '@target-uri',
          (value) => server + value.slice(value.indexOf(own) + own.length),
          "signed the real server's URL as @target-uri, and not that of the sandbox",
        ),
      ];
    }
    case 'scope':
      return [told(parts.id, 'hmac-scope', 'signed the id where the scope is wanted')];
    case 'request_digest':
      return otherRequests(call, parts, credential, original);
    default:
      return [];
  }
}

const capitalised = (name: string): string => name.replaceAll(/(^|-)[a-z]/g, (start) => start.toUpperCase());

/** What may have been hashed in place of the canonical request. */
function otherRequests(
  call: Call,
  parts: SignatureParts,
  credential: SignatureCredential,
  original: Piece,
): readonly (readonly [Piece, Departure])[] {
  const pieces = requestPieces(call, parts, credential);
  const separator = credential.request?.separator ?? '\n';
  const found: (readonly [Piece, Departure])[] = [];
  const add = (some: readonly Piece[], departure: Departure, end = ''): void =>
    void found.push([digested(some, separator, credential, end), departure]);
  for (const [i, one] of pieces.entries()) {
    for (const [other, departure] of otherValues(call, parts, one, credential))
      add(pieces.with(i, other), { ...departure, words: `${departure.words}, in the canonical request` });
    add(
      pieces.filter((_, j) => j !== i),
      { mistake: 'hmac-missing-part', words: `left ${one.name} out of the canonical request` },
    );
  }
  for (const some of swaps(pieces))
    add(some, { mistake: 'hmac-order', words: 'put the parts of the canonical request into another order' });
  for (const end of ENDS)
    add(
      pieces,
      { mistake: 'hmac-newline-at-end', words: 'hashed the canonical request with white space at its end' },
      end,
    );
  const whole = join(pieces, separator, []);
  const departure: Departure = {
    mistake: 'hmac-request-digest',
    words:
      'signed the canonical request itself, or its digest in another form, where its digest in lowercase hex is wanted',
  };
  found.push([{ ...original, value: whole.value, shown: whole.shown }, departure]);
  const upper = original.value.toString().toUpperCase();
  found.push([{ ...original, value: Buffer.from(upper), shown: upper }, departure]);
  const based = Buffer.from(original.value.toString(), 'hex').toString('base64');
  found.push([{ ...original, value: Buffer.from(based), shown: based }, departure]);
  return found;
}

/** As `json.dumps` writes it. */
export function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, inner]) => `${JSON.stringify(key)}: ${pythonJson(inner)}`)
    .join(', ')}}`;
}

function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sortedKeys(inner)]),
  );
}

/** Parts that no recipe of the contract has, and clients of other providers sign. */
function extras(call: Call, parts: SignatureParts, credential: SignatureCredential): readonly Piece[] {
  if (credential.request !== undefined || credential.message.includes('signature_base')) return [];
  return (['method', 'path', 'query', 'body', 'timestamp', 'id'] as const)
    .filter((part) => !credential.message.includes(part))
    .map((part) => piece(part, call, parts, credential))
    .filter(({ value }) => value.length > 0);
}

/** The parts of the message, as the contract has them. */
export const piecesOf = (call: Call, credential: SignatureCredential, parts: SignatureParts): readonly Piece[] =>
  credential.message.map((part) => piece(part, call, parts, credential));

/** What may have been signed, the likeliest first. */
export function* guessedMessages(
  call: Call,
  credential: SignatureCredential,
  parts: SignatureParts,
): Generator<GuessedMessage> {
  const { message, separator = '' } = credential;
  const pieces = piecesOf(call, credential, parts);
  const names = (some: readonly Piece[]): string => some.map(({ name }) => name).join(', ');
  const order = (some: readonly Piece[]): Departure => ({
    mistake: 'hmac-order',
    words: `signed ${names(some)} in this order, where ${names(pieces)} is wanted`,
  });
  const joined = (by: string): Departure => ({
    mistake: 'hmac-separator',
    words:
      by === ''
        ? `put nothing between the parts, where ${quoted(separator)} is wanted`
        : `joined the parts by ${quoted(by)}, where ${separator === '' ? 'nothing' : quoted(separator)} is wanted between them`,
  });
  const ended = (end: string): Departure => ({
    mistake: 'hmac-newline-at-end',
    words: `signed ${end === ' ' ? 'a space' : 'a newline'} at the end`,
  });

  yield join(pieces, separator, []);
  for (const end of ENDS) yield join(pieces, separator, [ended(end)], end);
  const withOtherValues = function* (between: readonly string[]): Generator<GuessedMessage> {
    for (const [i, original] of pieces.entries()) {
      for (const [other, departure] of otherValues(call, parts, original, credential)) {
        const some = pieces.map((one, j) => (i === j ? other : one));
        for (const by of between) yield join(some, by, by === separator ? [departure] : [departure, joined(by)]);
      }
    }
  };
  // Of a canonical request there is more to get wrong than of the few parts around its digest.
  const isWhole = credential.request !== undefined || message.includes('signature_base');
  if (isWhole) yield* withOtherValues([separator]);
  const orders = permutations(pieces);
  const separators = [separator, ...['', ...SEPARATORS].filter((one) => one !== separator)];
  for (const by of separators) {
    for (const some of orders) {
      const departures = [
        ...(some === pieces || names(some) === names(pieces) ? [] : [order(some)]),
        ...(by === separator ? [] : [joined(by)]),
      ];
      if (departures.length === 0) continue;
      yield join(some, by, departures);
      for (const end of ENDS) yield join(some, by, [...departures, ended(end)], end);
    }
  }
  if (!isWhole) yield* withOtherValues(separators.slice(0, 5));
  for (let i = 0; i < pieces.length && pieces.length > 1; i++) {
    const some = pieces.filter((_, j) => j !== i);
    const left: Departure = { mistake: 'hmac-missing-part', words: `left ${pieces[i]!.name} out of what it signed` };
    for (const by of separators.slice(0, 3)) yield join(some, by, [left]);
    yield join([pieces[i]!], '', [
      { mistake: 'hmac-missing-part', words: `signed ${pieces[i]!.name} alone, where ${names(pieces)} is wanted` },
    ]);
  }
  const more = extras(call, parts, credential);
  for (const extra of [...more.map((one) => [one]), ...(more.length > 1 ? permutations(more.slice(0, 3)) : [])]) {
    const added: Departure = {
      mistake: 'hmac-extra-part',
      words: `signed ${names(extra)} too, where ${names(pieces)} is all that is wanted`,
    };
    for (const by of separators) {
      const departures = by === separator ? [added] : [added, joined(by)];
      yield join([...pieces, ...extra], by, departures);
      yield join([...extra, ...pieces], by, departures);
    }
  }
  const json = JSON.stringify(Object.fromEntries(pieces.map(({ name, value }) => [name, value.toString()])));
  yield {
    value: Buffer.from(json),
    shown: json,
    departures: [{ mistake: 'hmac-json', words: 'signed the parts as JSON' }],
  };
  const form = pieces.map(({ name, value }) => `${name}=${value.toString()}`).join('&');
  yield {
    value: Buffer.from(form),
    shown: form,
    departures: [{ mistake: 'hmac-form', words: 'signed the parts as form fields' }],
  };
  const seconds = parts.timestamp;
  if (message.includes('timestamp') && seconds !== undefined && /^\d{10}$/.test(seconds)) {
    for (let ms = 0; ms < 1_000; ms++) {
      const value = Buffer.from(seconds + String(ms).padStart(3, '0'));
      const other = pieces.map((one) => (one.part === 'timestamp' ? { ...one, value, shown: value.toString() } : one));
      yield join(other, separator, [
        {
          mistake: 'hmac-milliseconds',
          words: `signed the timestamp in milliseconds, ${value.toString()}, and sent it in seconds`,
        },
      ]);
    }
  }
}

/** `whole`: the key itself, from which nothing is derived. */
type Guessed = GuessedKey & { readonly whole?: true };

/** What may have been the key, the right one first. @param others secrets of other keys, by the owner's name */
export function guessedKeys(
  secret: string,
  previous: string | undefined,
  others: readonly (readonly [owner: string, secret: string])[],
  credential: SignatureCredential,
  timestamp: string | undefined,
): readonly GuessedKey[] {
  const of = (value: string | Buffer, mistake: string, words: string): GuessedKey => ({
    value,
    departures: [{ mistake, words }],
  });
  const bytes = (encoding: 'hex' | 'base64'): GuessedKey[] => {
    const decoded = Buffer.from(secret, encoding);
    return decoded.length > 0 && (encoding === 'base64' || /^([0-9a-f]{2})+$/i.test(secret))
      ? [
          of(
            decoded,
            'hmac-key-decoded',
            `decoded the key from ${encoding} before it signed; the key is the text itself`,
          ),
        ]
      : [];
  };
  const { secret_encoding: encoding = 'utf8', scope } = credential;
  const raw = (value: string | Buffer, mistake: string, words: string): Guessed => ({
    ...of(value, mistake, words),
    whole: true,
  });
  const guesses: readonly Guessed[] = [
    { value: secret, departures: [] },
    ...(encoding === 'utf8'
      ? []
      : [
          {
            ...of(
              Buffer.from(secret),
              'hmac-key-not-decoded',
              `signed with the text of the key, which must first be decoded from ${encoding}`,
            ),
          },
        ]),
    ...(scope === undefined
      ? []
      : [
          raw(
            Buffer.from(secretBytes(credential, secret)),
            'hmac-scope',
            'signed with the secret, and derived no key from it',
          ),
          raw(
            signingKey(
              { ...credential, scope: { ...scope, key_prefix: '' } },
              secretBytes(credential, secret),
              timestamp,
            ),
            'hmac-scope',
            `derived the key without ${quoted(scope.key_prefix ?? '')} before the secret`,
          ),
          ...scope.texts.map((text, i) =>
            raw(
              signingKey(
                { ...credential, scope: { ...scope, texts: scope.texts.toSpliced(i, 1) } },
                secretBytes(credential, secret),
                timestamp,
              ),
              'hmac-scope',
              `left ${text} out of the derivation of the key`,
            ),
          ),
        ]),
    ...(previous === undefined
      ? []
      : [of(previous, 'hmac-old-key', 'signed with the secret that the key had before it was regenerated')]),
    ...others.map(([owner, other]) => of(other, 'hmac-other-key', `signed with the key of ${owner}`)),
    ...['\n', '\r\n', ' '].map((end) =>
      of(
        secret + end,
        'hmac-key-space',
        `signed with a key that has ${end === ' ' ? 'a space' : 'a newline'} at its end`,
      ),
    ),
    of(` ${secret}`, 'hmac-key-space', 'signed with a key that has a space before it'),
    of(`"${secret}"`, 'hmac-key-quoted', 'signed with a key that has its quotation marks'),
    of(`'${secret}'`, 'hmac-key-quoted', 'signed with a key that has its quotation marks'),
    of(secret.toUpperCase(), 'hmac-key-case', 'signed with the key in upper case'),
    of(secret.toLowerCase(), 'hmac-key-case', 'signed with the key in lower case'),
    of(Buffer.from(secret).toString('base64'), 'hmac-key-encoded', 'encoded the key in base64 before it signed'),
    of(Buffer.from(secret).toString('hex'), 'hmac-key-encoded', 'encoded the key in hex before it signed'),
    of('', 'hmac-key-empty', 'signed with an empty key: a variable that is not set?'),
    of('undefined', 'hmac-key-empty', 'signed with the text "undefined": a variable that is not set'),
    of('null', 'hmac-key-empty', 'signed with the text "null": a variable that is not set'),
    ...bytes('hex'),
    ...bytes('base64'),
  ];
  return guesses
    .filter(({ value }, i) => i === 0 || value !== secret)
    .map(({ value, departures, whole }) => ({
      value: whole
        ? value
        : signingKey(credential, typeof value === 'string' ? secretBytes(credential, value) : value, timestamp),
      departures,
    }));
}

const WRITTEN = { hex: 'lowercase hex', base64: 'base64', base64url: 'base64url without padding' } as const;

/** The digests that a signature may stand for, by how it may be written. */
export function readings(signature: string, { encoding }: SignatureCredential): readonly Reading[] {
  const found: Reading[] = [];
  const read = (text: string, before: readonly Departure[]): void => {
    const wrong = (words: string, mistake: string): readonly Departure[] => [
      ...before,
      { mistake, words: `${words}, where ${WRITTEN[encoding]} is wanted` },
    ];
    if (/^([0-9a-f]{2})+$/i.test(text)) {
      const digest = Buffer.from(text, 'hex');
      if (text === text.toLowerCase())
        found.push({
          digest,
          departures: encoding === 'hex' ? before : wrong('wrote the digest in hex', 'hmac-encoding'),
        });
      else found.push({ digest, departures: wrong('wrote the digest in upper case', 'hmac-upper-case') });
    }
    if (/^[\w+/-]+={0,2}$/.test(text)) {
      const digest = Buffer.from(text, 'base64');
      const url = /[-_]/.test(text) || !/[+/=]/.test(text);
      const plain = !/[-_]/.test(text);
      const right =
        (encoding === 'base64' && plain && text.length % 4 === 0) ||
        (encoding === 'base64url' && url && !text.includes('='));
      found.push({
        digest,
        departures: right ? before : wrong(`wrote the digest in ${plain ? 'base64' : 'base64url'}`, 'hmac-encoding'),
      });
      const inner = digest.toString();
      if (/^([0-9a-f]{2}){16,}$/i.test(inner))
        found.push({
          digest: Buffer.from(inner, 'hex'),
          departures: wrong('wrote the digest in hex and that in base64', 'hmac-encoding'),
        });
    }
  };
  read(signature, []);
  for (const [text, departure] of otherWritings(signature)) read(text, [departure]);
  const bare = unwrapped(signature)
    .replace(/^\s*["']?(?:(?:hmac-?)?(?:sha-?(?:1|256|512)|md5|hmac|signature|v1)\s*[=: ]\s*|0x)?["']?/i, '')
    .replace(/["'\s]+$/, '');
  if (bare !== signature)
    read(bare, [
      { mistake: 'hmac-wrapped', words: 'put something around the digest: the signature is the digest alone' },
    ]);
  if (signature.includes('%')) {
    try {
      read(decodeURIComponent(signature), [{ mistake: 'hmac-wrapped', words: 'percent-encoded the signature' }]);
    } catch {
      // Not decodable.
    }
  }
  return found;
}

export interface Match {
  readonly message: GuessedMessage;
  readonly departures: readonly Departure[];
}

/** Departures with which keys other than the right one are tried too. */
const LIKELY = ['hmac-order', 'hmac-separator', 'hmac-newline-at-end'];

/** Finds the guess that gives the signature that came; undefined if none of them does. */
export function matchingGuess(
  given: readonly Reading[],
  messages: Iterable<GuessedMessage>,
  keys: readonly GuessedKey[],
  { algorithm }: SignatureCredential,
): Match | undefined {
  let guesses = 0;
  let bytes = 0;
  const hashes = [...new Set(given.flatMap(({ digest }) => HASHES[digest.length] ?? []))];
  const hashed = (name: string): readonly Departure[] =>
    name === algorithm
      ? []
      : [
          {
            mistake: 'hmac-algorithm',
            words: `used HMAC-${name.toUpperCase()}, where HMAC-${algorithm.toUpperCase()} is wanted`,
          },
        ];
  const reading = (digest: Buffer): Reading | undefined => given.find((one) => one.digest.equals(digest));
  let plain = true;
  for (const message of messages) {
    const { value } = message;
    const likely =
      message.departures.length === 0 ||
      (message.departures.length === 1 && LIKELY.includes(message.departures[0]!.mistake));
    for (const key of likely ? keys : keys.slice(0, 1)) {
      for (const name of message.departures[0]?.mistake === 'hmac-milliseconds' ? hashes.slice(0, 1) : hashes) {
        if (++guesses > MOST_GUESSES || (bytes += value.length) > MOST_BYTES) return undefined;
        const found = reading(createHmac(name, key.value).update(value).digest());
        if (found)
          return {
            message,
            departures: [...message.departures, ...key.departures, ...hashed(name), ...found.departures],
          };
      }
    }
    if (!plain) continue;
    plain = message.departures.length === 0;
    const [{ value: secret }] = keys as readonly [GuessedKey];
    for (const name of hashes) {
      const others: readonly (readonly [Buffer, Departure])[] = [
        [
          createHmac(name, value).update(secret).digest(),
          { mistake: 'hmac-swapped', words: 'swapped key and message: it signed the key with the message as the key' },
        ],
        [
          createHash(name).update(value).digest(),
          {
            mistake: 'hmac-no-key',
            words: `hashed the message with ${name.toUpperCase()} and no key: an HMAC is wanted`,
          },
        ],
        [
          createHash(name).update(secret).update(value).digest(),
          {
            mistake: 'hmac-concatenated',
            words: `hashed key and message one behind the other with ${name.toUpperCase()}: an HMAC is wanted`,
          },
        ],
        [
          createHash(name).update(value).update(secret).digest(),
          {
            mistake: 'hmac-concatenated',
            words: `hashed message and key one behind the other with ${name.toUpperCase()}: an HMAC is wanted`,
          },
        ],
      ];
      for (const [digest, departure] of others) {
        const found = reading(digest);
        if (found) return { message, departures: [...message.departures, departure, ...found.departures] };
      }
    }
  }
  return undefined;
}
