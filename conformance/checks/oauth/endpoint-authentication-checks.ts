/**
 * Clients prove who they are at the other endpoints as they do at the token endpoint: in one way, as one client, in the
 * header or the body.
 *
 * @see [RFC 6749 §2.3](https://www.rfc-editor.org/rfc/rfc6749#section-2.3), [RFC 7662
 *   §2.1](https://www.rfc-editor.org/rfc/rfc7662#section-2.1), [RFC 7009
 *   §2.1](https://www.rfc-editor.org/rfc/rfc7009#section-2.1), [RFC 9126
 *   §2.1](https://www.rfc-editor.org/rfc/rfc9126#section-2.1), [RFC 8628
 *   §3.1](https://www.rfc-editor.org/rfc/rfc8628#section-3.1)
 */
import { challengeOf, clientsFor } from './ask-endpoint.ts';
import type { Fields } from './ask-endpoint.ts';
import { askers } from './introspector.ts';
import { expectRefusal } from './judge-answer.ts';
import { rfc } from './oauth-citation.ts';
import { oauthFamily } from './oauth-check.ts';
import type { Rule } from './oauth-check.ts';
import type { Endpoint, Subject } from './oauth-subject.ts';
import { basicHeader } from '../../driver/client-form.ts';
import type { Context } from '../../check-context.ts';
import type { TargetClient } from '../../target/target.ts';
import type {
  AuthorizePushAction,
  ClientAuthentication,
  DeviceAuthorizeAction,
  TokenIntrospectAction,
  TokenRevokeAction,
} from '../../../specs/generated/vocabulary.ts';

const ONE_METHOD = rfc(6749, '2.3', 'The client MUST NOT use more than one authentication method in each request.');

type Asked = AuthorizePushAction | DeviceAuthorizeAction | TokenIntrospectAction | TokenRevokeAction;

interface Place {
  readonly slug: string;
  readonly what: string;
  readonly endpoint: Endpoint<Asked> | undefined;
  /** Clients that may ask there. */
  readonly clients: (context: Context) => readonly TargetClient[];
  /** What a right request has besides the client. */
  readonly form: (client: TargetClient) => Fields;
}

const places = (subject: Subject): readonly Place[] => [
  ...(['introspect', 'revoke'] as const).map(
    (slug): Place => ({
      slug,
      what: slug === 'introspect' ? 'introspection' : 'revocation',
      endpoint: subject[slug],
      clients: (context) => askers(context, subject),
      form: () => ({ [subject[slug]?.action.parameter ?? 'token']: 'a-token-that-nobody-has' }),
    }),
  ),
  {
    slug: 'push',
    what: 'pushed request',
    endpoint: subject.push,
    clients: (context) =>
      clientsFor(context, subject, 'authorization_code').filter((one) => one.redirect_uris.length > 0),
    form: ({ redirect_uris }) => ({ response_type: 'code', redirect_uri: redirect_uris[0], ...challengeOf(subject) }),
  },
  {
    slug: 'device',
    what: 'device authorization',
    endpoint: subject.device,
    clients: (context) => clientsFor(context, subject, 'device_code'),
    form: () => ({}),
  },
];

const BOTH: readonly ClientAuthentication[] = ['client_secret_basic', 'client_secret_post'];

const FORM = ['Content-Type', 'application/x-www-form-urlencoded'] as const;

const encoded = (form: Fields): string =>
  new URLSearchParams(
    Object.entries(form).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  ).toString();

function rule({ slug, what, clients, form }: Place, { operation }: Endpoint<Asked>): Rule {
  return {
    id: `client-once-${slug}`,
    title: `At the ${what} endpoint, too, a client proves who it is in one way, and not in the URL`,
    citation: ONE_METHOD,
    about: operation.pointer,
    async run(context: Context) {
      const able = clients(context).filter(
        ({ client_secret, allowed_addresses, certificate }) =>
          client_secret !== null && allowed_addresses === null && certificate === undefined,
      );
      const [client] = able;
      if (client === undefined) return context.notRun('no client with a secret may ask there');
      const { client_id, client_secret } = client as TargetClient & { readonly client_secret: string };
      const own = form(client);
      const header = basicHeader(client_id, client_secret);
      const right = await context.request(operation, { body: encoded(own), headers: [FORM, header] });
      const taken = await context.send(right);
      if (taken.status >= 300) context.notRun('the client does not authenticate with HTTP Basic there');
      const other = able.find((one) => one.client_id !== client_id);
      const wrong = [
        {
          why: 'the client authenticates in two ways',
          parts: { ...right, body: encoded({ ...own, client_id, client_secret }) },
        },
        {
          why: 'header and body name two clients',
          parts: { ...right, body: encoded({ ...own, client_id: other?.client_id ?? `${client_id}-x` }) },
        },
        {
          why: 'client_id and client_secret stand in the URL',
          parts: {
            ...right,
            headers: right.headers.filter(([name]) => name.toLowerCase() !== 'authorization'),
            query: [...right.query, ['client_id', client_id], ['client_secret', client_secret]] as const,
          },
        },
      ];
      for (const { why, parts } of wrong)
        expectRefusal(context, await context.send(parts), operation, ['invalid_request', 'invalid_client'], why);
    },
  };
}

export const endpointAuthentication = oauthFamily((subject) =>
  places(subject).flatMap((place) =>
    place.endpoint !== undefined && BOTH.every((way) => place.endpoint?.action.client_authentication.includes(way))
      ? [rule(place, place.endpoint)]
      : [],
  ),
);
