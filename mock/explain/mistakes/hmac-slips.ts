/**
 * What languages, shells and templates make of a message or a key without anybody wanting it: bytes written as Python
 * prints them, UTF-16, a variable that was not filled in, a name before the secret. Each is tried with the right key, or
 * with the right message.
 */
import { createHash } from 'node:crypto';
import type { SignatureCredential } from '../../../specs/generated/vocabulary.ts';
import { secretBytes, signingKey } from '../../auth/hmac/signature-algorithm.ts';
import type { SignatureParts } from '../../auth/hmac/signed-message.ts';
import type { Call } from '../../request/call.ts';
import type { Departure } from './departure.ts';
import type { GuessedKey, GuessedMessage } from './hmac-guesses.ts';
import { piecesOf, pythonJson } from './hmac-guesses.ts';
import type { Piece } from './hmac-guesses.ts';

/** What a value that is not set becomes as text. */
const UNSET = ['undefined', 'null', 'None', 'nil', '<nil>', 'NaN', '[object Object]', '[object Promise]'];

const BOM = '\u{feff}';

const quoted = (text: string): string => JSON.stringify(text);
const snake = (name: string): string => name.replaceAll('-', '_').toLowerCase();
const camel = (name: string): string => snake(name).replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

/** Names under which the request carries a part: `user-id`, `user_id`, `userId`, `id`. */
function namesOf({ part, name }: Piece, call: Call, { credential }: SignatureParts): readonly string[] {
  const wire = call.operation.requirements
    .flatMap(({ method }) => (method.credential === credential ? method.parts : []))
    .find((one) => one.part === part)?.name;
  return wire === undefined ? [name] : unique([wire, snake(wire), camel(wire), name]);
}

/** Every part under a name of its own, in one style after the other. */
function styles(pieces: readonly Piece[], call: Call, parts: SignatureParts): readonly (readonly string[])[] {
  const names = pieces.map((piece) => namesOf(piece, call, parts));
  return [0, 1, 2, 3].map((style) => names.map((some) => some[Math.min(style, some.length - 1)]!));
}

interface Text {
  readonly value: string;
  readonly shown: string;
}

const textOf = ({ value, shown }: Piece): Text => ({ value: value.toString(), shown });
const changed = (text: Text, change: (text: string) => string): Text => ({
  value: change(text.value),
  shown: change(text.shown),
});

const guess = ({ value, shown }: Text, mistake: string, words: string): GuessedMessage => ({
  value: Buffer.from(value),
  shown,
  departures: [{ mistake, words }],
});

const joined = (texts: readonly Text[], by: string): Text => ({
  value: texts.map(({ value }) => value).join(by),
  shown: texts.map(({ shown }) => shown).join(by),
});

/** The parts as JSON, under any names. */
function* asJson(texts: readonly Text[], names: readonly (readonly string[])[]): Generator<GuessedMessage> {
  const typed = (text: string): unknown => (/^[1-9]\d{0,14}$/.test(text) ? Number(text) : text);
  const writings = [JSON.stringify, pythonJson];
  const makings: readonly ((texts: readonly string[]) => unknown)[] = [
    ...names.flatMap((some) => [
      (values: readonly string[]) => Object.fromEntries(values.map((value, i) => [some[i]!, value])),
      (values: readonly string[]) => Object.fromEntries(values.map((value, i) => [some[i]!, typed(value)])),
    ]),
    (values) => values,
    (values) => values.map(typed),
  ];
  for (const write of writings)
    for (const make of makings)
      yield guess(
        {
          value: write(make(texts.map(({ value }) => value))),
          shown: write(make(texts.map(({ shown }) => shown))),
        },
        'hmac-json',
        'signed the parts as JSON',
      );
}

const LINES: readonly (readonly [between: string, by: string])[] = [
  ['=', '&'],
  ['=', '\n'],
  [':', '\n'],
  [': ', '\n'],
  ['=', ','],
  [':', ','],
];

