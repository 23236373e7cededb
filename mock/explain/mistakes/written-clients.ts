/** Clients that are the right ones, and were written otherwise than the token endpoint takes them. */
import type { Failure } from '../../../specs/generated/vocabulary.ts';
import { hasKeys } from '../../auth/oauth/client-assertion.ts';
import type { Call } from '../../request/call.ts';
import { mistake } from '../mistake.ts';
import type { Mistake } from '../mistake.ts';
import { authorization, bodyFields, header } from '../request-values.ts';
import { creds, hint } from '../words.ts';
import { clientOf } from './token-endpoint.ts';

const CLIENT: readonly Failure[] = ['invalid_client', 'invalid_request'];

const isEndpoint = ({ operation: { action } }: Call): boolean =>
  ['token.issue', 'token.revoke', 'token.introspect', 'authorize.push', 'device.authorize'].includes(action.type);

const decoded = (text: string): string => Buffer.from(text, 'base64').toString();

const isPair = (call: Call, text: string): boolean => {
  const [id = ''] = text.split(':');
  return text.includes(':') && call.world.people.clients.has(id);
};

/** What the Authorization header holds in place of `Basic base64(id:secret)`. */
function flawOfBasic(call: Call): string | undefined {
  const auth = authorization(call);
  if (auth === undefined) return undefined;
  const { scheme, value, whole } = auth;
  const isBasic = scheme.toLowerCase() === 'basic';
  if (isBasic && isPair(call, value)) return 'id:secret as plain text; HTTP Basic has it in base64';
  if (isBasic && isPair(call, decoded(decoded(value)))) return 'id:secret in base64 twice; once is wanted';
  if (isBasic && /^b["']/.test(value) && isPair(call, decoded(value.replace(/^b["']/, '').replace(/["']$/, ''))))
    return "base64 as Python prints bytes, b'…'";
  if (isBasic && decoded(value).startsWith('{')) return 'JSON in base64; id:secret in base64 is wanted';
  if (!isBasic && isPair(call, decoded(scheme === '' ? whole : value)))
    return scheme === ''
      ? 'the base64 of id:secret without the scheme Basic before it'
      : `the base64 of id:secret under the scheme ${scheme}; it is Basic`;
  if (
    scheme.toLowerCase() === 'bearer' &&
    [...call.world.people.clients.values()].some((one) => one.client_secret === value)
  )
    return 'the client secret as a bearer token';
  return undefined;
}

