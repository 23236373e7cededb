/**
 * Tokens for the name and password of a person.
 *
 * @see [RFC 6749 §4.3](https://www.rfc-editor.org/rfc/rfc6749#section-4.3)
 */
import { clientsFor } from './ask-endpoint.ts';
import { expectAlive, expectRefusal, jsonOf, show } from './judge-answer.ts';
import { rfc } from './oauth-citation.ts';
import { oauthFamily } from './oauth-check.ts';
import type { Rule } from './oauth-check.ts';
import { endpointFor } from './oauth-subject.ts';
import { GRANT_TYPE } from '../../driver/grant-types.ts';
import type { Subject } from './oauth-subject.ts';
import type { Context } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import type { TargetClient } from '../../target/target.ts';
import type { Failure } from '../../../specs/generated/vocabulary.ts';

const REQUEST = rfc(
  6749,
  '4.3.2',
  'validate the resource owner password credentials using its existing password validation algorithm.',
);
const REQUIRED = rfc(6749, '4.3.2', 'REQUIRED. The resource owner username.');
const ANSWER = rfc(
  6749,
  '4.3.3',
  'If the access token request is valid and authorized, the authorization server issues an access token and optional refresh token as described in Section 5.1.',
);
const INVALID = rfc(
  6749,
  '5.2',
  'The provided authorization grant (e.g., authorization code, resource owner credentials) or refresh token is invalid, expired, revoked',
);
const SCOPE = rfc(
  6749,
  '5.2',
  'The requested scope is invalid, unknown, malformed, or exceeds the scope granted by the resource owner.',
);

type Fields = Readonly<Record<string, string | undefined>>;

interface Person {
  readonly id: string;
  readonly username: string;
  readonly password: string;
}

interface Asker {
  readonly client: TargetClient;
  readonly person: Person;
  ask(form?: Fields): Promise<Exchange>;
}

/** People of a tenant, or of all others, who can sign in. */
const people = ({ target }: Context, fits: (tenant: string) => boolean): readonly Person[] =>
  target.credentials.users.flatMap(({ id, tenant, username, password }) =>
    username === null || password === null || !fits(tenant) ? [] : [{ id, username, password }],
  );

/** A client that may use the grant, and a person whose password it knows. */
function asker(context: Context, subject: Subject): Asker {
  const clients = clientsFor(context, subject, 'password');
  if (clients.length === 0) context.notRun('the target has no client that may use password');
  for (const client of clients) {
    const [person] = people(context, (tenant) => tenant === client.tenant);
    if (person !== undefined)
      return {
        client,
        person,
        ask: (form = {}) =>
          context.oauth.token(client, {
            grant_type: GRANT_TYPE.password,
            username: person.username,
            password: person.password,
            scope: client.scopes[0],
            ...form,
          }),
      };
  }
  return context.notRun('the target has no person with a name and a password');
}

interface Bad {
  readonly id: string;
  readonly title: string;
  readonly citation: typeof REQUEST;
  readonly failure: Failure;
  readonly why: string;
  forms(asker: Asker): readonly Fields[];
}

const BAD: readonly Bad[] = [
  {
    id: 'wrong',
    title: 'A wrong password gets no token',
    citation: REQUEST,
    failure: 'invalid_grant',
    why: 'the password is wrong',
    forms: ({ person: { password } }) =>
      [`${password}x`, password.slice(0, -1), password.toUpperCase()].map((one) => ({ password: one })),
  },
  {
    id: 'unknown',
    title: 'A person whom the server does not know gets no token',
    citation: INVALID,
    failure: 'invalid_grant',
    why: 'there is no such person',
    forms: () => [{ username: 'nobody-of-this-name' }],
  },
  {
    id: 'missing',
    title: 'A request without name or password is invalid_request',
    citation: REQUIRED,
    failure: 'invalid_request',
    why: 'a parameter is missing, or empty',
    forms: () => [{ username: undefined }, { password: undefined }, { username: '' }, { password: '' }],
  },
];

export const passwords = oauthFamily((subject) => {
  if (!subject.grants.has('password')) return [];
  const { operation } = endpointFor(subject, 'password');
  const about = operation.pointer;
  const rules: Rule[] = [
    {
      id: 'password',
      title: 'Name and password of a person get a token that works',
      citation: ANSWER,
      about,
      async run(context: Context) {
        const { client, person, ask } = asker(context, subject);
        const answer = await ask();
        const { access_token, refresh_token } = context.oauth.tokens(answer);
        await expectAlive(context, access_token, client, 'it was just issued');
        const wanted = subject.credential.refresh?.grants.includes('password') === true;
        if (context.target.isMock && subject.credential.refresh?.scope === undefined)
          context.expect.that(
            (refresh_token !== undefined) === wanted,
            wanted ? 'a refresh token' : 'no refresh token',
            show(jsonOf(answer)?.['refresh_token'] === undefined ? undefined : 'a refresh token'),
            answer,
          );
        if (!context.target.isMock || subject.introspect === undefined) return;
        const told = await context.oauth.introspect(client, access_token);
        const sub = jsonOf(told)?.['sub'];
        context.expect.that(
          sub === undefined || sub === person.id,
          `sub ${person.id}: the token speaks for who has the password`,
          show(sub),
          told,
        );
      },
    },
    ...BAD.map(
      (bad): Rule => ({
        id: `password-${bad.id}`,
        title: bad.title,
        citation: bad.citation,
        about,
        async run(context: Context) {
          const found = asker(context, subject);
          for (const form of bad.forms(found))
            expectRefusal(context, await found.ask(form), operation, bad.failure, bad.why);
        },
      }),
    ),
    {
      id: 'password-other-tenant',
      title: 'A client gets no token for a person of another tenant',
      citation: INVALID,
      about,
      evidence: 'assumed',
      async run(context: Context) {
        const { client, ask } = asker(context, subject);
        const [stranger = context.notRun('the target has no person of another tenant')] = people(
          context,
          (tenant) => tenant !== client.tenant,
        );
        const { username, password } = stranger;
        expectRefusal(
          context,
          await ask({ username, password }),
          operation,
          'invalid_grant',
          'the person is elsewhere',
        );
      },
    },
    {
      id: 'password-scope',
      title: 'A person with the right password gets no scope that the client may not have',
      citation: SCOPE,
      about,
      async run(context: Context) {
        const { ask } = asker(context, subject);
        const answer = await ask({ scope: 'no.such.scope' });
        // A server may grant less than it was asked for (RFC 6749 §3.3).
        if (!context.target.isMock && answer.status === 200) return;
        expectRefusal(context, answer, operation, 'invalid_scope', 'there is no such scope');
      },
    },
  ];
  return rules;
});
