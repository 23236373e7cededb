/** Answers with one field that is false. */
import type { Call } from '../../../mock/request/call.ts';
import type { Reply } from '../../../mock/pipeline/reply.ts';
import { isObject } from '../../driver/json-values.ts';
import type { Field } from './list-fields.ts';

/** How a field is false. */
export type Lie = 'wrong' | 'constant' | 'missing';

/** Facts that differ from answer to answer, so that one value for all is a lie of its own. */
const CHANGING =
  /^(request\.id|answer\.id|clock\.|token\.(access_token|expires_at|issued_at)|session\.(token|id|opened_at)|otp\.(id|verification_token)|key\.secret|rate\.(reset_epoch|remaining)|failure\.(expired_at|required_scope|granted_scopes)|page\.(number|has_next|has_previous)|token\.(scope|client_id))/;

/** Another id of its own is as good; but for one that repeats the header's. */
const NO_WRONG = (place: string, fact: string): readonly Lie[] =>
  fact === 'request.id' && !place.startsWith('header ') ? ['wrong', 'constant', 'missing'] : ['constant', 'missing'];

/**
 * A text that is compared with the contract's is missed as it is found to be another; of a record, what is optional may
 * be left out.
 */
export function liesOf({ kind, fact, example, required, place }: Field): readonly Lie[] {
  if (fact === 'request.id' || fact === 'answer.id' || fact === 'session.id') return NO_WRONG(place, fact);
  if (kind === 'literal' && !place.startsWith('header ')) return ['wrong'];
  if (kind === 'record') return required ? ['wrong', 'missing'] : ['wrong'];
  const constant: readonly Lie[] =
    kind === 'fact' && fact !== undefined && CHANGING.test(fact) && example !== undefined ? ['constant'] : [];
  return ['wrong', ...constant, 'missing'];
}

/** The last letter of a key in base64 may carry no bits at all. */
const KEY = /^[\w-]{100,}$/;

/** Nor may the last letter of a JWT's signature. */
const JWT = /^([\w-]+\.[\w-]+\.)([\w-]+)$/;

const moved = (text: string): string =>
  JWT.test(text)
    ? text.replace(
        JWT,
        (_, signed: string, signature: string) => `${signed}${moved(signature[0]!)}${signature.slice(1)}`,
      )
    : KEY.test(text)
      ? `${moved(text[0]!)}${text.slice(1)}`
      : text.replace(/[0-9a-zA-Z](?=[^0-9a-zA-Z]*$)/, (last) =>
          last === '9'
            ? '0'
            : last === 'z'
              ? 'a'
              : last === 'Z'
                ? 'A'
                : last === 'f'
                  ? 'a'
                  : String.fromCharCode(last.charCodeAt(0) + 1),
        );

/** Another value of the same type. */
export function wrong(value: unknown): unknown {
  if (typeof value === 'number') return value > 1_000_000_000 ? 915_148_800 : value + 1;
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'string') {
    if (/^\d{4}-\d\d-\d\dT/.test(value)) return '1999-01-01T00:00:00Z';
    if (/^\d{4}-\d\d-\d\d$/.test(value)) return '1999-01-01';
    return value === '' ? 'x' : value.length < 2 || !/[0-9a-zA-Z]/.test(value) ? `${value}x` : moved(value);
  }
  if (Array.isArray(value)) return value.length === 0 ? ['no-such-thing'] : value.map(wrong);
  if (isObject(value))
    return Object.keys(value).length === 0
      ? { no: 'such thing' }
      : Object.fromEntries(Object.entries(value).map(([name, inner]) => [`${name}x`, inner]));
  return 'x';
}

type Change = (value: unknown) => unknown;

function changed(root: unknown, path: readonly string[], change: Change): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return change(root);
  if (Array.isArray(root)) return root.map((item: unknown) => (first === '*' ? changed(item, rest, change) : item));
  if (!isObject(root) || !(first in root)) return root;
  const { [first]: old, ...others } = root;
  const next = changed(old, rest, change);
  return next === undefined ? others : { ...root, [first]: next };
}

const pathOf = (place: string): readonly string[] =>
  place
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));

/** What the example shows; where it shows nothing, a text of the same length. */
const constantOf = (example: unknown, value: string): string =>
  example === undefined ? value.replaceAll(/[0-9a-f]/g, '0') : `${example as string | number}`;

/** A header's number or boolean is falsified as one. */
const wrongText = (value: string): string =>
  `${(/^\d+$/.test(value) ? wrong(Number(value)) : wrong(value)) as string | number}`;

/** A challenge for a scheme that nobody takes; anything else by its type. */
const wrongOf = ({ fact }: Field): Change => (fact === 'challenge' ? () => 'Digest realm="api"' : wrong);

export function falsified(reply: Reply, field: Field, lie: Lie): Reply {
  const { place, example, fact } = field;
  const header = /^header (.+)$/.exec(place)?.[1];
  if (header !== undefined) {
    return {
      ...reply,
      headers: reply.headers.flatMap(({ name, value }) => {
        if (name.toLowerCase() !== header) return [{ name, value }];
        return lie === 'missing'
          ? []
          : [
              {
                name,
                value:
                  lie === 'wrong'
                    ? fact === 'challenge'
                      ? 'Digest realm="api"'
                      : fact?.startsWith('rate.re') === true
                        ? `${Number(value) + 1_000_000_000}`
                        : wrongText(value)
                    : constantOf(example, value),
              },
            ];
      }),
    };
  }
  if (reply.body === undefined || reply.contentType?.includes('json') !== true) return reply;
  const body = changed(
    JSON.parse(reply.body),
    pathOf(place),
    lie === 'missing' ? () => undefined : lie === 'wrong' ? wrongOf(field) : () => example,
  );
  return { ...reply, body: JSON.stringify(body) };
}

/** What the reply seam does just now. */
export interface Planted {
  readonly key: string;
  readonly change: (reply: Reply, call: Call) => Reply;
}
