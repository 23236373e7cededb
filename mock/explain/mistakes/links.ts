/** Links that people are sent to sign in: what mail, scanners and hands do to them on their way. */
import type { Call } from '../../request/call.ts';
import { at } from '../../contract/openapi-document.ts';
import { textOf } from '../../contract/text-of.ts';
import { bodyValue } from '../../request/parsed-body.ts';
import { linkKey } from '../../auth/links/link-records.ts';
import type { LinkRecord } from '../../auth/links/link-records.ts';
import type { LinkRequestAction } from '../../../specs/generated/vocabulary.ts';
import { mistake } from '../mistake.ts';
import type { Found, Mistake, Refused } from '../mistake.ts';
import { whoseValue } from '../known-values.ts';
import { isPublicClient } from '../../auth/oauth/public-client.ts';
import { capital, control, hint, RESET_CLOCK } from '../words.ts';
import { characters } from '../../contract/characters.ts';

const isRedeemed = ({ operation }: Call): boolean => operation.action.type === 'link.redeem';

/** The token as it came. */
function tokenOf(call: Call): string {
  const { action } = call.operation;
  if (action.type !== 'link.redeem') return '';
  const value =
    action.token_parameter === undefined
      ? at(bodyValue(call), action.token ?? '')
      : call.request.query[action.token_parameter];
  return textOf(value) ?? '';
}

/** What sends the links of the operation. */
function sending({ operation: { action }, world: { contract } }: Call): LinkRequestAction | undefined {
  const name = action.type === 'link.redeem' ? action.request : undefined;
  const found = contract.operations.find(({ id }) => id === name)?.action;
  return found?.type === 'link.request' ? found : undefined;
}

/** Characters of a token. */
const lengthOf = ({ id_format: format }: LinkRequestAction): number =>
  (format?.prefix?.length ?? 0) + (format?.alphabet === 'uuid' ? 36 : (format?.length ?? (format ? 32 : 43)));

