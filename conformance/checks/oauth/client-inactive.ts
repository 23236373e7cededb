/**
 * Clients that are registered but switched off.
 *
 * @see [RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)
 */
import { askAuthorization } from './ask-endpoint.ts';
import { rfc } from './oauth-citation.ts';
import { expectRefusal, redirectedError } from './judge-answer.ts';
import { oauthFamily } from './oauth-check.ts';
import type { Rule } from './oauth-check.ts';
import { endpointFor, hasClients } from './oauth-subject.ts';
import { GRANT_TYPE } from '../../driver/grant-types.ts';
import type { Subject } from './oauth-subject.ts';
import type { Context } from '../../check-context.ts';
import type { TargetClient } from '../../target/target.ts';
import type { CompiledOperation } from '../../../mock/contract/compiled-contract.ts';
import type { Grant } from '../../../specs/generated/vocabulary.ts';

const UNAUTHORIZED = rfc(
  6749,
  '5.2',
  'The authenticated client is not authorized to use this authorization grant type.',
);
const FAILED = rfc(
  6749,
  '5.2',
  'Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method).',
);
const NO_CODE = rfc(
  6749,
  '4.1.2.1',
  'The client is not authorized to request an authorization code using this method.',
);

function inactive(context: Context, fits: (client: TargetClient) => boolean): TargetClient {
  return (
    context.target.credentials.inactiveClients.find(fits) ?? context.notRun('the target names no such inactive client')
  );
}

const hasSecret = ({ client_secret }: TargetClient): boolean => client_secret !== null;

interface Ask {
  readonly operation: CompiledOperation;
  readonly form: Readonly<Record<string, string>>;
}

/**
 * A request of each grant that the client is registered for; an assertion needs a key of the client, and is left out.
 */
function requestsOf(subject: Subject, { grants, redirect_uris }: TargetClient): readonly Ask[] {
  const parameters: Readonly<Record<Exclude<Grant, 'jwt_bearer'>, Readonly<Record<string, string>>>> = {
    client_credentials: {},
    authorization_code: { code: 'a-code', redirect_uri: redirect_uris[0] ?? 'https://client.example/callback' },
    refresh_token: { refresh_token: 'a-refresh-token' },
    device_code: { device_code: 'a-device-code' },
    password: { username: 'a-user', password: 'a-password' },
    token_exchange: { subject_token: 'a-token', subject_token_type: 'urn:ietf:params:oauth:token-type:access_token' },
  };
  const usable = (Object.keys(parameters) as (keyof typeof parameters)[]).filter(
    (grant) => grants.includes(grant) && subject.grants.has(grant),
  );
  return usable.map((grant) => ({
    operation: endpointFor(subject, grant).operation,
    form: { grant_type: GRANT_TYPE[grant], ...parameters[grant] },
  }));
}

export const inactiveClients = oauthFamily((subject) => {
  const seeded = [...subject.contract.clients.values()].filter(({ active }) => active === false);
  if (seeded.length === 0 || !hasClients(subject)) return [];
  const about = endpointFor(subject).operation.refusals.get('inactive_client')?.pointer;
  const rules: Rule[] = [
    {
      id: 'client-inactive',
      title: 'An inactive client gets no token, by any of its grants',
      citation: UNAUTHORIZED,
      about,
      async run(context: Context) {
        const client = inactive(context, hasSecret);
        for (const { operation, form } of requestsOf(subject, client))
          expectRefusal(
            context,
            await context.oauth.token(client, form),
            operation,
            'inactive_client',
            'the client is inactive',
          );
      },
    },
    {
      id: 'client-inactive-wrong-secret',
      title: 'An inactive client with a wrong secret is invalid_client, like any other',
      citation: FAILED,
      about,
      async run(context: Context) {
        const client = { ...inactive(context, hasSecret), client_secret: 'wrong' };
        for (const { operation, form } of requestsOf(subject, client))
          expectRefusal(
            context,
            await context.oauth.token(client, form),
            operation,
            'invalid_client',
            'the secret is wrong',
          );
      },
    },
    {
      id: 'client-inactive-code',
      title: 'An inactive client gets no authorization code',
      citation: NO_CODE,
      about: subject.authorize?.operation.pointer,
      // What happens to people whom such a client sends is told nowhere.
      evidence: 'assumed',
      async run(context: Context) {
        const client = inactive(
          context,
          ({ grants, redirect_uris }) => grants.includes('authorization_code') && redirect_uris.length > 0,
        );
        const answer = await askAuthorization(context, subject, { state: 's' }, client);
        redirectedError(context, answer, 'unauthorized_client', 'the client is inactive');
      },
    },
  ];
  return subject.authorize === undefined ? rules.filter(({ id }) => id !== 'client-inactive-code') : rules;
});