/** The id or the secret, freed of what stands around it. */
const freed = (text: string): readonly (readonly [words: string, text: string])[] => [
  ['with the name of its variable before it', text.replace(/^(?:export\s+)?[A-Za-z_][\w.-]*\s*[=:]\s*/, '')],
  ["as Python prints bytes, b'…'", text.replace(/^b["']/, '').replace(/["']$/, '')],
  ['with brackets or quotation marks around it', text.replaceAll(/^[<{[("'\s]+|[>}\])"',\s]+$/g, '')],
  ['with the text "\\n" at its end', text.replace(/(?:\\[rnt])+$/, '')],
  ['with characters in it that nobody sees', text.replaceAll(/[\p{Cf}\p{Zs}]/gu, '')],
  ['with a sign behind it', text.replace(/[,;.]+$/, '')],
];

export const WRITTEN_CLIENTS: readonly Mistake[] = [
  mistake('client-field-named', 'gave client_id or client_secret another name', CLIENT, ({ call }) => {
    const fields = bodyFields(call);
    if (!isEndpoint(call) || fields['client_id'] !== undefined || authorization(call) !== undefined) return undefined;
    const sent = Object.keys(fields).find((name) => /^client[-_]?id$|^(?:client|app_?id|username|user)$/i.test(name));
    return sent === undefined || !call.world.people.clients.has(fields[sent] ?? '')
      ? undefined
      : {
          finding: `The field is called client_id; what came is called ${sent}.`,
          next: [hint('Send:', 'client_id=…&client_secret=…')],
        };
  }),
  mistake('client-named-twice', 'named another client in the body than in HTTP Basic', CLIENT, ({ call }) => {
    const inBody = bodyFields(call)['client_id'];
    const { id } = clientOf(call);
    return !isEndpoint(call) || inBody === undefined || id === undefined || inBody === id
      ? undefined
      : {
          finding: `HTTP Basic names ${id.slice(0, 80)}, and client_id of the body ${inBody.slice(0, 80)}: nobody can tell who asks.`,
          next: [hint('Leave client_id out of the body, or send the same in both.')],
        };
  }),
  mistake('client-basic-form', 'wrote HTTP Basic otherwise', CLIENT, ({ call }) => {
    const flaw = isEndpoint(call) ? flawOfBasic(call) : undefined;
    return flaw === undefined
      ? undefined
      : {
          finding: `The Authorization header holds ${flaw} (RFC 6749 §2.3.1, RFC 7617 §2).`,
          next: [
            hint(
              'Let curl do it, or encode it once:',
              `curl -u "$CLIENT_ID:$CLIENT_SECRET" …\nAuthorization: Basic $(printf '%s' "$CLIENT_ID:$CLIENT_SECRET" | base64 -w0)`,
            ),
          ],
        };
  }),
  mistake('client-damaged', 'sent the client id or secret with something around it', CLIENT, ({ call }) => {
    const { id = '', secret } = clientOf(call);
    const { clients } = call.world.people;
    const client = clients.get(id);
    for (const [words, text] of freed(id))
      if (client === undefined && text !== id && clients.has(text))
        return { finding: `The client id ${text} came ${words}.`, next: [hint('Send:', `client_id=${text}`)] };
    if (client?.client_secret === undefined || secret === undefined || secret === client.client_secret)
      return undefined;
    for (const [words, text] of freed(secret))
      if (text !== secret && text === client.client_secret && secret.trim() !== text)
        return {
          finding: `The secret of ${id} came ${words}.`,
          next: [hint('Print what you send, character by character:', `printf '%s' "$CLIENT_SECRET" | od -An -c`)],
        };
    return /\*{3,}|\.{3}$|…|[•●]{2,}/.test(secret)
      ? {
          finding: `What came as the secret of ${id} has dots or stars in it, as pages and logs show a secret with a part left out.`,
          next: [creds(call)],
        }
      : undefined;
  }),
  mistake('client-without-secret', 'sent the secret of a client that has none', CLIENT, ({ call }) => {
    const { id, secret } = clientOf(call);
    const client = id === undefined ? undefined : call.world.people.clients.get(id);
    if (!isEndpoint(call) || client === undefined || client.client_secret !== undefined || (secret ?? '') === '')
      return undefined;
    return {
      finding: `${client.client_id} has no secret: ${hasKeys(client) ? 'it authenticates by a JWT that it signs with its key (RFC 7523)' : 'it is a public client, and names itself alone'}.`,
      next: [
        hasKeys(client)
          ? hint(
              'Send:',
              'client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer&client_assertion=<JWT>',
            )
          : hint('Leave the secret and the Authorization header out:', `client_id=${client.client_id}`),
      ],
    };
  }),
  mistake(
    'authorization-misspelt',
    'misspelt the Authorization header',
    ['missing_credentials', 'invalid_client'],
    ({ call }) => {
      const sent = [
        'authorisation',
        'authentication',
        'authorizaton',
        'authorization-token',
        'x-authorization',
        'auth',
        'x-auth',
        'proxy-authorization',
      ].find((name) => /^(?:bearer|basic)\s/i.test(header(call, name) ?? ''));
      return sent === undefined || authorization(call) !== undefined
        ? undefined
        : {
            finding: `The header is called Authorization; what came is called ${sent}.`,
            next: [hint('Send it as:', `Authorization: <what you sent as ${sent}>`)],
          };
    },
  ),
];
