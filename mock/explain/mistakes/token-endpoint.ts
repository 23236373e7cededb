/** What goes wrong at the token endpoint and its neighbours. */
import { createHash } from 'node:crypto';
import type { ClientAuthentication, Failure } from '../../../specs/generated/vocabulary.ts';
import { nearest } from '../../contract/did-you-mean.ts';
import { findCode } from '../../auth/oauth/authorization-codes.ts';
import { decodeJwt } from '../../auth/oauth/signed-jwt.ts';
import { instant, span } from '../../state/instant-texts.ts';
import type { Call } from '../../request/call.ts';
import { whoseValue } from '../known-values.ts';
import { byRule, mistake } from '../mistake.ts';
import type { Mistake } from '../mistake.ts';
import { authorization, bodyFields, bodyForm, contentType } from '../request-values.ts';
import { anotherSecret, capital, compared, control, creds, hint, masked, RESET_CLOCK } from '../words.ts';

const REQUEST: readonly Failure[] = [
  'invalid_request',
  'unsupported_media_type',
  'unsupported_grant_type',
  'invalid_client',
  'malformed_body',
];
const CLIENT: readonly Failure[] = ['invalid_client', 'invalid_request', 'unauthorized_client'];

const isEndpoint = ({ operation: { action } }: Call): boolean =>
  ['token.issue', 'token.revoke', 'token.introspect'].includes(action.type);

const grantsOf = ({ operation: { action } }: Call): readonly string[] =>
  action.type === 'token.issue' ? action.grants.map((name) => WIRE[name] ?? name) : [];

const WIRE: Readonly<Record<string, string>> = { jwt_bearer: 'urn:ietf:params:oauth:grant-type:jwt-bearer' };

/** Id and secret of the client, from wherever they came. */
export function clientOf(call: Call): { readonly id: string | undefined; readonly secret: string | undefined } {
  const fields = bodyFields(call);
  const auth = authorization(call);
  if (auth?.scheme.toLowerCase() === 'basic') {
    const [id, ...secret] = Buffer.from(auth.value, 'base64').toString().split(':');
    return { id, secret: secret.length === 0 ? undefined : secret.join(':') };
  }
  return { id: fields['client_id'], secret: fields['client_secret'] };
}

/** How each way looks in a request. */
const WAYS: Readonly<Record<ClientAuthentication, string>> = {
  client_secret_basic: 'id and secret in HTTP Basic, Authorization: Basic …',
  client_secret_post: 'client_id and client_secret in the form',
  private_key_jwt: "client_assertion in the form, a JWT signed with the client's key",
  client_secret_jwt: "client_assertion in the form, a JWT signed with the client's secret",
  tls_client_auth: "client_id in the form, and a connection with the client's certificate",
  self_signed_tls_client_auth: "client_id in the form, and a connection with the client's certificate",
  none: "the client's id in the form, and no secret",
  security: 'a key of the provider, as for other operations',
};

const waysOf = ({ operation: { action } }: Call): readonly string[] =>
  'client_authentication' in action ? action.client_authentication.map((way) => `${way}: ${WAYS[way]}`) : [];

const formHint = (call: Call): ReturnType<typeof hint> => {
  const fields = Object.keys(bodyFields(call));
  return hint(
    'Send the fields as a form:',
    `curl ${call.request.origin}${call.mount}${call.operation.path} ${(fields.length === 0 ? ['grant_type'] : fields).map((name) => `-d ${name}=…`).join(' ')}`,
  );
};

