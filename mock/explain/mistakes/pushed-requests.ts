/** Authorization requests that are pushed, or should have been. */
import { mistake } from '../mistake.ts';
import type { Found, Mistake } from '../mistake.ts';
import { hint } from '../words.ts';
import type { Call } from '../../request/call.ts';

const PUSH_AGAIN = hint(
  'Push the request again each time you send somebody to the authorization endpoint: a request_uri works once, for the client that pushed it.',
);

/** Where requests are pushed. */
function pushHint({ world, request, mount }: Call): ReturnType<typeof hint> {
  const push = world.contract.operations.find(({ action }) => action.type === 'authorize.push');
  return hint(
    'Push the parameters, and send the browser with what comes back:',
    `curl ${request.origin}${mount}${push?.path ?? ''} -d client_id=… -d response_type=code -d redirect_uri=… -d scope=…`,
  );
}

/** @param rule `response_type must be code or token.` */
const notGiven = (rule: string): string =>
  `response_type asks for something that the authorization endpoint does not give; it can be ${rule
    .replace(/^response_type must be /, '')
    .replace(/\.$/, '')}.`;

const unusable = (name: string, what: string, got: RegExp, finding: string): Mistake =>
  mistake(name, what, ['invalid_request_uri', 'invalid_request'], ({ note }): Found | undefined =>
    note.rule.startsWith('request_uri must be one') && got.test(note.got ?? '')
      ? { finding, next: [PUSH_AGAIN] }
      : undefined,
  );

export const PUSHED_REQUESTS: readonly Mistake[] = [
  unusable(
    'request-uri-used',
    'used a request_uri twice',
    /^a request_uri that was used/,
    'The request_uri was used before, and works once: a reload of the page, or a link that is kept, brings it again.',
  ),
  unusable(
    'request-uri-of-other-client',
    'used a request_uri that another client was given',
    /^a request_uri of another client/,
    'Another client pushed this request; client_id must be the one that pushed it.',
  ),
  unusable(
    'request-uri-unknown',
    'used a request_uri that nobody was given',
    /^an unknown request_uri/,
    'Nobody was given this request_uri here: it is cut off, or another sandbox gave it out.',
  ),
  mistake(
    'request-uri-expired',
    'used a request_uri too late',
    ['invalid_request_uri', 'invalid_request'],
    ({ call, note }) => {
      if (!note.rule.startsWith('request_uri must be one') || note.expected === undefined) return undefined;
      const push = call.world.contract.operations.find(({ action }) => action.type === 'authorize.push')?.action;
      return {
        finding: `The request_uri has expired${push?.type === 'authorize.push' ? `; the contract says ${push.lifetime}` : ''}.`,
        next: [PUSH_AGAIN],
      };
    },
  ),
  mistake('request-uri-pushed', 'pushed a request_uri', ['invalid_request'], ({ call, note }) =>
    call.operation.action.type === 'authorize.push' && note.got === 'request_uri'
      ? {
          finding:
            'A request that is pushed carries its parameters itself (RFC 9126 §2.1); this one has a request_uri.',
          next: [pushHint(call)],
        }
      : undefined,
  ),
  mistake(
    'pushed-response-type',
    'pushed a request for an answer that is not given',
    ['unsupported_response_type'],
    ({ note }) => ({ finding: notGiven(note.rule), next: [hint('Push:', 'response_type=code')] }),
  ),
  mistake('response-type', 'asked for an answer that is not given', ['invalid_request'], ({ note }) =>
    note.rule.startsWith('response_type must be ')
      ? {
          finding: notGiven(note.rule),
          next: [
            hint('Ask for a code, and redeem it at the token endpoint:', 'response_type=code'),
            hint('A contract that gives tokens by redirect says so: response_types: [code, token].'),
          ],
        }
      : undefined,
  ),
  mistake(
    'response-type-of-client',
    'asked for an answer that the client did not register',
    ['unauthorized_client'],
    ({ call, note }) =>
      note.rule.startsWith('This client may not ask for response_type ')
        ? {
            finding: `${note.rule} A client asks for what it registered (response_types).`,
            next: [
              hint(
                'Register it, here over the control plane:',
                `curl -X PATCH ${call.request.origin}/_tollgate/clients/${call.world.contract.name}/… -H 'Content-Type: application/json' -d '{"response_types":null}'`,
              ),
            ],
          }
        : undefined,
  ),
  mistake('response-mode', 'asked for an answer in a way that there is not', ['invalid_request'], ({ note }) =>
    note.rule.startsWith('response_mode must ')
      ? {
          finding: note.rule.startsWith('response_mode must not')
            ? 'The answer has a token in it, and the query is where servers and logs would see it.'
            : `The answer cannot go back so; response_mode can be ${note.expected ?? 'left out'}.`,
          next: [
            hint('Leave response_mode out: a code comes in the query, everything else in the fragment.'),
            hint('Or have the browser post it to the redirect URI:', 'response_mode=form_post'),
          ],
        }
      : undefined,
  ),
  mistake('nonce-missing', 'asked for an ID token by redirect without a nonce', ['invalid_request'], ({ note }) =>
    note.rule.startsWith('response_type ') && note.rule.endsWith(' must come with a nonce.')
      ? {
          finding:
            'The ID token comes by way of the browser, and only its nonce tells the client that it is the answer to its own request.',
          next: [
            hint('Send a random nonce with each request, and compare the claim of the ID token with it:', 'nonce=…'),
          ],
        }
      : undefined,
  ),
  mistake('request-not-pushed', 'did not push a request that must be pushed', ['invalid_request'], ({ call, note }) =>
    note.rule.startsWith('The request must be pushed first')
      ? {
          finding: 'This client, or the whole server, takes pushed requests only (RFC 9126 §4).',
          next: [pushHint(call)],
        }
      : undefined,
  ),
];
