/** Requests that were sent before their variables and templates were filled in. */
import type { Failure } from '../../../specs/generated/vocabulary.ts';
import type { Call } from '../../request/call.ts';
import { mistake } from '../mistake.ts';
import type { Mistake, Refused } from '../mistake.ts';
import { placeholderIn } from '../placeholders.ts';
import { authorization, bodyFields, header, wantedHeaders } from '../request-values.ts';
import { capital, creds } from '../words.ts';

type Value = readonly [where: string, value: string];

/** A page that has no origin sends this text. */
const isOrigin = ([where, value]: Value): boolean => where === 'the header origin' && value === 'null';

const headers = (call: Call): readonly Value[] =>
  wantedHeaders(call)
    .concat('origin')
    .flatMap((name): readonly Value[] => {
      const value = header(call, name);
      return value === undefined ? [] : [[`the header ${name}`, value]];
    })
    .filter((value) => !isOrigin(value));

const query = ({ request }: Call): readonly Value[] =>
  Object.entries(request.query).flatMap(([name, value]): readonly Value[] =>
    typeof value === 'string' ? [[`the query's ${name}`, value]] : [],
  );

const body = (call: Call): readonly Value[] =>
  Object.entries(bodyFields(call)).map(([name, value]) => [`the body's ${name}`, value] as const);

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const path = ({ request }: Call): readonly Value[] =>
  request.path.split('/').map((part) => ['the path', unescaped(part)] as const);

function basic(call: Call): readonly Value[] {
  const auth = authorization(call);
  if (auth?.scheme.toLowerCase() !== 'basic') return [];
  const [id = '', ...secret] = Buffer.from(auth.value, 'base64').toString().split(':');
  return [
    ['the user name of HTTP Basic', id],
    ['the password of HTTP Basic', secret.join(':')],
  ];
}

/** Not filled in, where the failure is about just that place. */
const unfilled = (
  name: string,
  what: string,
  failures: readonly Failure[],
  values: (call: Call) => readonly Value[],
  isMeant: (value: string, refused: Refused) => boolean = () => true,
): Mistake =>
  mistake(name, what, failures, (refused) => {
    const { call } = refused;
    for (const [where, value] of values(call)) {
      const found = placeholderIn(value);
      if (found !== undefined && isMeant(value, refused))
        return {
          finding: `${capital(where)} holds ${JSON.stringify(value.slice(0, 60))}: ${found.words}.`,
          next: [found.next, creds(call)],
        };
    }
    return undefined;
  });

const isWhatCame = (value: string, { note }: Refused): boolean => note.got?.includes(value) === true;

/** Words of other languages where JSON has none of them, and templates that are filled before they are JSON. */
const IN_JSON = /[:,[]\s*(\{\{[^{}]*\}\}|\$\{[^{}]*\}|undefined|NaN|None|nil|True|False)\s*(?=[,\]}])/;

export const PLACEHOLDERS: readonly Mistake[] = [
  unfilled(
    'header-unfilled',
    'sent a header whose variable or template was not filled in',
    [
      'unknown_tenant',
      'unsupported_version',
      'unknown_developer',
      'origin_not_allowed',
      'invalid_parameter',
      'stale_timestamp',
      'invalid_signature',
      'malformed_credentials',
      'otp_required',
    ],
    headers,
  ),
  unfilled(
    'path-unfilled',
    'sent a path whose variable or template was not filled in',
    ['not_found', 'unknown_path', 'invalid_parameter', 'unknown_session', 'deleted', 'conflict'],
    path,
  ),
  unfilled(
    'query-unfilled',
    'sent a query whose variable or template was not filled in',
    ['invalid_parameter', 'invalid_redirect_uri', 'unknown_client', 'invalid_request', 'unsupported_response_type'],
    query,
  ),
  unfilled(
    'form-unfilled',
    'sent the token endpoint a field whose variable or template was not filled in',
    ['invalid_client', 'invalid_grant', 'invalid_scope', 'unsupported_grant_type', 'invalid_token'],
    (call) => [...basic(call), ...body(call)],
  ),
  unfilled(
    'body-unfilled',
    'sent a body with a field that was not filled in',
    ['invalid_body', 'not_found', 'invalid_otp', 'unknown_tenant'],
    body,
    (value, refused) => refused.note.failure !== 'invalid_body' || bodyNames(value, refused),
  ),
  mistake('json-unfilled', 'sent JSON with a word in it that JSON does not have', ['malformed_body'], ({ call }) => {
    const text = call.request.rawBody?.toString('utf8', 0, 65_536) ?? '';
    const word = placeholderIn(text) === undefined ? IN_JSON.exec(text)?.[1] : text.trim();
    if (word === undefined || word.startsWith('[object ')) return undefined;
    return {
      finding: /^[{$]/.test(word)
        ? `The body has ${word} in it: a template that was not filled in.`
        : `The body has the word ${word} in it, which JSON does not have: it has true, false and null, and numbers.`,
      next: [
        placeholderIn(word)?.next ?? {
          text: 'Let a library write the JSON:',
          code: 'json.dumps(body)   # Python; JSON.stringify(body) in JavaScript',
        },
      ],
    };
  }),
];

/** Whether the field of this value is one of those that the refusal names. */
function bodyNames(value: string, { call, note }: Refused): boolean {
  const names = Object.entries(bodyFields(call)).flatMap(([name, one]) => (one === value ? [name] : []));
  return names.some((name) => note.got?.includes(name) === true) || isWhatCame(value, { call, note } as Refused);
}