function* named(texts: readonly Text[], names: readonly (readonly string[])[]): Generator<GuessedMessage> {
  for (const some of names)
    for (const [between, by] of LINES)
      yield guess(
        joined(
          texts.map((text, i) => changed(text, (value) => some[i]! + between + value)),
          by,
        ),
        'hmac-form',
        'signed the parts with their names',
      );
}

const TEMPLATES: readonly ((name: string) => string)[] = [
  (name) => `$${name}`,
  (name) => `\${${name}}`,
  (name) => `{{${name}}}`,
  (name) => `{${name}}`,
  (name) => `#{${name}}`,
];

function* unfilled(
  texts: readonly Text[],
  names: readonly (readonly string[])[],
  separator: string,
): Generator<GuessedMessage> {
  const told = (text: Text, what: string): GuessedMessage =>
    guess(text, 'hmac-unfilled', `signed the text ${what}: a variable that is not set, or was not expanded`);
  const plain = (text: string): Text => ({ value: text, shown: text });
  for (const text of UNSET) {
    yield told(plain(text), quoted(text));
    for (const i of texts.keys()) yield told(joined(texts.with(i, plain(text)), separator), quoted(text));
    yield told(
      joined(
        texts.map(() => plain(text)),
        separator,
      ),
      quoted(text),
    );
  }
  for (const some of names.flatMap((one) => [one, one.map((name) => snake(name).toUpperCase())])) {
    for (const template of TEMPLATES) {
      yield told(
        joined(
          some.map((name) => plain(template(name))),
          separator,
        ),
        quoted(template(some[0]!)),
      );
      for (const i of texts.keys())
        yield told(joined(texts.with(i, plain(template(some[i]!))), separator), quoted(template(some[i]!)));
    }
  }
}

function* asBytes(texts: readonly Text[], whole: Text, separator: string): Generator<GuessedMessage> {
  const python = (text: string): string => `b'${text}'`;
  const words =
    "signed bytes as Python prints them, b'…': str() or an f-string made text of them, where .decode() does";
  yield guess(changed(whole, python), 'hmac-bytes-as-text', words);
  yield guess(
    joined(
      texts.map((text) => changed(text, python)),
      separator,
    ),
    'hmac-bytes-as-text',
    words,
  );
  for (const [i, text] of texts.entries())
    yield guess(joined(texts.with(i, changed(text, python)), separator), 'hmac-bytes-as-text', words);
}

function* inQuotes(texts: readonly Text[], whole: Text, separator: string): Generator<GuessedMessage> {
  for (const mark of ['"', "'"]) {
    const quote = (text: string): string => mark + text + mark;
    const words = 'signed quotation marks too: JSON.stringify of a text puts them around it';
    yield guess(changed(whole, quote), 'hmac-part-quoted', words);
    for (const [i, text] of texts.entries())
      yield guess(joined(texts.with(i, changed(text, quote)), separator), 'hmac-part-quoted', words);
    yield guess(
      joined(
        texts.map((text) => changed(text, quote)),
        separator,
      ),
      'hmac-part-quoted',
      words,
    );
  }
}

