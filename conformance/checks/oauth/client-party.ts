/** A client with a secret, and a request of its own that is right but for what a check changes. */
import { clientsFor, rightForm } from './ask-endpoint.ts';
import { endpointFor } from './oauth-subject.ts';
import type { Subject } from './oauth-subject.ts';
import type { Context } from '../../check-context.ts';
import type { TargetClient } from '../../target/target.ts';

export const othersThan = (context: Context, subject: Subject, { client_id }: TargetClient): readonly TargetClient[] =>
  [...subject.grants]
    .flatMap((grant) => clientsFor(context, subject, grant))
    .filter((other) => other.client_id !== client_id);

export async function confidential(
  context: Context,
  subject: Subject,
): Promise<{
  readonly client: TargetClient & { readonly client_secret: string };
  readonly form: Readonly<Record<string, string | undefined>>;
  readonly operation: ReturnType<typeof endpointFor>['operation'];
}> {
  const { client, form, grant } = await rightForm(context, subject);
  const { client_secret } = client;
  if (client_secret === null) context.notRun('the client has no secret');
  return { client: { ...client, client_secret }, form, operation: endpointFor(subject, grant).operation };
}
