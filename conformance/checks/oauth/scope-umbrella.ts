/** Scopes that contain others, as a contract's `scope_implies` says. */
import { clientsFor } from './ask-endpoint.ts';
import { rfc } from './oauth-citation.ts';
import { oauthFamily } from './oauth-check.ts';
import type { Rule } from './oauth-check.ts';
import type { Subject } from './oauth-subject.ts';
import type { Context } from '../../check-context.ts';
import { carryAll } from '../../driver/present-credential.ts';
import { covers } from '../../driver/scope-coverage.ts';
import type { Exchange } from '../../exchange.ts';
import { changes, easiest } from '../common/find-operations.ts';
import type { CompiledOperation, CompiledRequirement } from '../../../mock/contract/compiled-contract.ts';

const DEFINED = rfc(6749, '3.3', 'The strings are defined by the authorization server.');
const TOO_LITTLE = rfc(6750, '3.1', 'The request requires higher privileges than provided by the access token.');

const requirementOf = ({ requirements }: CompiledOperation, { name }: Subject): CompiledRequirement | undefined =>
  requirements.find(({ method, scopes }) => method.credential === name && scopes.length > 0);

/** An operation whose scopes fit. */
function operationWith(subject: Subject, fits: (scopes: readonly string[]) => boolean): CompiledOperation | undefined {
  return easiest(
    subject.contract.operations.filter((operation) => {
      const requirement = requirementOf(operation, subject);
      return requirement !== undefined && operation.stepUp === undefined && fits(requirement.scopes);
    }),
  );
}

/** Calls an operation with a token of this scope alone. */
async function callWith(
  context: Context,
  subject: Subject,
  operation: CompiledOperation,
  scope: string,
): Promise<Exchange> {
  const client =
    clientsFor(context, subject, 'client_credentials').find(
      ({ scopes }) => covers(subject.credential, scopes, [scope]) || scopes.length === 0,
    ) ?? context.notRun(`no client may ask for ${scope}`);
  const { access_token: token } = await context.oauth.clientCredentials(client, scope);
  const requirement = requirementOf(operation, subject)!;
  const parts = await context.request(operation, {}, { tenant: client.tenant });
  return context.send(
    context.present(parts, {
      requirement,
      tenant: client.tenant,
      token,
      ...carryAll(context.contract, requirement.method, { secret: token }),
    }),
  );
}

/** The umbrella without what it leaves out. */
const widened = (subject: Subject): Subject['credential'] => ({
  ...subject.credential,
  scope_implies: Object.fromEntries(
    Object.entries(subject.credential.scope_implies ?? {}).map(([umbrella, scopes]) => [
      umbrella,
      scopes.filter((scope) => !scope.startsWith('!')),
    ]),
  ),
});

export const umbrellas = oauthFamily((subject): Rule[] => {
  if (!subject.grants.has('client_credentials')) return [];
  const about = `#/x-credentials/${subject.name}`;
  return Object.keys(subject.credential.scope_implies ?? {}).flatMap((umbrella): Rule[] => {
    const within = operationWith(
      subject,
      (scopes) => !scopes.includes(umbrella) && covers(subject.credential, [umbrella], scopes),
    );
    const beyond = operationWith(
      subject,
      (scopes) => !covers(subject.credential, [umbrella], scopes) && covers(widened(subject), [umbrella], scopes),
    );
    return [
      ...(within === undefined
        ? []
        : [
            {
              id: `scope-umbrella-${umbrella.replaceAll(/\W/g, '-')}`,
              title: `The scope ${umbrella} grants what it contains`,
              citation: DEFINED,
              about,
              needs: changes(within),
              run: async (context: Context) =>
                context.expect.success(await callWith(context, subject, within, umbrella), within),
            },
          ]),
      ...(beyond === undefined
        ? []
        : [
            {
              id: `scope-excluded-${umbrella.replaceAll(/\W/g, '-')}`,
              title: `The scope ${umbrella} does not grant what it leaves out`,
              citation: TOO_LITTLE,
              about,
              run: async (context: Context) =>
                context.expect.failure(await callWith(context, subject, beyond, umbrella), beyond, [
                  'insufficient_scope',
                  'insufficient_role',
                ]),
            },
          ]),
    ];
  });
});