/** The whole message in another writing. */
function* rewritten(whole: GuessedMessage): Generator<GuessedMessage> {
  const { value, shown } = whole;
  const of = (bytes: Buffer | string, name: string, mistake: string, words: string): GuessedMessage => ({
    value: Buffer.from(bytes),
    shown: `<${name} of ${shown}>`,
    departures: [{ mistake, words }],
  });
  const text = value.toString();
  const wide = Buffer.from(text, 'utf16le');
  const utf16 = 'signed the text in UTF-16, where its bytes in UTF-8 are wanted';
  yield of(wide, 'UTF-16', 'hmac-utf-16', utf16);
  yield of(Buffer.from(wide).swap16(), 'UTF-16', 'hmac-utf-16', utf16);
  yield of(BOM + text, 'byte order mark and text', 'hmac-utf-16', 'signed a byte order mark before the text');
  const encoded = (bytes: Buffer | string, name: string, words: string): GuessedMessage =>
    of(bytes, name, 'hmac-message-encoded', `${words} before it signed; the text is signed as it is`);
  yield encoded(value.toString('base64'), 'base64', 'encoded the text in base64');
  yield encoded(value.toString('hex'), 'hex', 'encoded the text in hex');
  for (const name of ['sha256', 'sha1', 'sha512', 'md5']) {
    const digest = createHash(name).update(value).digest();
    const words = `hashed the text with ${name.toUpperCase()}`;
    for (const bytes of [digest, digest.toString('hex'), digest.toString('base64')])
      yield encoded(bytes, name.toUpperCase(), words);
  }
  for (const [other, name, words] of [
    [encodeURIComponent(text), 'percent-encoding', 'percent-encoded the text'],
    [text.toUpperCase(), 'upper case', 'put the text in upper case'],
    [text.toLowerCase(), 'lower case', 'put the text in lower case'],
  ] as const)
    if (other !== text) yield encoded(other, name, words);
}

function* decoded(pieces: readonly Piece[], separator: string): Generator<GuessedMessage> {
  for (const [i, { value, name }] of pieces.entries()) {
    if (!/^(?:[0-9a-f]{2}){4,}$/i.test(value.toString())) continue;
    const bytes = pieces.map((piece, j) => (i === j ? Buffer.from(value.toString(), 'hex') : piece.value));
    yield {
      value: Buffer.concat(bytes.flatMap((one, j) => [Buffer.from(j > 0 ? separator : ''), one])),
      shown: pieces.map(({ shown }, j) => (i === j ? `<bytes of ${shown}>` : shown)).join(separator),
      departures: [
        { mistake: 'hmac-message-encoded', words: `decoded ${name} from hex before it signed; its text is signed` },
      ],
    };
  }
}

/** Texts that slipped in where the message should have been; none where the message is a whole canonical request. */
export function* slippedMessages(
  call: Call,
  credential: SignatureCredential,
  parts: SignatureParts,
  right: GuessedMessage,
): Generator<GuessedMessage> {
  yield* rewritten(right);
  if (credential.request !== undefined || credential.message.includes('signature_base')) return;
  const pieces = piecesOf(call, credential, parts);
  const texts = pieces.map(textOf);
  const { separator = '' } = credential;
  const whole = joined(texts, separator);
  const names = styles(pieces, call, parts);
  yield* asBytes(texts, whole, separator);
  yield* inQuotes(texts, whole, separator);
  yield* asJson(texts, names);
  yield* named(texts, names);
  yield* unfilled(texts, names, separator);
  yield* decoded(pieces, separator);
  for (const [i, { part }] of pieces.entries())
    if (part === 'timestamp')
      yield guess(
        joined(
          texts.with(
            i,
            changed(texts[i]!, (text) => `${text}.0`),
          ),
          separator,
        ),
        'hmac-timestamp-form',
        'signed the timestamp as a number with a fraction',
      );
}

/** What people call the key where they keep it. */
const KEPT_AS = [
  'key',
  'secret',
  'token',
  'password',
  'hash_key',
  'api_key',
  'api_secret',
  'secret_key',
  'shared_secret',
  'signing_key',
  'signing_secret',
  'hmac_key',
  'hmac_secret',
  'client_secret',
  'private_key',
];

const BEFORE: readonly ((name: string, secret: string) => string)[] = [
  (name, secret) => `${name}=${secret}`,
  (name, secret) => `${name}="${secret}"`,
  (name, secret) => `${name}: ${secret}`,
  (name, secret) => `${name}:${secret}`,
  (name, secret) => `export ${name}=${secret}`,
];

