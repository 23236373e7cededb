/** Parameters of authorization and sign-out requests that cannot be what they say. */
import { createHash } from 'node:crypto';
import type { Failure } from '../../../specs/generated/vocabulary.ts';
import { nearest } from '../../contract/did-you-mean.ts';
import { decodeJwt } from '../../auth/oauth/signed-jwt.ts';
import type { Call } from '../../request/call.ts';
import { whoseValue } from '../known-values.ts';
import { mistake } from '../mistake.ts';
import type { Mistake } from '../mistake.ts';
import { bodyFields } from '../request-values.ts';
import { compared, hint } from '../words.ts';
import { characters } from '../../contract/characters.ts';

const REQUEST: readonly Failure[] = ['invalid_request'];

/** As a parameter came: in the query, or in a form. */
function parameter(call: Call, name: string): string | undefined {
  const value = call.request.query[name] ?? bodyFields(call)[name];
  return typeof value === 'string' ? value : undefined;
}

const isAuthorization = ({ operation: { action } }: Call): boolean =>
  ['authorize', 'authorize.push', 'end_session'].includes(action.type);

/** Parameters by the names that people give them. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  client_id: ['clientId', 'client', 'clientid', 'client-id', 'app_id', 'amp;client_id'],
  redirect_uri: [
    'redirect_url',
    'redirectUri',
    'redirect',
    'callback',
    'callback_url',
    'return_to',
    'amp;redirect_uri',
  ],
  response_type: ['responseType', 'type', 'amp;response_type'],
};

export const AUTHORIZATION_PARAMETERS: readonly Mistake[] = [
  mistake(
    'authorization-parameter-named',
    'gave a parameter of the authorization request another name',
    ['invalid_request', 'unknown_client', 'invalid_redirect_uri', 'unsupported_response_type'],
    ({ call }) => {
      if (!isAuthorization(call)) return undefined;
      const [name, sent] =
        Object.entries(OTHER_NAMES)
          .filter(([name]) => parameter(call, name) === undefined)
          .map(([name, others]) => [name, others.find((one) => parameter(call, one) !== undefined)] as const)
          .find(([, one]) => one !== undefined) ?? [];
      return name === undefined || sent === undefined
        ? undefined
        : {
            finding: sent.startsWith('amp;')
              ? `The parameters are separated by "&amp;", as HTML writes it; in an address it is "&". So ${name} is missing.`
              : `The parameter is called ${name}; what came is called ${sent}.`,
            next: [hint('Send:', `${name}=<what you sent as ${sent}>`)],
          };
    },
  ),
  mistake('pkce-method-misspelt', 'wrote code_challenge_method otherwise', REQUEST, ({ call, note }) => {
    const method = parameter(call, 'code_challenge_method');
    return !/^code_challenge_method must be/i.test(note.rule) || method === undefined
      ? undefined
      : {
          finding: `code_challenge_method is ${JSON.stringify(method.slice(0, 40))}; there is S256, with a capital S and no hyphen${/plain/.test(note.rule) ? ', and plain' : ''}.`,
          next: [hint('Send:', 'code_challenge_method=S256')],
        };
  }),
  mistake('pkce-challenge-form', 'sent a code_challenge that cannot be one', REQUEST, ({ call, note }) => {
    const challenge = parameter(call, 'code_challenge') ?? '';
    if (!/^code_challenge must be a SHA-256/i.test(note.rule)) return undefined;
    const [flaw, mended] = /^[0-9a-f]{64}$/i.test(challenge)
      ? ['in hex', Buffer.from(challenge, 'hex').toString('base64url')]
      : /^[\w+/ -]{43}=?$/.test(challenge)
        ? [
            'in base64, with padding or with + and /',
            challenge.replaceAll(/[+ ]/g, '-').replaceAll('/', '_').replace(/=$/, ''),
          ]
        : [`${characters(challenge)} long`, createHash('sha256').update(challenge).digest('base64url')];
    return {
      finding: `The code_challenge is ${flaw}; a SHA-256 in base64url without padding is wanted, 43 characters (RFC 7636 §4.2).`,
      next: [
        hint('In JavaScript:', "createHash('sha256').update(verifier).digest('base64url')"),
        hint('Yours would be:', `code_challenge=${mended}`),
      ],
    };
  }),
  mistake('id-token-hint-other', 'sent something else as id_token_hint', REQUEST, async (refused) => {
    const { call, note } = refused;
    const value = parameter(call, 'id_token_hint');
    if (!note.rule.startsWith('id_token_hint must be') || value === undefined) return undefined;
    const known = await whoseValue(refused, value);
    const iss = decodeJwt(value)?.claims['iss'];
    const what =
      known !== undefined
        ? known.words
        : typeof iss === 'string'
          ? `a JWT of ${iss.slice(0, 120)}`
          : 'no ID token of this sandbox';
    return {
      finding: `id_token_hint holds ${what}; the id_token of the token answer goes there.`,
      next: [hint('Keep the id_token of the sign-in, and send it:', 'id_token_hint=<id_token>')],
    };
  }),
  mistake('scope-list', 'sent the scopes as a list, in quotation marks or encoded', ['invalid_scope'], ({ call }) => {
    const scope = parameter(call, 'scope') ?? '';
    const flaw = /^\s*[[(]/.test(scope)
      ? 'a list'
      : /^["'].*["']$/.test(scope)
        ? 'in quotation marks'
        : /[+]|%20/.test(scope)
          ? `encoded twice: ${scope.includes('+') ? '"+"' : '"%20"'} came where a space should`
          : undefined;
    return flaw === undefined
      ? undefined
      : {
          finding: `The scopes are ${flaw}; scope is one text, with a space between them (RFC 6749 §3.3).`,
          next: [
            hint(
              'Send:',
              `scope=${scope
                .split(/[\s,+'"[\]()]+|%20/)
                .filter((one) => one !== '')
                .join(' ')}`,
            ),
            hint('A library encodes the space itself.'),
          ],
        };
  }),
];

/** Last of those about authorization requests, where nothing more telling was recognised. */
export const UNFIT_PARAMETERS: readonly Mistake[] = [
  mistake(
    'authorization-parameter-unfit',
    'sent a parameter of the authorization request that does not fit',
    REQUEST,
    ({ call, note: { rule } }) => {
      const name = /^(\w+) (?:must|is)\b/.exec(rule)?.[1]?.toLowerCase();
      if (!isAuthorization(call) || name === undefined || !/_|^(?:prompt|claims|nonce|scope|display)$/.test(name))
        return undefined;
      const value = parameter(call, name) || undefined;
      const values = /must be (?:of )?([\w, |]+)\.?$/.exec(rule)?.[1]?.split(/, | or /) ?? [];
      const near = value === undefined ? undefined : nearest(value, values);
      const said = rule
        .replace(/\.$/, '')
        .replace(/^\w+ (?:must be (?:of )?|(?=must\b))/, (start) => (start.includes('must') ? 'it must be ' : 'it '));
      return {
        finding: /^\w+ is missing/.test(rule)
          ? `${name} is missing.`
          : `${name} ${value === undefined ? 'is missing' : `is ${JSON.stringify(value.slice(0, 60))}`}: ${said}.`,
        ...(near !== undefined && value !== undefined && { compared: compared(near, value) }),
        next: [hint('Send:', `${name}=${near ?? values[0] ?? '…'}`)],
      };
    },
  ),
];
