/** Links that sign people in: the operation that sends them, the one that takes them, and one that wants the session. */
import type {
  CompiledContract,
  CompiledOperation,
  CompiledRequirement,
} from '../../../mock/contract/compiled-contract.ts';
import { contractMs } from '../../../mock/contract/durations.ts';
import type { Context } from '../../check-context.ts';
import type { HandedLink, SentLink } from '../../check-drivers.ts';
import type { Exchange } from '../../exchange.ts';
import { addressOf, cookiesOf, sendingOf } from '../../driver/link-driver.ts';
import { carryAll } from '../../driver/present-credential.ts';
import type { TargetUser } from '../../target/target.ts';
import { actions, useOf } from '../common/find-operations.ts';
import type { WithAction } from '../common/find-operations.ts';
import { filled } from '../common/compare-answers-json.ts';

export interface Subject {
  readonly contract: CompiledContract;
  readonly sends: WithAction<'link.request'>;
  readonly takes: WithAction<'link.redeem'>;
  readonly use: { readonly operation: CompiledOperation; readonly requirement: CompiledRequirement } | undefined;
  readonly lifetimeMs: number;
  /** Of several operations that take the same links, whether it is the first: what is sent is judged there. */
  readonly isFirst: boolean;
  /** The fact that tells what a link gives. */
  readonly gives: 'session.token' | 'token.access_token';
}

export const subjectsOf = (contract: CompiledContract): readonly Subject[] =>
  actions(contract, 'link.redeem').map((takes, i, all) => {
    const sends = sendingOf({ contract }, takes) as WithAction<'link.request'>;
    return {
      contract,
      sends,
      takes,
      use: useOf(contract, takes.action.credential),
      lifetimeMs: contractMs(sends.action.lifetime),
      isFirst: all.findIndex(({ action }) => action.request === takes.action.request) === i,
      gives:
        contract.credentials.get(takes.action.credential)?.kind === 'token' ? 'token.access_token' : 'session.token',
    };
  });

/** Somebody who can be sent a link. */
export function userOf(context: Context, { contract, sends }: Subject, other?: TargetUser): TargetUser {
  return (
    context.target.credentials.users.find(
      (user) => user.id !== other?.id && addressOf(contract, sends, user) !== undefined,
    ) ??
    context.notRun(
      other === undefined ? 'the target has no user who can be sent a link' : 'the target has no second such user',
    )
  );
}

export const sentLink = (context: Context, subject: Subject, user = userOf(context, subject)): Promise<SentLink> =>
  context.links.send(subject.sends, user);

export const redeem = async (context: Context, { takes }: Subject, link: HandedLink): Promise<Exchange> =>
  context.send(await context.links.redemption(takes, link));

/** The session that a redemption opened, told in the answer or set as a cookie; or the access token. */
export function givenBy(context: Context, { contract, takes, use, gives }: Subject, exchange: Exchange): string {
  const name = use?.requirement.method.parts.find((part) => part.in === 'cookie')?.name;
  const cookie = cookiesOf(exchange)
    .split('; ')
    .find((pair) => name !== undefined && pair.startsWith(`${name}=`));
  const token = filled(contract, takes, gives, exchange) ?? cookie?.slice(name!.length + 1);
  const wanted = gives === 'session.token' ? 'a session, in the answer or in a cookie' : 'an access token';
  context.expect.that(token !== undefined && token !== '', wanted, 'none', exchange);
  context.secret(token);
  return token;
}

/** Calls the operation that wants the session or token. */
export async function useGiven(context: Context, { contract, use }: Subject, token: string): Promise<Exchange> {
  const { operation, requirement } = use ?? context.notRun('no operation takes what the link gives');
  const { headers, query } = carryAll(contract, requirement.method, { secret: token });
  const parts = await context.request(operation);
  return context.send({ ...parts, headers: [...parts.headers, ...headers], query: [...parts.query, ...query] });
}

/** The link signs in. */
export async function accepted(context: Context, subject: Subject, link: HandedLink): Promise<string> {
  const exchange = await redeem(context, subject, link);
  context.expect.success(exchange, subject.takes);
  return givenBy(context, subject, exchange);
}