const INSTEAD: readonly ((name: string) => string)[] = [
  ...TEMPLATES,
  (name) => `<${name}>`,
  (name) => `%${name}%`,
  (name) => `$env:${name}`,
  (name) => `process.env.${name}`,
  (name) => `os.environ['${name}']`,
  (name) => `your-${name.replaceAll('_', '-')}`,
  (name) => `your-${name.replaceAll('_', '-')}-here`,
  (name) => `your_${name}`,
  (name) => `your_${name}_here`,
  (name) => `YOUR_${name}`,
  (name) => name,
];

/** Keys that are the right one with something done to it, or no key at all. */
export function slippedKeys(
  call: Call,
  credential: SignatureCredential,
  parts: SignatureParts,
  secret: string,
): readonly GuessedKey[] {
  const found: GuessedKey[] = [];
  const add = (value: string | Buffer, mistake: string, words: string): void => {
    const departure: Departure = { mistake, words };
    const bytes = typeof value === 'string' ? secretBytes(credential, value) : value;
    found.push({ value: signingKey(credential, bytes, parts.timestamp), departures: [departure] });
  };
  const wire = call.operation.requirements
    .flatMap(({ method }) => (method.credential === parts.credential ? method.parts : []))
    .map(({ name }) => snake(name));
  const own = unique([...KEPT_AS, ...wire, snake(parts.credential)]);
  const owners = ['', 'my_', 'user_', `${snake(call.world.contract.name)}_`];
  const upper = owners.flatMap((owner) => own.map((name) => (owner + name).toUpperCase()));
  const names = unique([...own, ...upper]);
  for (const name of names) {
    for (const before of BEFORE)
      add(
        before(name, secret),
        'hmac-key-named',
        `signed with a key that has its name before it, ${quoted(before(name, '…'))}`,
      );
    for (const instead of INSTEAD)
      add(
        instead(name),
        'hmac-key-unfilled',
        `signed with the text ${quoted(instead(name))}: a variable or a placeholder in place of the key`,
      );
  }
  for (const text of UNSET)
    add(text, 'hmac-key-unfilled', `signed with the text ${quoted(text)}: a variable that is not set`);
  for (const [end, what] of [
    ['\n\n', 'two newlines'],
    ['\t', 'a tab'],
    ['\\n', 'the text "\\n"'],
    ['\r', 'a carriage return'],
    ['\0', 'a zero byte'],
    [',', 'a comma'],
    [';', 'a semicolon'],
    ['&', '"&"'],
  ] as const)
    add(secret + end, 'hmac-key-cut', `signed with a key that has ${what} at its end`);
  for (const cut of [1, 2, 3, 4]) {
    add(
      secret.slice(0, -cut),
      'hmac-key-cut',
      `signed with the key without its last ${cut > 1 ? `${cut} characters` : 'character'}`,
    );
    add(
      secret.slice(cut),
      'hmac-key-cut',
      `signed with the key without its first ${cut > 1 ? `${cut} characters` : 'character'}`,
    );
  }
  add(secret + secret, 'hmac-key-cut', 'signed with the key twice, one behind the other');
  add(`b'${secret}'`, 'hmac-bytes-as-text', "signed with a key that is bytes as Python prints them, b'…'");
  for (const name of ['sha256', 'sha512', 'sha1', 'md5']) {
    const digest = createHash(name).update(secret).digest();
    const words = `hashed the key with ${name.toUpperCase()} before it signed`;
    add(digest, 'hmac-key-hashed', words);
    add(digest.toString('hex'), 'hmac-key-hashed', words);
  }
  const wide = Buffer.from(secret, 'utf16le');
  add(wide, 'hmac-utf-16', 'signed with the key in UTF-16, where its bytes in UTF-8 are wanted');
  add(
    BOM + secret,
    'hmac-utf-16',
    'signed with a key that has a byte order mark before it: the file was saved with one',
  );
  add(parts.id, 'hmac-other-key', `signed with the id ${parts.id} as the key`);
  return found;
}
