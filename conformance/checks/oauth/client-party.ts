/** A client with a secret, and the requests of its own by which the checks of client authentication try it. */
import { clientsFor, rightForm } from './ask-endpoint.ts';
import type { Fields } from './ask-endpoint.ts';
import { expectRefusal } from './judge-answer.ts';
import type { Rule } from './oauth-check.ts';
import { endpointFor } from './oauth-subject.ts';
import type { Subject } from './oauth-subject.ts';
import type { OAuthDriver } from '../../check-drivers.ts';
import type { Context } from '../../check-context.ts';
import type { TargetClient } from '../../target/target.ts';
import type { Failure } from '../../../specs/generated/vocabulary.ts';

/** A client with a secret, and a form of its own that is right but for what a check changes. */
export interface Party {
  readonly client: TargetClient & { readonly client_secret: string };
  readonly form: Fields;
  readonly operation: ReturnType<typeof endpointFor>['operation'];
}

/** What `OAuthDriver.token` is called with. */
export type TokenRequest = Parameters<OAuthDriver['token']>;

export const othersThan = (context: Context, subject: Subject, { client_id }: TargetClient): readonly TargetClient[] =>
  [...subject.grants]
    .flatMap((grant) => clientsFor(context, subject, grant))
    .filter((other) => other.client_id !== client_id);

export async function confidential(context: Context, subject: Subject): Promise<Party> {
  const { client, form, grant } = await rightForm(context, subject);
  const { client_secret } = client;
  if (client_secret === null) context.notRun('the client has no secret');
  return { client: { ...client, client_secret }, form, operation: endpointFor(subject, grant).operation };
}

/** A request of such a client that is answered with tokens. */
export const accepted = (subject: Subject, rule: Omit<Rule, 'run'>, request: (party: Party) => TokenRequest): Rule => ({
  ...rule,
  async run(context: Context) {
    context.oauth.tokens(await context.oauth.token(...request(await confidential(context, subject))));
  },
});

interface Refused extends Omit<Rule, 'run'> {
  /** Default `invalid_client`. */
  readonly failure?: Failure | readonly Failure[];
  readonly why: string;
}

/** Requests of such a client that are refused, each of them. */
export const refused = (
  subject: Subject,
  { failure = 'invalid_client', why, ...rule }: Refused,
  requests: (party: Party, context: Context) => readonly TokenRequest[],
): Rule => ({
  ...rule,
  async run(context: Context) {
    const party = await confidential(context, subject);
    for (const request of requests(party, context))
      expectRefusal(context, await context.oauth.token(...request), party.operation, failure, why);
  },
});
