/** Bodies that a tool or a language wrote otherwise than was meant. */
import type { Failure } from '../../../specs/generated/vocabulary.ts';
import type { Call } from '../../request/call.ts';
import { mistake } from '../mistake.ts';
import type { Mistake } from '../mistake.ts';
import { contentType } from '../request-values.ts';
import { hint } from '../words.ts';

const JSON_BODY: readonly Failure[] = ['malformed_body', 'invalid_body', 'unsupported_media_type'];
const FORM: readonly Failure[] = [
  'invalid_request',
  'invalid_client',
  'unsupported_grant_type',
  'unsupported_media_type',
  'malformed_body',
];

const LONGEST = 65_536;

const textOf = ({ request }: Call): string => request.rawBody?.toString('utf8', 0, LONGEST) ?? '';

const isForm = (call: Call): boolean => call.operation.body?.content.has('application/x-www-form-urlencoded') === true;

function json(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Without what stands between quotation marks. */
const outside = (text: string): string => text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');

const required = ({ note: { got } }: { readonly note: { readonly got?: string | undefined } }): readonly string[] =>
  [...(got ?? '').matchAll(/(?:^|; )([\w.[\]]+) (?:is required|must have required property)/g)].map(
    ([, name]) => name!,
  );

export const BODIES: readonly Mistake[] = [
  mistake('multipart-form', 'sent multipart/form-data', [...FORM, 'invalid_body'], ({ call }) => {
    if (
      contentType(call) !== 'multipart/form-data' &&
      !/^--[^\r\n]+\r?\nContent-Disposition: form-data/i.test(textOf(call))
    )
      return undefined;
    return {
      finding: `The body is multipart/form-data, as FormData and curl -F send it; ${isForm(call) ? 'a form in application/x-www-form-urlencoded' : [...(call.operation.body?.content.keys() ?? ['another'])].join(' or ')} is wanted.`,
      next: isForm(call)
        ? [
            hint('In JavaScript:', 'body: new URLSearchParams(fields)   # not FormData'),
            hint('With curl:', 'curl -d name=value …   # not -F'),
          ]
        : [hint('In JavaScript:', 'body: JSON.stringify(fields), headers: { "content-type": "application/json" }')],
    };
  }),
  mistake('form-object', 'sent an object that was turned into text as a form', FORM, ({ call }) =>
    isForm(call) && textOf(call).startsWith('[object ')
      ? {
          finding: `The body is the text ${JSON.stringify(textOf(call).slice(0, 40))}.`,
          next: [hint('In JavaScript:', 'body: new URLSearchParams(fields)')],
        }
      : undefined,
  ),
  mistake('form-ampersand', 'separated the fields of a form by &amp;', FORM, ({ call }) =>
    isForm(call) && /&amp;\w+=/.test(textOf(call))
      ? {
          finding: 'The fields of the form are separated by "&amp;", as HTML writes it; it is "&".',
          next: [hint('Let a library write it:', 'new URLSearchParams({ grant_type: "…" })')],
        }
      : undefined,
  ),
  mistake('form-lines', 'wrote the fields of a form in lines', FORM, ({ call }) =>
    isForm(call) && /^\w+=[^&\n]*\r?\n\w+=/.test(textOf(call))
      ? {
          finding: 'Each field of the form stands in a line of its own; "&" goes between them.',
          next: [hint('With curl:', 'curl -d grant_type=… -d client_id=…')],
        }
      : undefined,
  ),
  mistake('form-encoded-whole', 'percent-encoded a form as a whole', FORM, ({ call }) =>
    isForm(call) && /^\w+%3D/i.test(textOf(call))
      ? {
          finding: 'The whole form is percent-encoded, with its "=" and "&"; only names and values are.',
          next: [hint('Encode each value, or let a library do it:', 'new URLSearchParams({ grant_type: "…" })')],
        }
      : undefined,
  ),
  mistake('body-file-name', "sent a file's name in place of the file", JSON_BODY, ({ call }) => {
    const [, name] = /^@?([\w./-]+\.(?:json|txt|xml|ya?ml))\s*$/.exec(textOf(call)) ?? [];
    return name === undefined
      ? undefined
      : {
          finding: `The body is the text ${JSON.stringify(textOf(call).trim().slice(0, 60))}, the name of a file.`,
          next: [hint('With curl, "@" reads the file; not with --data-raw:', `curl --data-binary @${name} …`)],
        };
  }),
  mistake('json-bytes-as-text', "sent bytes as Python prints them, b'…'", JSON_BODY, ({ call }) =>
    /^b(["']).*\1\s*$/s.test(textOf(call))
      ? {
          finding: "The body begins with b': bytes as Python prints them.",
          next: [hint('Send the bytes themselves:', 'requests.post(url, data=body)   # not str(body)')],
        }
      : undefined,
  ),
  mistake('json-comment', 'wrote JSON with comments', ['malformed_body'], ({ call }) =>
    /\/\*|\/\/|^\s*#/m.test(outside(textOf(call)))
      ? {
          finding: 'The body has a comment in it; JSON has none (RFC 8259 §2).',
          next: [hint('Take it out.')],
        }
      : undefined,
  ),
  mistake('json-line-break', 'wrote a line break into a text of JSON', ['malformed_body'], ({ call }) => {
    const [, text] = /"([^"\\\r\n\t]*)[\r\n\t][^"]*"\s*[,}\]]/.exec(textOf(call).replaceAll(/"\s*:\s*"/g, '":"')) ?? [];
    const mended = textOf(call).replaceAll(/"(?:[^"\\]|\\.)*"/g, (one) => one.replaceAll(/[\r\n\t]/g, ' '));
    return text === undefined || json(mended) === undefined
      ? undefined
      : {
          finding:
            'A text of the body has a line break or a tab in it; in JSON it is written \\n or \\t (RFC 8259 §7).',
          next: [hint('Let a library write the JSON:', 'jq -n --arg note "$NOTE" \'{note: $note}\'')],
        };
  }),
  mistake(
    'json-quotes-inside',
    'wrote a text of JSON with the quotation marks of a word processor',
    ['malformed_body'],
    ({ call }) =>
      /[“”„]/.test(outside(textOf(call))) && !/^\s*[{[]?\s*[“”„«]/.test(textOf(call))
        ? {
            finding: 'A text of the body stands in typographic quotation marks (“ ”); JSON has ".',
            next: [hint('Type them again in an editor for code, or let a library write the JSON.')],
          }
        : undefined,
  ),
  mistake('body-wrapped', 'put the fields of the body into another object', ['invalid_body'], ({ call, note }) => {
    const fields = required({ note }).filter((name) => !name.includes('.'));
    const value = json(textOf(call));
    if (fields.length === 0 || typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const [outer] =
      Object.entries(value).find(
        ([, inner]) =>
          typeof inner === 'object' && inner !== null && fields.every((name) => Object.hasOwn(inner as object, name)),
      ) ?? [];
    return outer === undefined
      ? undefined
      : {
          finding: `${fields.join(', ')} ${fields.length > 1 ? 'are' : 'is'} there, inside ${outer}; ${fields.length > 1 ? 'they stand' : 'it stands'} at the top of the body.`,
          next: [hint('Send what is inside:', `body.${outer}   # without { "${outer}": … }`)],
        };
  }),
  mistake('body-in-list', 'sent a list where one object goes', ['invalid_body'], ({ call, note }) =>
    Array.isArray(json(textOf(call))) && /^must be object/.test(note.got ?? '')
      ? {
          finding: 'The body is a list; one object is wanted.',
          next: [hint('Send one at a time:', '{ … }   # not [ { … } ]')],
        }
      : undefined,
  ),
];