export const TOKEN_ENDPOINT: readonly Mistake[] = [
  mistake('form-as-json', 'sent JSON to an endpoint that takes a form', REQUEST, ({ call }) =>
    isEndpoint(call) && bodyForm(call) === 'json'
      ? {
          finding: `The body is JSON${contentType(call) === 'application/x-www-form-urlencoded' ? ', though its Content-Type says that it is a form' : ''}; OAuth's endpoints take a form (RFC 6749 §4).`,
          next: [
            formHint(call),
            hint('In JavaScript:', 'fetch(url, { method: "POST", body: new URLSearchParams({ grant_type: "…" }) })'),
          ],
        }
      : undefined,
  ),
  mistake('form-without-type', 'sent a form that its Content-Type does not call one', REQUEST, ({ call }) =>
    isEndpoint(call) && bodyForm(call) === 'form' && contentType(call) !== 'application/x-www-form-urlencoded'
      ? {
          finding: `The body is a form, and its Content-Type is ${contentType(call) ?? 'missing'}.`,
          next: [hint('Send:', 'Content-Type: application/x-www-form-urlencoded')],
        }
      : undefined,
  ),
  mistake('fields-in-url', "put the token request's fields into the URL", REQUEST, ({ call }) =>
    isEndpoint(call) && bodyForm(call) === 'none' && call.request.query['grant_type'] !== undefined
      ? {
          finding:
            'The fields stand in the URL and the body is empty; they go into the body, so that no log has them (RFC 6749 §2.3.1).',
          next: [formHint(call)],
        }
      : undefined,
  ),
  mistake('client-secret-in-url', 'put the client secret into the URL', ['invalid_request'], ({ call }) =>
    call.request.query['client_secret'] === undefined
      ? undefined
      : {
          finding: 'The client secret stands in the URL, where logs and histories keep it.',
          next: [hint('Send it in the body, or by HTTP Basic:', `curl -u "$CLIENT_ID:$CLIENT_SECRET" …`)],
        },
  ),
  mistake('token-request-empty', 'sent the token endpoint an empty body', REQUEST, ({ call }) =>
    isEndpoint(call) && bodyForm(call) === 'none'
      ? { finding: 'The body is empty.', next: [formHint(call)] }
      : undefined,
  ),
  mistake('grant-type-missing', 'left grant_type out', ['invalid_request', 'unsupported_grant_type'], ({ call }) => {
    const fields = bodyFields(call);
    if (call.operation.action.type !== 'token.issue' || (fields['grant_type'] ?? '') !== '') return undefined;
    const near = Object.keys(fields).find((name) => /grant/i.test(name));
    const elsewhere =
      call.request.query['grant_type'] === undefined
        ? near === undefined
          ? ''
          : `; there is one called ${near}`
        : ' in the body; it stands in the URL, and belongs into the form with the others';
    return {
      finding: `The field grant_type is missing${elsewhere}.`,
      next: [
        hint(
          'This endpoint takes:',
          grantsOf(call)
            .map((grant) => `grant_type=${grant}`)
            .join('\n'),
        ),
      ],
    };
  }),
  mistake('grant-type-misspelt', 'misspelt the grant type', ['unsupported_grant_type'], ({ call }) => {
    const given = bodyFields(call)['grant_type'] ?? '';
    const near =
      nearest(given.replaceAll('-', '_'), grantsOf(call)) ??
      (/jwt/i.test(given) ? grantsOf(call).find((one) => one.endsWith('jwt-bearer')) : undefined);
    return near === undefined
      ? undefined
      : {
          finding: `There is no grant type ${given.slice(0, 80)}; ${near} was probably meant.`,
          compared: compared(near, given),
          next: [hint('Send:', `grant_type=${near}`)],
        };
  }),
  mistake(
    'grant-type-not-offered',
    'used a grant that this endpoint does not have',
    ['unsupported_grant_type'],
    ({ call, note: { got = '' } }) => ({
      finding: `This endpoint does not have the grant ${(bodyFields(call)['grant_type'] ?? '').slice(0, 80)}${/, which is taken at .*$/.exec(got)?.[0] ?? ''}.`,
      next: [
        hint(
          'It takes:',
          grantsOf(call)
            .map((grant) => `grant_type=${grant}`)
            .join('\n'),
        ),
      ],
    }),
  ),
  mistake('parameter-repeated', 'sent a parameter twice', ['invalid_request'], ({ note }) =>
    note.got?.endsWith('more than once') === true
      ? {
          finding: `A parameter came twice: ${note.got}.`,
          next: [hint('Send each once; a library may add it to what you add.')],
        }
      : undefined,
  ),
  mistake(
    'parameter-misspelt',
    'misspelt a parameter',
    ['invalid_request', 'missing_token_parameter'],
    ({ call, note }) => {
      const wanted = /^(\w+) must (?:be there|name)/.exec(note.rule)?.[1];
      const fields = bodyFields(call);
      if (wanted === undefined || !isEndpoint(call)) return undefined;
      const names: Readonly<Record<string, readonly string[]>> = {
        code: ['authorization_code', 'auth_code'],
        refresh_token: ['refreshToken', 'refresh'],
        token: ['access_token', 'refresh_token'],
        assertion: ['jwt', 'client_assertion'],
      };
      const near =
        names[wanted]?.find((name) => fields[name] !== undefined) ??
        nearest(
          wanted,
          Object.keys(fields).filter((name) => name !== 'grant_type'),
        );
      return near === undefined || near === wanted
        ? undefined
        : {
            finding: `The field ${wanted} is wanted; what came is called ${near}.`,
            next: [hint('Send:', `${wanted}=<what you sent as ${near}>`)],
          };
    },
  ),
  mistake(
    'parameter-missing',
    'left a parameter out',
    ['invalid_request', 'missing_token_parameter'],
    ({ call, note }) => {
      const wanted = /^(\w+) must (?:be there|name)/.exec(note.rule)?.[1];
      return wanted === undefined || !isEndpoint(call)
        ? undefined
        : { finding: `The field ${wanted} is missing or empty.`, next: [hint('Send:', `${wanted}=…`)] };
    },
  ),

  // Who asks.
  mistake(
    'client-authenticated-twice',
    'sent the client secret in the header and the body',
    ['invalid_request'],
    ({ call }) =>
      authorization(call) !== undefined && bodyFields(call)['client_secret'] !== undefined && isEndpoint(call)
        ? {
            finding: 'The client authenticates twice, by HTTP Basic and in the body; one is allowed (RFC 6749 §2.3).',
            next: [hint('Leave client_secret out of the body, or the Authorization header out.')],
          }
        : undefined,
  ),
  byRule(
    'client-way-not-taken',
    'authenticated the client in a way that the endpoint does not take',
    ['invalid_client'],
    /^the way of authentication must be one that this endpoint takes/,
    (call, { got = 'another way' }) => ({
      finding: `The client authenticates by ${got}, which this endpoint does not take.`,
      next: [hint('It takes:', waysOf(call).join('\n'))],
    }),
  ),
  mistake('client-ids-swapped', 'swapped client id and secret', CLIENT, ({ call }) => {
    const { id, secret } = clientOf(call);
    const client =
      secret === undefined || authorization(call) !== undefined ? undefined : call.world.people.clients.get(secret);
    return client === undefined || client.client_secret !== id
      ? undefined
      : {
          finding: `client_id holds the secret of ${client.client_id}, and client_secret its id: they are swapped.`,
          next: [hint('Send:', `client_id=${client.client_id}`)],
        };
  }),
  mistake('client-of-other-contract', 'used a client of another contract or sandbox', CLIENT, async (refused) => {
    const { call } = refused;
    const { id } = clientOf(call);
    if (id === undefined || call.world.people.clients.has(id)) return undefined;
    const known = await whoseValue(refused, id);
    if (known?.kind !== 'client_id') return undefined;
    const where = known.contract === call.world.contract.name ? `the sandbox "${known.sandbox}"` : known.contract;
    return {
      finding: `${id} is a client of ${where}; this request went to ${call.world.contract.name}.`,
      next: [creds(call)],
    };
  }),
  mistake('key-as-client', 'used an API key as the client', CLIENT, async (refused) => {
    const { id } = clientOf(refused.call);
    const known = id === undefined ? undefined : await whoseValue(refused, id);
    return known === undefined || !/^key_/.test(known.kind)
      ? undefined
      : { finding: `client_id holds ${known.words}; the token endpoint wants a client.`, next: [creds(refused.call)] };
  }),
  mistake('client-id-misspelt', 'misspelt the client id', ['invalid_client', 'unknown_client'], ({ call }) => {
    const asked = call.request.query['client_id'];
    const id = clientOf(call).id ?? (typeof asked === 'string' ? asked : undefined);
    const ids = [...call.world.people.clients.keys()];
    if (id === undefined || ids.includes(id)) return undefined;
    const near = nearest(id.trim(), ids);
    return near === undefined
      ? undefined
      : {
          finding: `There is no client ${masked(id)}; ${near} was probably meant.`,
          compared: compared(near, id),
          next: [hint('Send:', `client_id=${near}`)],
        };
  }),
  mistake('client-unknown', 'named a client that there is not', ['invalid_client', 'unknown_client'], ({ call }) => {
    const asked = call.request.query['client_id'];
    const id = clientOf(call).id ?? (typeof asked === 'string' ? asked : undefined);
    return id === undefined || call.world.people.clients.has(id)
      ? undefined
      : {
          finding: `No client of this contract has that id (${masked(id)}). There are ${[...call.world.people.clients.keys()].slice(0, 8).join(', ')}.`,
          next: [
            creds(call),
            hint(
              'Or make yours:',
              control(call, 'POST', `/clients/${call.world.contract.name}`, {
                client_id: '<id>',
                grants: ['client_credentials'],
              }).code,
            ),
          ],
        };
  }),
  mistake(
    'client-secret-space',
    'sent the client secret with white space or quotation marks',
    ['invalid_client'],
    ({ call }) => {
      const { id, secret } = clientOf(call);
      const right = id === undefined ? undefined : call.world.people.clients.get(id)?.client_secret;
      return secret !== undefined &&
        right !== undefined &&
        secret !== right &&
        secret.replaceAll(/^["'\s]+|["'\s]+$/g, '') === right
        ? {
            finding: `The secret of ${id!} came with white space or quotation marks around it.`,
            next: [hint('Cut it off; a file that is read often ends in a newline:', `printf '%s' "$CLIENT_SECRET"`)],
          }
        : undefined;
    },
  ),
  mistake('client-secret-encoded', 'sent the client secret encoded', ['invalid_client'], ({ call }) => {
    const { id, secret = '' } = clientOf(call);
    const right = id === undefined ? undefined : call.world.people.clients.get(id)?.client_secret;
    if (right === undefined) return undefined;
    const ways = [
      ['base64', Buffer.from(right).toString('base64')],
      ['a SHA-256 in hex', createHash('sha256').update(right).digest('hex')],
      ['percent-encoding', encodeURIComponent(right)],
      ['upper case', right.toUpperCase()],
    ] as const;
    const way = ways.find(([, text]) => text === secret && text !== right)?.[0];
    return way === undefined
      ? undefined
      : {
          finding: `The secret of ${id!} came in ${way}; it is sent as it is.`,
          next: [hint('Send it as it was given out.')],
        };
  }),
  mistake(
    'client-secret-of-other',
    "sent one client's id with another's secret",
    ['invalid_client'],
    async (refused) => {
      const { id, secret } = clientOf(refused.call);
      const known = secret === undefined ? undefined : await whoseValue(refused, secret);
      return known === undefined || known.owner === id
        ? undefined
        : {
            finding: `The client is ${id ?? 'not named'}; what came as its secret is ${known.words}${known.contract === refused.call.world.contract.name ? '' : ` of ${known.contract}`}.`,
            next: [creds(refused.call)],
          };
    },
  ),
  mistake('client-secret-wrong', 'sent a wrong client secret', ['invalid_client'], ({ call }) => {
    const { id, secret = '' } = clientOf(call);
    const client = id === undefined ? undefined : call.world.people.clients.get(id);
    if (client?.client_secret === undefined || secret === '' || secret === client.client_secret) return undefined;
    return {
      finding: `The client ${client.client_id} is known; ${anotherSecret(client.client_secret, secret)}.`,
      next: [creds(call)],
    };
  }),
  mistake('client-secret-missing', 'named the client and left its secret out', ['invalid_client'], ({ call }) => {
    const { id, secret } = clientOf(call);
    return id !== undefined && (secret ?? '') === '' && call.world.people.clients.get(id)?.client_secret !== undefined
      ? {
          finding: `The client ${id} has a secret, and none came${secret === '' ? ': it is empty, a variable that is not set?' : '.'}`,
          next: [hint('Send it in the body:', 'client_secret=…'), creds(call)],
        }
      : undefined;
  }),
  mistake('client-missing', 'did not say which client asks', ['invalid_client', 'invalid_request'], ({ call }) =>
    isEndpoint(call) && clientOf(call).id === undefined && authorization(call) === undefined
      ? {
          finding: 'The request does not say which client asks.',
          next: [hint('Send:', 'client_id=…&client_secret=…'), creds(call)],
        }
      : undefined,
  ),
  mistake(
    'client-inactive',
    'used a client that is switched off',
    ['inactive_client', 'invalid_grant', 'invalid_client', 'unauthorized_client'],
    ({ call }) => {
      const { id } = clientOf(call);
      return id !== undefined && call.world.people.clients.get(id)?.active === false
        ? {
            finding: `The client ${id} is switched off.`,
            next: [
              hint(
                'Switch it on:',
                control(call, 'PATCH', `/clients/${call.world.contract.name}/${id}`, { active: true }),
              ),
            ],
          }
        : undefined;
    },
  ),
  mistake(
    'grant-of-other-client',
    'used a grant that the client may not',
    ['unauthorized_client', 'invalid_client'],
    ({ call }) => {
      const { id } = clientOf(call);
      const client = id === undefined ? undefined : call.world.people.clients.get(id);
      const grant = bodyFields(call)['grant_type'] ?? '';
      const name = Object.keys(WIRE).find((one) => WIRE[one] === grant) ?? grant;
      if (
        client === undefined ||
        call.operation.action.type !== 'token.issue' ||
        client.grants.some((one) => one === name)
      )
        return undefined;
      const others = [...call.world.people.clients.values()]
        .filter(({ grants, active }) => active !== false && grants.some((one) => one === name))
        .map(({ client_id: one }) => one);
      return {
        finding: `The client ${client.client_id} may use ${client.grants.join(' and ')}, not ${grant}.${others.length === 0 ? '' : ` These may: ${others.join(', ')}.`}`,
        next: [
          hint(
            'Let it:',
            control(call, 'PATCH', `/clients/${call.world.contract.name}/${client.client_id}`, {
              grants: [...client.grants, name],
            }),
          ),
        ],
      };
    },
  ),

  // What is traded.
  mistake('code-used', 'redeemed an authorization code twice', ['invalid_grant'], ({ note }) =>
    /^a code that was used before/.test(note.got ?? '')
      ? {
          finding: `The code was redeemed before; the tokens it gave are revoked, since somebody else may have it (RFC 6749 §4.1.2).`,
          next: [
            hint(
              "Send the person through the authorization endpoint again, and redeem each code once: two servers, a reload of the callback page, or React's strict mode send it twice.",
            ),
          ],
        }
      : undefined,
  ),
  mistake('code-expired', 'redeemed an authorization code too late', ['invalid_grant'], async ({ call }) => {
    const code = bodyFields(call)['code'];
    const record = code === undefined ? undefined : await findCode(call, code);
    return record === undefined || call.now < record.expires_at
      ? undefined
      : {
          finding: `The code expired ${span(call.now - record.expires_at)} ago, at ${instant(record.expires_at)}.`,
          next: [hint('Redeem it as soon as it comes, in the handler of the callback.')],
        };
  }),
  mistake(
    'code-of-other-client',
    'redeemed a code that another client was given',
    ['invalid_grant'],
    async ({ call }) => {
      const code = bodyFields(call)['code'];
      const record = code === undefined ? undefined : await findCode(call, code);
      const { id } = clientOf(call);
      return record === undefined || id === undefined || record.client === id
        ? undefined
        : {
            finding: `The code was given to ${record.client}; ${id} redeems it.`,
            next: [hint('Redeem it as:', `client_id=${record.client}`)],
          };
    },
  ),
  mistake(
    'redirect-uri-not-repeated',
    'redeemed the code with another redirect URI, or none',
    ['invalid_grant', 'invalid_request'],
    async ({ call }) => {
      const { code, redirect_uri: uri = '' } = bodyFields(call);
      const record = code === undefined ? undefined : await findCode(call, code);
      return record === undefined || record.redirect_uri === uri || (uri === '' && !record.redirect_named)
        ? undefined
        : {
            finding:
              uri === ''
                ? 'The redirect_uri of the authorization request must be sent again, and is missing.'
                : 'The redirect_uri is not that of the authorization request.',
            ...(uri !== '' && { compared: compared(record.redirect_uri, uri) }),
            next: [hint('Send:', `redirect_uri=${record.redirect_uri}`)],
          };
    },
  ),
  mistake('pkce-verifier-missing', 'left the code_verifier out', ['invalid_grant'], async ({ call }) => {
    const { code, code_verifier: verifier } = bodyFields(call);
    const record = code === undefined ? undefined : await findCode(call, code);
    return record?.challenge == null || verifier !== undefined
      ? undefined
      : {
          finding: 'The code was asked for with a code_challenge, and comes without its code_verifier.',
          next: [hint('Keep the verifier with the state, and send it:', 'code_verifier=…')],
        };
  }),
  mistake(
    'pkce-without-challenge',
    'sent a code_verifier for a code that was asked for without a challenge',
    ['invalid_grant'],
    async ({ call }) => {
      const { code, code_verifier: verifier } = bodyFields(call);
      const record = code === undefined ? undefined : await findCode(call, code);
      return record === undefined || record.challenge !== null || verifier === undefined
        ? undefined
        : {
            finding: 'A code_verifier came, and the code was asked for without a code_challenge.',
            next: [
              hint(
                'Ask for the code with:',
                `code_challenge=${createHash('sha256').update(verifier).digest('base64url')}&code_challenge_method=S256`,
              ),
            ],
          };
    },
  ),
  mistake(
    'pkce-challenge-as-verifier',
    'sent the code_challenge as the code_verifier',
    ['invalid_grant'],
    async ({ call }) => {
      const { code, code_verifier: verifier } = bodyFields(call);
      const record = code === undefined ? undefined : await findCode(call, code);
      return record?.challenge == null || record.challenge.value !== verifier
        ? undefined
        : {
            finding:
              'What came as code_verifier is the code_challenge; the verifier is the text that the challenge was made of.',
            next: [hint('The challenge is made of the verifier:', 'challenge = base64url(sha256(verifier))')],
          };
    },
  ),
  mistake('pkce-encoding', 'made the code_challenge in another encoding', ['invalid_grant'], async ({ call }) => {
    const { code, code_verifier: verifier = '' } = bodyFields(call);
    const challenge = (code === undefined ? undefined : await findCode(call, code))?.challenge;
    if (challenge == null) return undefined;
    const sha = createHash('sha256').update(verifier);
    const digest = sha.digest();
    const ways = [
      ['in base64, where base64url without padding is wanted', digest.toString('base64')],
      ['in base64url with padding', `${digest.toString('base64url')}=`],
      ['in hex', digest.toString('hex')],
      ['of the hex text', Buffer.from(digest.toString('hex')).toString('base64url')],
      ['plain, though the method says S256', verifier],
    ] as const;
    const way = ways.find(([, text]) => text === challenge.value)?.[0];
    return way === undefined || (challenge.method === 'plain' && challenge.value === verifier)
      ? undefined
      : {
          finding: `The code_challenge was made ${way}.`,
          compared: compared(digest.toString('base64url'), challenge.value),
          next: [hint('In JavaScript:', "createHash('sha256').update(verifier).digest('base64url')")],
        };
  }),
  mistake(
    'pkce-method',
    'made a challenge of S256 and left code_challenge_method out',
    ['invalid_grant'],
    async ({ call }) => {
      const { code, code_verifier: verifier = '' } = bodyFields(call);
      const challenge = (code === undefined ? undefined : await findCode(call, code))?.challenge;
      return challenge?.method === 'plain' &&
        challenge.value === createHash('sha256').update(verifier).digest('base64url')
        ? {
            finding:
              'The challenge is of S256, and the authorization request did not say so: without code_challenge_method it means plain.',
            next: [hint('Add to the authorization request:', 'code_challenge_method=S256')],
          }
        : undefined;
    },
  ),
  mistake('pkce-other-verifier', "sent another code's code_verifier", ['invalid_grant'], async ({ call }) => {
    const { code, code_verifier: verifier } = bodyFields(call);
    const challenge = (code === undefined ? undefined : await findCode(call, code))?.challenge;
    return challenge == null || verifier === undefined
      ? undefined
      : {
          finding: "The code_verifier is not the one that this code's code_challenge was made of.",
          next: [
            hint(
              'Keep one verifier for each authorization request, under its state: a second tab or a retry overwrites the first.',
            ),
          ],
        };
  }),
  mistake('token-as-code', 'sent something else where the code goes', ['invalid_grant'], async (refused) => {
    const { code } = bodyFields(refused.call);
    const known = code === undefined ? undefined : await whoseValue(refused, code);
    return known === undefined || known.kind === 'authorization_code'
      ? undefined
      : { finding: `code holds ${known.words}.`, next: [hint('Send the code from the redirect, once:', 'code=…')] };
  }),
  mistake('code-encoded', 'sent a code that is percent-encoded twice', ['invalid_grant'], ({ call }) => {
    const { code = '' } = bodyFields(call);
    return /%[0-9a-f]{2}/i.test(code)
      ? {
          finding: 'The code is percent-encoded twice: a library encodes it again.',
          next: [hint('Decode it once, from the query of the callback:', 'new URL(callback).searchParams.get("code")')],
        }
      : undefined;
  }),
  mistake('code-unknown', 'sent a code that this sandbox did not give out', ['invalid_grant'], ({ call, note }) =>
    /unknown code/.test(note.got ?? '')
      ? {
          finding: `The code (${masked(bodyFields(call)['code'] ?? '')}) was not given out by this sandbox, or was cut.`,
          next: [hint("Take it from the redirect of this sandbox's authorization endpoint.")],
        }
      : undefined,
  ),
  mistake(
    'password-of-nobody',
    'sent a username and a password that are not a person of its tenant',
    ['invalid_grant'],
    ({ call, note }) => {
      if (!note.rule.startsWith('username and password must be')) return undefined;
      const { username = '' } = bodyFields(call);
      const client = call.world.people.clients.get(clientOf(call).id ?? '');
      const named = [...call.world.people.users.values()].filter((user) => user.username === username);
      const own = named.find(({ tenant }) => tenant === client?.tenant);
      const finding =
        own !== undefined
          ? `The password is not the one of ${username}.`
          : named[0] !== undefined
            ? `${username} is a person of ${named[0].tenant}, and the client is one of ${client?.tenant ?? 'another tenant'}.`
            : `No person of this sandbox has the username ${JSON.stringify(username)}.`;
      return { finding, next: [creds(call)] };
    },
  ),
  mistake(
    'access-token-as-refresh-token',
    'sent an access token where the refresh token goes',
    ['invalid_grant'],
    ({ note }) =>
      note.got === 'an access token'
        ? {
            finding: 'What came as refresh_token is an access token.',
            next: [
              hint(
                'Keep both fields of the token answer; send the other one:',
                'refresh_token=<refresh_token of the answer>',
              ),
            ],
          }
        : undefined,
  ),
  mistake('refresh-token-used', 'used a refresh token twice', ['invalid_grant'], ({ call, note }) =>
    /refresh token that was used before/.test(note.got ?? '')
      ? {
          finding:
            'The refresh token was traded before. It works once: its whole family is revoked, since somebody else may have it.',
          next: [
            hint('Store the new refresh_token of each answer before you use it, and let one process renew at a time.'),
            hint(
              'For a provider that answers a used one again for some seconds, since several processes renew at once:',
              control(call, 'PATCH', `/settings/${call.world.contract.name}`, { reuse_leeway: 10 }),
            ),
          ],
        }
      : undefined,
  ),
  mistake('refresh-token-revoked', 'used a refresh token that was revoked', ['invalid_grant'], ({ note }) =>
    /^a refresh token (?:that was revoked|of a client)/.test(note.got ?? '')
      ? {
          finding: `The refresh token is dead: ${note.got!}.`,
          next: [hint('Send the person through the authorization endpoint again.')],
        }
      : undefined,
  ),
  mistake('refresh-token-expired', 'used a refresh token after its end', ['invalid_grant'], ({ note }) =>
    /the refresh token expired/.test(note.got ?? '')
      ? {
          finding: `${capital(note.got!)}.`,
          next: [
            hint('Send the person through the authorization endpoint again.'),
            hint("If somebody moved the sandbox's clock:", RESET_CLOCK),
          ],
        }
      : undefined,
  ),
  mistake('refresh-token-of-other-client', 'used a refresh token of another client', ['invalid_grant'], ({ note }) =>
    /refresh token was issued to/.test(note.rule)
      ? {
          finding: `The refresh token was issued to ${note.expected ?? 'another client'}; ${note.got ?? 'this one'} uses it.`,
          next: [hint('Use it as:', `client_id=${note.expected ?? '…'}`)],
        }
      : undefined,
  ),
  mistake(
    'refresh-token-unknown',
    'sent a refresh token that this sandbox did not give out',
    ['invalid_grant'],
    ({ call, note }) =>
      /unknown refresh token/.test(note.got ?? '')
        ? {
            finding: `The refresh token (${masked(bodyFields(call)['refresh_token'] ?? '')}) was not given out by this sandbox, or is from before a reset.`,
            next: [hint('Get one: the authorization code grant gives it, client_credentials does not.')],
          }
        : undefined,
  ),
  mistake(
    'assertion-claim',
    'sent an assertion with a wrong claim',
    ['invalid_grant', 'invalid_client'],
    ({ call, note }) => {
      const claims = decodeJwt(bodyFields(call)['assertion'] ?? '')?.claims;
      return claims === undefined
        ? undefined
        : {
            finding: `The assertion is refused because ${note.rule} does not hold${note.got === undefined ? '' : `: ${note.got}`}. It says ${Object.entries(
              claims,
            )
              .map(([name, value]) => `${name} ${String(value).slice(0, 60)}`)
              .join(', ')}.`,
            next: [hint(note.expected === undefined ? 'Make it anew.' : `Wanted is ${note.expected}.`)],
          };
    },
  ),
  mistake(
    'assertion-unreadable',
    'sent an assertion that is no JWT',
    ['invalid_grant', 'invalid_client'],
    ({ call }) =>
      (bodyFields(call)['assertion'] ?? '') !== ''
        ? {
            finding: 'What came as assertion is no JWT.',
            next: [hint('It is header.payload.signature, each in base64url.')],
          }
        : undefined,
  ),
  mistake('scope-separator', 'separated scopes by commas', ['invalid_scope'], ({ call }) => {
    const scope = bodyFields(call)['scope'] ?? call.request.query['scope'];
    return typeof scope === 'string' && /[,;|]/.test(scope)
      ? {
          finding: `The scopes are separated by ${/[,;|]/.exec(scope)![0]}; a space is wanted (RFC 6749 §3.3).`,
          next: [hint('Send:', `scope=${scope.split(/[,;|]\s*/).join(' ')}`)],
        }
      : undefined;
  }),
  mistake('scope-misspelt', 'misspelt a scope', ['invalid_scope'], ({ call, note: { got = '' } }) => {
    const all = scopesOf(call);
    const near = nearest(got, all);
    return near === undefined || near === got || all.includes(got)
      ? undefined
      : {
          finding: `There is no scope ${got.slice(0, 80)}; ${near} was probably meant.`,
          compared: compared(near, got),
          next: [hint('Send:', `scope=${near}`)],
        };
  }),
  mistake(
    'scope-not-granted',
    'asked for a scope that the client may not have',
    ['invalid_scope'],
    ({ call, note: { got = '' } }) => {
      const { id } = clientOf(call);
      const asked = call.request.query['client_id'];
      const client = call.world.people.clients.get(id ?? (typeof asked === 'string' ? asked : ''));
      if (client === undefined || !scopesOf(call).includes(got)) return undefined;
      const others = [...call.world.people.clients.values()]
        .filter(({ scopes }) => scopes.includes(got))
        .map(({ client_id: one }) => one);
      return {
        finding: `The client ${client.client_id} may not have ${got}; it may have ${client.scopes.join(' ')}.${others.length === 0 ? '' : ` These may: ${others.slice(0, 5).join(', ')}.`}`,
        next: [
          hint(
            'Let it:',
            control(call, 'PATCH', `/clients/${call.world.contract.name}/${client.client_id}`, {
              scopes: [...client.scopes, got],
            }),
          ),
        ],
      };
    },
  ),
  mistake('scope-unknown', 'asked for a scope that there is not', ['invalid_scope'], ({ call, note }) => ({
    finding: note.rule.endsWith('.')
      ? capital(note.rule)
      : `${capital(note.rule)}${note.got === undefined ? '' : `: ${note.got.slice(0, 80)}`}.`,
    next: [hint('There is:', scopesOf(call).join(' '))],
  })),
];

function scopesOf({ world: { contract } }: Call): readonly string[] {
  return [...new Set((contract.seed.clients ?? []).flatMap(({ scopes }) => scopes))];
}
