/** Tokens that a key acquired, once the key is blocked, deleted or regenerated. */
import { clientsFor, stopOnSecond } from './ask-endpoint.ts';
import { rfc } from './oauth-citation.ts';
import { expectAlive, expectDead, expectRefusal } from './judge-answer.ts';
import { oauthFamily } from './oauth-check.ts';
import type { Rule } from './oauth-check.ts';
import { knownScopes } from './scope-words.ts';
import { knownDead } from '../keys/key-subject.ts';
import { endpointFor } from './oauth-subject.ts';
import type { Subject } from './oauth-subject.ts';
import { keyPermissions } from '../../driver/choose-credential.ts';
import { keyAsClient } from '../../driver/key-clients.ts';
import type { Context } from '../../check-context.ts';
import type { TargetClient, TargetKey } from '../../target/target.ts';
import { contractMs } from '../../../mock/contract/durations.ts';

const INVALID = rfc(
  6750,
  '3.1',
  'The access token provided is expired, revoked, malformed, or invalid for other reasons.',
);

/** The credential of the keys that ask for tokens. */
function askedWith(context: Context, subject: Subject): string {
  const { operation } = endpointFor(subject, 'client_credentials');
  return (
    operation.requirements.find(({ method }) => method.kind === 'key_pair' || method.kind === 'api_key')?.method
      .credential ?? context.notRun('no key asks for tokens')
  );
}

const standingFor = ({ contract }: Context, subject: Subject, key: TargetKey): TargetClient =>
  keyAsClient(contract, subject.name, key, keyPermissions(contract, key));

/** A key for this check alone, and a client that stands for it. */
async function ownKey(
  context: Context,
  subject: Subject,
): Promise<{ readonly key: TargetKey; readonly client: TargetClient; readonly token: string }> {
  const credential = askedWith(context, subject);
  const model =
    context.target.credentials.keys.find(
      (each) => each.credential === credential && each.status === 'active' && each.allowed_addresses === null,
    ) ?? context.notRun('there is no key to go by');
  const key = await context.keys.create(credential, model.tenant, model.role === null ? {} : { role: model.role });
  const client = standingFor(context, subject, key);
  const { access_token } = await context.oauth.clientCredentials(client);
  await expectAlive(context, access_token, client, 'it was just issued');
  return { key, client, token: access_token };
}

function ends(
  subject: Subject,
  id: string,
  what: string,
  end: (context: Context, key: TargetKey) => Promise<void>,
  ms: number,
): Rule {
  return {
    id,
    title: `A token dies ${ms / 1000} s after its key was ${what}, and not a second before`,
    citation: INVALID,
    about: `#/x-credentials/${subject.name}`,
    needs: ['keys', 'clock', 'destructive'],
    async run(context: Context) {
      await stopOnSecond(context);
      const { key, client, token } = await ownKey(context, subject);
      await end(context, key);
      await context.clock.advance(ms - 1000);
      await expectAlive(context, token, client, `its key was ${what} ${ms / 1000 - 1} s ago`);
      await context.clock.advance(1000);
      await expectDead(context, token, client, `its key was ${what} ${ms / 1000} s ago`);
    },
  };
}

function noNew(subject: Subject): Rule {
  const { operation } = endpointFor(subject, 'client_credentials');
  return {
    id: 'key-blocked-no-token',
    title: 'A blocked key acquires no token, from the first moment on',
    citation: INVALID,
    about: `#/x-credentials/${subject.name}`,
    needs: ['blocked_key'],
    async run(context: Context) {
      const known = knownDead(context, askedWith(context, subject), 'blocked');
      const { key, client } =
        known === undefined
          ? await ownKey(context, subject)
          : { key: known, client: standingFor(context, subject, known) };
      if (known === undefined) await context.keys.block(key);
      const form = { grant_type: 'client_credentials', scope: client.scopes[0] };
      expectRefusal(
        context,
        await context.oauth.token(client, form),
        operation,
        ['blocked_key', 'invalid_credentials'],
        'the key is blocked',
      );
    },
  };
}

/** A token can do no more than the role of the key that acquired it. */
function inheritedRole(subject: Subject): Rule {
  return {
    id: 'key-role-inherited',
    title: 'A token may do no more than the key that acquired it',
    citation: rfc(
      6749,
      '3.3',
      "The authorization server MAY fully or partially ignore the scope requested by the client, based on the authorization server policy or the resource owner's instructions.",
    ),
    about: `#/x-credentials/${subject.name}`,
    async run(context: Context) {
      const { contract, target } = context;
      const all = knownScopes(subject);
      for (const client of clientsFor(context, subject, 'client_credentials')) {
        const beyond = all.find(
          (scope) =>
            !client.scopes.includes(scope) &&
            contract.operations.some(({ requirements }) =>
              requirements.some(
                ({ method, scopes }) =>
                  method.credential === subject.name && scopes.length === 1 && scopes[0] === scope,
              ),
            ),
        );
        if (client.scopes.length === 0 || beyond === undefined) continue;
        const answer = await context.oauth.token(client, { grant_type: 'client_credentials', scope: beyond });
        if (answer.status >= 400) return;
        const { access_token } = context.oauth.tokens(answer);
        const exchange = await context.oauth.useToken(access_token, client.tenant);
        context.expect.that(
          exchange.status === 401 || exchange.status === 403,
          `a refusal (403): the key's role does not permit ${beyond}`,
          `status ${exchange.status}`,
          exchange,
        );
        return;
      }
      context.notRun(`every key of ${target.name} may do everything`);
    },
  };
}

export const keyDeath = oauthFamily((subject) => {
  const { action } = endpointFor(subject, 'client_credentials');
  if (!action.client_authentication.includes('security') || subject.credential.dies_with_key === undefined) return [];
  const ms = contractMs(subject.credential.dies_with_key);
  return [
    ends(subject, 'key-blocked', 'blocked', (context, key) => context.keys.block(key), ms),
    ends(subject, 'key-deleted', 'deleted', (context, key) => context.keys.remove(key), ms),
    noNew(subject),
    inheritedRole(subject),
    {
      id: 'key-regenerated',
      title: 'A token lives on when the secret of its key was regenerated',
      citation: INVALID,
      about: `#/x-credentials/${subject.name}`,
      needs: ['keys', 'clock', 'destructive'],
      async run(context: Context) {
        const { key, client, token } = await ownKey(context, subject);
        await context.keys.regenerate(key);
        await context.clock.advance(ms + 1000);
        await expectAlive(context, token, client, 'its key was regenerated, not ended');
      },
    },
  ];
});
