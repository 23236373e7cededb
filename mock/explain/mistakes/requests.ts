/** Paths, methods, bodies, quotas, and records that are not there. */
import type { Failure } from '../../../specs/generated/vocabulary.ts';
import { distance } from 'fastest-levenshtein';
import type { Call } from '../../request/call.ts';
import { matchPath } from '../../contract/path-template.ts';
import { mistake } from '../mistake.ts';
import type { Mistake } from '../mistake.ts';
import { bodyFields, bodyForm, contentType } from '../request-values.ts';
import { advanceClock, baseOf, capital, compared, control, hint, resetSandbox } from '../words.ts';

const BODY: readonly Failure[] = ['unsupported_media_type', 'malformed_body', 'invalid_body'];

export const pathsOf = (call: Call): readonly string[] => [
  ...new Set(call.world.contract.operations.map(({ path }) => path)),
];

const matches = (call: Call, path: string): string | undefined =>
  pathsOf(call).find((one) => matchPath(one, path) !== undefined);

/** The path would be one of the contract's if it were changed. */
export const changedPath = (
  name: string,
  what: string,
  change: (path: string, call: Call) => string,
  words: (call: Call) => string,
): Mistake =>
  mistake(name, what, ['unknown_path', 'not_found'], ({ call, note }) => {
    if (note.failure === 'not_found' && note.pointer !== '#/paths') return undefined;
    const path = change(call.request.path, call);
    return path === call.request.path || matches(call, path) === undefined
      ? undefined
      : {
          finding: words(call),
          compared: compared(path, call.request.path),
          next: [hint('Ask:', `${baseOf(call)}${path}`)],
        };
  });

const text = ({ request }: Call): string => request.rawBody?.toString('utf8', 0, 65_536) ?? '';

/** Where JSON stops being JSON, in the parser's words. */
function jsonFlaw(body: string): string | undefined {
  try {
    JSON.parse(body);
    return undefined;
  } catch (error) {
    // The parser quotes the body, which may hold secrets.
    return /position \d+(?: \(line \d+ column \d+\))?/.exec((error as Error).message)?.[0] ?? 'its end';
  }
}

