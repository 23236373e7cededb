/** Who may introspect, and what the answer about a dead token is. */
import { clientsFor } from './ask-endpoint.ts';
import { jsonOf } from './judge-answer.ts';
import type { Subject } from './oauth-subject.ts';
import type { Context } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import type { TargetClient } from '../../target/target.ts';

/** Clients with a secret, and keys that stand for clients. */
export function askers(context: Context, subject: Subject): readonly TargetClient[] {
  return [...subject.grants]
    .flatMap((grant) => clientsFor(context, subject, grant))
    .filter(({ client_secret }) => client_secret !== null);
}

/** A client that may introspect: one with a secret (or a key). */
export function introspector(context: Context, subject: Subject, client: TargetClient): TargetClient {
  if (client.client_secret !== null) return client;
  return (
    askers(context, subject).find(({ tenant }) => tenant === client.tenant) ??
    context.notRun('no client with a secret may introspect')
  );
}

export function expectInactive(context: Context, exchange: Exchange, why: string): void {
  const body = jsonOf(exchange);
  context.expect.status(exchange, 200, why);
  context.expect.that(
    body?.['active'] === false,
    `active false: ${why}`,
    `active ${JSON.stringify(body?.['active'])}`,
    exchange,
  );
}

export function expectNothingElse(context: Context, exchange: Exchange, why: string): void {
  expectInactive(context, exchange, why);
  const others = Object.keys(jsonOf(exchange) ?? {}).filter((name) => name !== 'active');
  context.expect.that(others.length === 0, `nothing but active: ${why}`, others.join(', '), exchange);
}