/** What may have happened to a token on its way, with how it is undone. */
const DAMAGES: readonly (readonly [what: string, mend: string, undo: (text: string) => string])[] = [
  [
    '"3D" stands before it: the mail was read without decoding quoted-printable, in which "=3D" is "="',
    'Decode the body of the mail before you take the link out of it (RFC 2045 §6.7).',
    (text) => text.replace(/^3D/, ''),
  ],
  [
    'a soft line break of quoted-printable stands in it',
    'Decode the body of the mail before you take the link out of it (RFC 2045 §6.7).',
    (text) => text.replaceAll(/=[\r\n ]*/g, ''),
  ],
  [
    'white space stands in it: the mail was wrapped',
    'Take the link from the HTML part, or join its lines.',
    (text) => text.replaceAll(/\s/g, ''),
  ],
  [
    'a character that belongs to the text around the link stands at its end',
    'End the link where its token ends: a full stop, bracket or quotation mark is none of it.',
    (text) => text.replace(/[.,;:!?)\]}>"'*]+$/, ''),
  ],
  [
    'quotation marks or brackets stand around it',
    'Take them off.',
    (text) => text.replaceAll(/^[<("'[]+|[>)"'\]]+$/g, ''),
  ],
  ['it is percent-encoded twice', 'Encode it once.', (text) => unescaped(text)],
  [
    'a parameter that follows is taken for a part of it: "&" came as "&amp;" or encoded',
    'Decode the HTML of the mail, and split the query at "&".',
    (text) => text.replace(/(?:&amp;|&|;|%26).*$/s, ''),
  ],
  [
    'the whole link stands there',
    'Send the token alone: it is a part of the link.',
    (text) => /[=/#]([\w-]{8,})(?:&[^=]*=[^=]*)*$/.exec(text)?.[1] ?? text,
  ],
];

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const isKnown = async ({ world }: Call, token: string): Promise<boolean> =>
  token !== '' && (await world.store.get<LinkRecord>(linkKey(token))) !== undefined;

/** A mistake of a link's token; `words` of the refusal, or of what came. */
const told = (
  name: string,
  what: string,
  failure: 'invalid_link' | 'expired_link' | 'used_link',
  words: RegExp,
  found: (got: string, refused: Refused) => Found,
): Mistake =>
  mistake(name, what, [failure], (refused) => {
    const { rule, got = '' } = refused.note;
    return isRedeemed(refused.call) && words.test(`${rule}; ${got}`) ? found(got || rule, refused) : undefined;
  });

const AGAIN = 'Ask for another link:';
const askAgain = [hint('Ask for another link, and follow the newest:', 'tollgate otp')];

export const LINKS: readonly Mistake[] = [
  mistake(
    'magic-link-html-escaped',
    'followed a link whose ampersands were escaped for HTML',
    ['invalid_parameter', 'invalid_link'],
    ({ call }) => {
      const { action } = call.operation;
      const name = action.type === 'link.redeem' ? action.token_parameter : undefined;
      return name === undefined || call.request.query[`amp;${name}`] === undefined
        ? undefined
        : {
            finding: `The query has "amp;${name}" and no ${name}: "&amp;" of the HTML was sent as it stands.`,
            next: [hint('Decode the HTML before you take the link out of it: "&amp;" is "&".')],
          };
    },
  ),
  told(
    'magic-link-token-missing',
    'sent no token of a link, or two',
    'invalid_link',
    /must come once/,
    (got, { call: { operation } }) => ({
      finding: `${capital(got)} came.`,
      next: [
        hint(
          operation.action.type === 'link.redeem' && operation.action.token_parameter !== undefined
            ? `Send it once, as the query parameter ${operation.action.token_parameter}.`
            : 'Send it once, in the body.',
        ),
      ],
    }),
  ),
  told(
    'magic-link-scanned',
    'followed a link that a scanner of mail, or a preview, had opened before',
    'used_link',
    /by GET of/,
    (got, { call }) => {
      const { 'user-agent': agent } = call.request.headers;
      const mine = typeof agent === 'string' && agent !== '' && got.includes(agent.slice(0, 120));
      return {
        finding: `It is ${got}${mine ? ', as this request is' : ': another client than this one'}.`,
        next: [
          mine
            ? hint('A page that is loaded twice follows the link twice. Ask for another:', 'tollgate otp')
            : hint(
                'Scanners of mail and previews follow links by GET. Let the link open a page with a button, and redeem the token by POST.',
              ),
        ],
      };
    },
  ),
  told('magic-link-used', 'used a link twice', 'used_link', /./, (got) => ({
    finding: `It is ${got}.`,
    next: [hint(`Each link is good once. ${AGAIN}`, 'tollgate otp')],
  })),
  told('magic-link-replaced', 'followed an older link than the newest', 'invalid_link', /replaced$/, (got) => ({
    finding: `It is ${got}.`,
    next: askAgain,
  })),
  told('magic-link-expired', 'followed a link after its end', 'expired_link', /./, (got) => ({
    finding: `${capital(got)}.`,
    next: [hint('Ask for another one. If somebody moved the clock:', RESET_CLOCK)],
  })),
  told(
    'magic-link-other-browser',
    'followed a link in another browser than the one that asked for it',
    'invalid_link',
    /in the browser that asked/,
    (got) => ({
      finding: `The link is good only in the browser that asked for it; this is ${got}.`,
      next: [hint('Keep the cookie of the answer that sent the link, and send it along.')],
    }),
  ),
  told(
    'magic-link-of-another',
    'handed over a link of another operation or tenant',
    'invalid_link',
    /must be one that \w+ sent|caller's tenant/,
    (got) => ({
      finding: `It is ${got}, which is not for this request.`,
      next: [hint('Follow the link as it is, or hand its token to the operation that its contract names.')],
    }),
  ),
  told(
    'magic-link-of-nobody',
    'followed the link of a user who was deleted',
    'invalid_link',
    /still be there/,
    (got) => ({
      finding: `It is ${got}.`,
      next: [hint('Make the user anew, and ask for another link.')],
    }),
  ),
  mistake('magic-link-damaged', 'changed a link on its way', ['invalid_link'], async ({ call }) => {
    const token = tokenOf(call);
    if (!isRedeemed(call) || token === '') return undefined;
    for (const [what, mend, undo] of DAMAGES) {
      const right = undo(token);
      if (right !== token && (await isKnown(call, right)))
        return { finding: `The token is right but for one thing: ${what}.`, next: [hint(mend)] };
    }
    return undefined;
  }),
  mistake(
    'magic-link-from-elsewhere',
    'followed a link of another contract or sandbox',
    ['invalid_link'],
    async (refused) => {
      const { call } = refused;
      const known = isRedeemed(call) ? await whoseValue(refused, tokenOf(call)) : undefined;
      return known === undefined
        ? undefined
        : {
            finding: `It is ${known.words}, of ${known.contract} in the sandbox ${known.sandbox}.`,
            next: [hint('Send the token of a link that this contract sent, in this sandbox:', 'tollgate otp')],
          };
    },
  ),
  mistake('magic-link-cut-short', 'followed a link that was cut short', ['invalid_link'], ({ call }) => {
    const sends = sending(call);
    const token = tokenOf(call);
    return sends === undefined || token === '' || token.length >= lengthOf(sends)
      ? undefined
      : {
          finding: `The token has ${characters(token)}; those of links here have ${lengthOf(sends)}.`,
          next: [hint('Take the whole link: a line that ends, or a click on half of it, cuts it.', 'tollgate otp')],
        };
  }),
  mistake('magic-link-unknown', 'followed a link that nobody was sent', ['invalid_link'], ({ call }) =>
    isRedeemed(call)
      ? {
          finding: 'No link has that token: it was not sent here, or is from before a reset.',
          next: [hint(AGAIN, 'tollgate otp')],
        }
      : undefined,
  ),
  mistake(
    'magic-link-client',
    'asked for tokens by a link as a client that cannot have them',
    ['invalid_client'],
    ({ call, note }) => {
      const { action } = call.operation;
      if (action.type !== 'link.redeem') return undefined;
      const apps = [...call.world.people.clients.values()].filter(isPublicClient).map(({ client_id: id }) => id);
      return {
        finding: `${capital(note.rule)}: ${action.client ?? ''} of the body is ${note.got ?? 'another'}.`,
        next: [
          apps.length > 0
            ? hint(`Name a client without a secret, of the person's tenant: ${apps.slice(0, 5).join(', ')}.`)
            : hint(
                'Make a client without a secret, of the tenant of the person:',
                `tollgate creds ${call.world.contract.name}`,
              ),
        ],
      };
    },
  ),
  mistake('magic-link-too-often', 'asked for links to one address too often', ['rate_limited'], ({ call, note }) => {
    const { action } = call.operation;
    if (action.type !== 'link.request' || action.per_address === undefined) return undefined;
    if (!note.pointer.endsWith(`/${action.per_address}`)) return undefined;
    return {
      finding: `${capital(note.expected ?? 'the address has had its links')}, whoever asks and whether anybody has it; ${note.got ?? 'one more came'}.`,
      next: [
        hint('Wait as long as Retry-After says; the newest link that was sent may still be good:', 'tollgate otp'),
        hint(
          'Or let the sandbox forget it:',
          control(call, 'PATCH', `/settings/${call.world.contract.name}`, {
            rate_limits: { [action.per_address]: { limit: null } },
          }),
        ),
      ],
    };
  }),
  mistake(
    'magic-link-for-nobody',
    'asked for a link to an address that nobody has',
    ['unknown_user'],
    ({ call, note }) => {
      const { action } = call.operation;
      return action.type === 'link.request'
        ? {
            finding: `Nobody has that address: ${note.rule}.`,
            next: [hint('Take one of the users of the sandbox:', `tollgate creds ${call.world.contract.name}`)],
          }
        : undefined;
    },
  ),
];