export const REQUESTS: readonly Mistake[] = [
  changedPath(
    'path-with-contract-twice',
    "wrote the contract's name twice",
    (path, { world }) =>
      path.startsWith(`/${world.contract.name}/`) ? path.slice(world.contract.name.length + 1) : path,
    ({ world }) => `The path has ${world.contract.name} in it twice: the base URL ends with it already.`,
  ),
  changedPath(
    'path-double-slash',
    'joined base URL and path by two slashes',
    (path) => path.replaceAll(/\/{2,}/g, '/'),
    () => 'The path has two slashes in a row: the base URL ends in one, and the path begins with one.',
  ),
  changedPath(
    'path-case',
    'wrote the path in another case',
    (path, call) => {
      const found = pathsOf(call).find((one) => one.toLowerCase() === path.toLowerCase());
      return found ?? path;
    },
    () => "Paths' case counts.",
  ),
  changedPath(
    'path-without-version',
    'left the version or prefix out of the path',
    (path, call) => pathsOf(call).find((one) => one !== path && one.endsWith(path) && path.length > 2) ?? path,
    () => 'The path lacks its prefix.',
  ),
  changedPath(
    'path-plural',
    'wrote singular for plural in the path, or the reverse',
    (path, call) => pathsOf(call).find((one) => one === `${path}s` || `${one}s` === path) ?? path,
    () => 'The path is nearly one of the contract: singular and plural differ.',
  ),
  mistake('path-of-other-contract', "called another contract's path", ['unknown_path'], ({ call }) => {
    const other = [...call.world.sandbox.worlds.values()].find(
      ({ contract }) =>
        contract !== call.world.contract &&
        contract.operations.some(({ path }) => matchPath(path, call.request.path) !== undefined),
    );
    return other === undefined
      ? undefined
      : {
          finding: `${call.request.path} is a path of ${other.contract.name}; this request went to ${call.world.contract.name}.`,
          next: [hint('Ask:', `${call.request.origin}${other.mount}${call.request.path}`)],
        };
  }),
  mistake('path-misspelt', 'misspelt the path', ['unknown_path'], ({ call }) => {
    const { path } = call.request;
    const near = pathsOf(call)
      .map((one) => [one, distance(one, path)] as const)
      .sort((a, b) => a[1] - b[1])[0];
    return near === undefined || near[1] > Math.max(3, path.length / 4)
      ? undefined
      : {
          finding: `The contract has no ${path.slice(0, 120)}; ${near[0]} was probably meant.`,
          compared: compared(near[0], path),
          next: [hint('Ask:', `${baseOf(call)}${near[0]}`)],
        };
  }),
  mistake('path-unknown', 'called a path that the contract does not have', ['unknown_path'], ({ call }) => ({
    finding: `${call.world.contract.title} has no ${call.request.path.slice(0, 120) || '/'} in its contract.`,
    next: [hint('It has:', pathsOf(call).slice(0, 12).join('\n'))],
  })),
  mistake('method-other', 'used another method than the path has', ['method_not_allowed'], ({ call, note }) => ({
    finding: `${call.request.path.slice(0, 120)} takes ${note.expected ?? 'other methods'}, not ${call.request.method}${call.request.method === 'GET' ? ': a redirect, or a link that was clicked, asks with GET' : ''}.`,
    next: [hint('Ask:', `curl -X ${(note.expected ?? 'POST').split(', ')[0]!} ${baseOf(call)}${call.request.path}`)],
  })),

  // Bodies.
  mistake('json-as-form', 'sent JSON that its Content-Type calls a form', BODY, ({ call }) =>
    bodyForm(call) === 'json' && contentType(call) === 'application/x-www-form-urlencoded'
      ? {
          finding:
            'The body is JSON, and its Content-Type says that it is a form: curl -d sends that unless it is told otherwise.',
          next: [
            hint(
              'Send:',
              "curl -H 'Content-Type: application/json' -d '{…}'\ncurl --json '{…}'   # curl 7.82 and newer",
            ),
          ],
        }
      : undefined,
  ),
  mistake('json-as-text', 'sent JSON under another Content-Type, or none', BODY, ({ call }) =>
    bodyForm(call) === 'json' && contentType(call) !== 'application/json' && jsonFlaw(text(call)) === undefined
      ? {
          finding: `The body is JSON, and its Content-Type is ${contentType(call) ?? 'missing'}.`,
          next: [hint('Send:', 'Content-Type: application/json')],
        }
      : undefined,
  ),
  mistake('form-where-json', 'sent a form where JSON is wanted', BODY, ({ call }) =>
    bodyForm(call) === 'form'
      ? {
          finding: 'The body is a form; this operation takes JSON.',
          next: [
            hint(
              'Send:',
              `Content-Type: application/json\n${JSON.stringify(Object.fromEntries(Object.keys(bodyFields(call)).map((name) => [name, '…'])))}`,
            ),
          ],
        }
      : undefined,
  ),
  mistake('json-single-quotes', 'wrote JSON with single quotes', BODY, ({ call }) =>
    /^\s*\{\s*'/.test(text(call))
      ? {
          finding: 'The body has single quotes, as Python prints a dict; JSON has double ones.',
          next: [hint('In Python:', 'requests.post(url, json=body)   # or json.dumps(body)')],
        }
      : undefined,
  ),
  mistake('json-typographic-quotes', 'wrote JSON with the quotation marks of a word processor', BODY, ({ call }) =>
    /^\s*[{[]?\s*[“”„«]/.test(text(call))
      ? {
          finding:
            'The body has typographic quotation marks (“ ”), as chats and word processors put them in; JSON has ".',
          next: [hint('Type them again in an editor for code, or let a library write the JSON.')],
        }
      : undefined,
  ),
  mistake('body-compressed', 'sent a compressed body', BODY, ({ call }) => {
    const { rawBody, headers } = call.request;
    const said = headers['content-encoding'];
    const isGzip = rawBody?.[0] === 0x1f && rawBody[1] === 0x8b;
    return isGzip || (said !== undefined && said !== 'identity')
      ? {
          finding: `The body is compressed (${isGzip ? 'gzip' : String(said)}${said === undefined ? ', without a Content-Encoding' : ''}); bodies are read as they come.`,
          next: [hint('Switch the compression of requests off in your client.')],
        }
      : undefined;
  }),
  mistake('body-utf-16', 'sent the body in UTF-16', BODY, ({ call }) => {
    const bytes = call.request.rawBody;
    // JSON begins with a character of ASCII, whose other byte is zero.
    return bytes !== undefined &&
      bytes.length > 3 &&
      (bytes[0] === 0 || bytes[1] === 0 || bytes[2] === 0 || bytes[3] === 0)
      ? {
          finding: 'The body is in UTF-16, as Windows writes text by itself; JSON is sent in UTF-8 (RFC 8259 §8.1).',
          next: [hint('In PowerShell:', '[Text.Encoding]::UTF8.GetBytes($json)   # or Out-File -Encoding utf8')],
        }
      : undefined;
  }),
  mistake('json-trailing-comma', 'wrote JSON with a comma before the end', BODY, ({ call }) =>
    /,\s*[}\]]/.test(text(call)) && jsonFlaw(text(call)) !== undefined
      ? {
          finding: `The body has a comma before a closing bracket, at ${jsonFlaw(text(call))!}.`,
          next: [hint('Take the comma out.')],
        }
      : undefined,
  ),
  mistake('json-unquoted', 'wrote JSON with names that are not quoted', BODY, ({ call }) =>
    /^\s*\{\s*[a-z_$][\w$]*\s*:/i.test(text(call))
      ? {
          finding:
            'The names in the body are not in quotation marks: that is JavaScript, and no JSON. A shell may have taken them out.',
          next: [hint('In a shell, put the whole body into single quotes:', `-d '{"name":"value"}'`)],
        }
      : undefined,
  ),
  mistake('json-encoded-twice', 'made JSON of JSON', BODY, ({ call }) =>
    /^\s*"\s*\{/.test(text(call))
      ? {
          finding: 'The body is a JSON text that holds JSON: it was encoded twice.',
          next: [hint('Encode it once:', 'JSON.stringify(body)   # not JSON.stringify(JSON.stringify(body))')],
        }
      : undefined,
  ),
  mistake('body-object-object', 'sent an object that was turned into text', BODY, ({ call }) =>
    text(call).startsWith('[object ')
      ? {
          finding: 'The body is the text "[object Object]".',
          next: [hint('In JavaScript:', 'body: JSON.stringify(body)')],
        }
      : undefined,
  ),
  mistake('json-cut', 'sent JSON that is cut or broken', ['malformed_body'], ({ call }) => ({
    finding: `The body is no JSON from ${jsonFlaw(text(call)) ?? 'its beginning'} on; it has ${call.request.rawBody?.length ?? 0} bytes.`,
    next: [hint('Look at what you send:', 'printf \'%s\' "$BODY" | jq .')],
  })),
  mistake('body-missing', 'sent no body', ['invalid_body', 'unsupported_media_type'], ({ call }) =>
    bodyForm(call) === 'none' && call.operation.body?.required === true
      ? {
          finding: 'This operation wants a body, and none came.',
          next: [hint('Send:', `Content-Type: ${[...call.operation.body.content.keys()].join(' or ')}`)],
        }
      : undefined,
  ),
  mistake('body-number-as-text', 'sent a number as text', ['invalid_body'], ({ call, note }) => {
    const [, field] =
      /(?:^|; )([\w.[\]]+) must be (?:a |an )?(?:number|integer|whole number)/.exec(note.got ?? '') ?? [];
    return field === undefined
      ? undefined
      : {
          finding: `${field} is text; a number is wanted.`,
          next: [hint('Without quotation marks:', `"${field.split('.').at(-1)!}": ${bodyFields(call)[field] ?? 1}`)],
        };
  }),
  mistake('body-field-misspelt', 'misspelt a field of the body', ['invalid_body'], ({ call, note }) => {
    const [, missing] = /(?:^|; )([\w.]+) (?:is required|must have required property)/.exec(note.got ?? '') ?? [];
    const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
    const sent =
      missing === undefined
        ? undefined
        : Object.keys(bodyFields(call)).find(
            (name) => name !== missing && (plain(name) === plain(missing) || distance(name, missing) <= 2),
          );
    return sent === undefined
      ? undefined
      : {
          finding: `The field ${missing ?? ''} is wanted; what came is called ${sent}.`,
          compared: compared(missing ?? '', sent),
          next: [hint('Call it:', missing)],
        };
  }),
  mistake('body-field-missing', 'left a field of the body out', ['invalid_body'], ({ note }) => {
    const fields = [
      ...(note.got ?? '').matchAll(/(?:^|; )([\w.[\]]+) (?:is required|must have required property)/g),
    ].map(([, field]) => field!);
    return fields.length === 0
      ? undefined
      : {
          finding: `The body lacks ${fields.join(', ')}.`,
          next: [hint('Add:', fields.map((field) => `"${field}": …`).join('\n'))],
        };
  }),
  mistake('body-field-unfit', 'sent a field whose value does not fit', ['invalid_body'], ({ note }) => ({
    finding: `The body does not fit its schema: ${note.got ?? 'nothing is said of where'}.`,
    next: [hint('The schema stands at the line of the contract that is named above.')],
  })),
  mistake(
    'media-type-other',
    'sent a Content-Type that the operation does not take',
    ['unsupported_media_type'],
    ({ note }) => ({
      finding: `The Content-Type is ${note.got ?? 'unreadable'}; ${note.expected ?? 'another'} is wanted.`,
      next: [hint('Send:', `Content-Type: ${note.expected ?? 'application/json'}`)],
    }),
  ),
  mistake('body-too-large', 'sent a body that is too large', ['payload_too_large'], ({ note }) => ({
    finding: capital(`${note.rule}.`),
    next: [hint('Send less at once.')],
  })),
  mistake('parameter-unfit', 'sent a parameter that does not fit', ['invalid_parameter'], ({ note }) => ({
    finding: `A parameter does not fit: ${note.got ?? 'nothing is said of which'}.`,
    next: [hint('The parameters stand at the line of the contract that is named above.')],
  })),

  // Quotas and repetitions.
  mistake(
    'requests-at-once',
    'sent more requests at once than a caller may have under way',
    ['rate_limited'],
    ({ call, note }) =>
      note.pointer.endsWith('/in_flight')
        ? {
            finding: `${capital(note.expected ?? 'only so many at once')} may be under way, and this was one more while they waited for their answers.`,
            next: [
              hint('Wait for an answer before you send the next request: a queue with so many workers does it.'),
              ...(call.world.settings.latency_ms > 0
                ? [
                    hint(
                      'Answers of this sandbox are set to come late. To have them at once:',
                      control(call, 'PATCH', `/settings/${call.world.contract.name}`, { latency_ms: 0 }),
                    ),
                  ]
                : []),
            ],
          }
        : undefined,
  ),
  mistake('quota-used-up', 'sent more requests than the quota has', ['rate_limited'], ({ call, note }) => ({
    finding: `${capital(note.expected ?? 'the quota is used up')}; ${note.got ?? 'one more came'}.`,
    next: [
      hint('Wait as long as Retry-After says, and longer after each further 429.'),
      hint(
        'Or let the sandbox forget it:',
        control(call, 'PATCH', `/settings/${call.world.contract.name}`, {
          rate_limits: { [call.quota?.class ?? call.operation.rateLimit ?? 'default']: { limit: null } },
        }),
      ),
      hint('Or move the clock past the window:', advanceClock('1h')),
    ],
  })),
  mistake(
    'idempotency-key-reused',
    'used an idempotency key for another request',
    ['idempotency_mismatch'],
    ({ note }) => ({
      finding: `The idempotency key stands for ${note.expected ?? 'an earlier request'}; what came is ${note.got ?? 'another one'}.`,
      next: [hint('Make a new key for each new request, and keep it for the repetitions of that one:', 'uuidgen')],
    }),
  ),
  mistake(
    'sandbox-full',
    'wanted more to be kept than the sandbox has room for',
    ['unavailable', 'too_many_clients'],
    ({ call, note }) =>
      note.rule.startsWith('the sandbox must have room')
        ? {
            finding: `The sandbox takes ${note.expected ?? 'no more'}, and this would have been one more. None of them has ended.`,
            next: [
              hint('Put everything back:', resetSandbox(call)),
              hint('Or let what expires do so:', advanceClock('1d')),
              hint('Or start the sandbox with a higher bound; these are all of them:', 'tollgate mock --help'),
            ],
          }
        : undefined,
  ),
  // Records.
  mistake('record-deleted', 'asked for a record that was deleted', ['deleted'], ({ call }) => ({
    finding: 'The record was there and was deleted.',
    next: [hint('Make another one.'), hint('Or put everything back:', resetSandbox(call))],
  })),
  mistake('record-of-nobody', 'asked for a record that is not there', ['not_found'], ({ call, note }) => ({
    finding: `There is no such record among those of ${call.tenant ?? 'the caller'}${note.expected === undefined ? '' : ` (${note.expected} is wanted)`}. Another tenant's are as if they were not there.`,
    next: [hint('See which there are by the list of the same path, with the same credential.')],
  })),
  mistake(
    'record-in-other-state',
    "asked for a change that the record's state does not allow",
    ['conflict'],
    ({ call, note }) => ({
      finding: `${capital(note.rule)}: ${note.expected ?? ''} is wanted, and it is ${note.got ?? 'another'}.`,
      next: [hint('Read the record first.'), hint('Or put all of them back:', resetSandbox(call))],
    }),
  ),
];
