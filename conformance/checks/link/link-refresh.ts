/**
 * Refresh tokens that came with a link: they renew, and are as good as those of any other grant.
 *
 * @see [RFC 6749 §6](https://www.rfc-editor.org/rfc/rfc6749#section-6), [RFC 9700
 *   §4.14.2](https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2)
 */
import type { Check } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import type { TargetClient } from '../../target/target.ts';
import { contractMs } from '../../../mock/contract/durations.ts';
import type { TokenCredential } from '../../../specs/generated/vocabulary.ts';
import { publicClient } from '../../driver/link-driver.ts';
import { filled } from '../common/compare-answers-json.ts';
import { basisOf } from '../common/contract-citation.ts';
import type { Basis } from '../common/contract-citation.ts';
import { actions } from '../common/find-operations.ts';
import type { WithAction } from '../common/find-operations.ts';
import { refused } from '../common/judge-refusal.ts';
import { rule } from '../common/scenario-check.ts';
import { givenBy, redeem, sentLink, useGiven } from './link-subject.ts';
import type { Subject } from './link-subject.ts';

const ROTATION = {
  standard: 'RFC 9700 §4.14.2',
  url: 'https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2',
} as const;
const BINDING = { standard: 'RFC 6749 §10.4', url: 'https://www.rfc-editor.org/rfc/rfc6749#section-10.4' } as const;

interface Renewing {
  readonly subject: Subject;
  readonly endpoint: WithAction<'token.issue'>;
  readonly refresh: NonNullable<TokenCredential['refresh']>;
}

interface Tokens {
  readonly access: string;
  readonly refresh: string;
  readonly client: TargetClient;
}

/** Where a link gives refresh tokens, what they are and where they are traded in. */
function renewing(subject: Subject): Renewing | undefined {
  const { contract, takes } = subject;
  const { client, credential: name } = takes.action;
  const credential = contract.credentials.get(name);
  if (client === undefined || credential?.kind !== 'token') return undefined;
  const endpoint = actions(contract, 'token.issue').find(
    ({ action }) => action.credential === name && action.grants.includes('refresh_token'),
  );
  const { refresh } = credential;
  return endpoint !== undefined && refresh?.grants.includes('link') === true
    ? { subject, endpoint, refresh }
    : undefined;
}

/** Two public clients of the person's tenant have the same rights; of another tenant one is a stranger all the more. */
const otherClient = (context: Context, client: TargetClient): TargetClient =>
  publicClient(context.target, ({ client_id: id }) => id !== client.client_id) ??
  context.notRun('the target has no second public client');

async function tokensByLink(context: Context, { subject }: Renewing): Promise<Tokens & { readonly first: Exchange }> {
  const { contract, takes } = subject;
  const link = await sentLink(context, subject);
  const client =
    publicClient(context.target, ({ tenant }) => tenant === link.user.tenant) ??
    context.notRun("the target has no public client of the person's tenant");
  const first = await redeem(context, subject, { ...link, client: client.client_id });
  context.expect.success(first, takes);
  const refresh = filled(contract, takes, 'token.refresh_token', first);
  context.expect.that(refresh !== undefined, 'a refresh token', 'none', first);
  context.secret(refresh);
  return { access: givenBy(context, subject, first), refresh, client, first };
}

const trade = (context: Context, { subject }: Renewing, client: TargetClient, token: string): Promise<Exchange> =>
  context.oauth.of(subject.takes.action.credential).refresh(client, token);

/** @returns the new tokens */
async function renewed(context: Context, renewal: Renewing, { client, refresh }: Tokens): Promise<Tokens> {
  const oauth = context.oauth.of(renewal.subject.takes.action.credential);
  const next = oauth.tokens(await oauth.refresh(client, refresh));
  return { access: next.access_token, refresh: next.refresh_token ?? refresh, client };
}

/** Lets the time pass in which a token that was traded in may still be answered. */
async function pastLeeway({ clock }: Context, { refresh }: Renewing): Promise<void> {
  if (refresh.reuse_leeway !== undefined) await clock.wait(contractMs(refresh.reuse_leeway));
}

function rotates(renewal: Renewing, basis: Basis): readonly Check[] {
  const { subject, endpoint } = renewal;
  const { takes } = subject;
  return [
    rule({
      id: `link.refresh-rotates:${takes.id}`,
      title: 'Every refresh of tokens that a link gave gives a new refresh token, which works',
      ...basis,
      needs: ['otp'],
      async run(context: Context) {
        const first = await tokensByLink(context, renewal);
        const second = await renewed(context, renewal, first);
        context.expect.that(second.refresh !== first.refresh, 'a new refresh token', 'none, or the old one');
        await renewed(context, renewal, second);
      },
    }),
    rule({
      id: `link.refresh-reuse:${takes.id}`,
      title: 'A refresh token of a link that was traded in is refused, and with it goes all that came of the link',
      ...basis,
      needs: ['otp'],
      async run(context: Context) {
        const first = await tokensByLink(context, renewal);
        const second = await renewed(context, renewal, first);
        await pastLeeway(context, renewal);
        for (const [token, why] of [
          [first.refresh, 'the refresh token was used before'],
          [second.refresh, 'an older token of the same link was used again'],
        ] as const)
          refused(context, await trade(context, renewal, first.client, token), endpoint, 'invalid_grant', why);
        if (subject.use === undefined) return;
        const dead = await useGiven(context, subject, second.access);
        refused(
          context,
          dead,
          subject.use.operation,
          ['revoked_token', 'invalid_token'],
          'an older refresh token of its link was used again',
        );
      },
    }),
  ];
}

/** The same token again and again. */
const stays = (renewal: Renewing, basis: Basis): Check =>
  rule({
    id: `link.refresh-repeats:${renewal.subject.takes.id}`,
    title: 'A refresh token of a link that does not rotate is good again and again',
    ...basis,
    needs: ['otp'],
    async run(context: Context) {
      const first = await tokensByLink(context, renewal);
      for (let i = 0; i < 3; i++) {
        const { access } = await renewed(context, renewal, first);
        if (renewal.subject.use !== undefined)
          context.expect.success(await useGiven(context, renewal.subject, access), renewal.subject.use.operation);
      }
    },
  });

/** What becomes of the refresh token that a link gives beside an access token. */
export function refreshByLink(subject: Subject): readonly Check[] {
  const renewal = renewing(subject);
  if (renewal === undefined) return [];
  const { contract, takes } = subject;
  const pointer = `#/x-credentials/${takes.action.credential}/refresh`;
  const basis = basisOf(contract, pointer);
  return [
    rule({
      id: `link.refresh:${takes.id}`,
      title: 'The refresh token beside it works, and the new access token is of the same person',
      ...basisOf(contract, takes.pointer),
      needs: ['otp'],
      async run(context: Context) {
        const first = await tokensByLink(context, renewal);
        const before = await useGiven(context, subject, first.access);
        const second = await renewed(context, renewal, first);
        const after = await useGiven(context, subject, second.access);
        context.expect.that(after.answerBody === before.answerBody, 'the same person', 'another', after);
      },
    }),
    rule({
      id: `link.refresh-of-another-client:${takes.id}`,
      title: 'A refresh token of a link is good for the client that traded the link, and for no other',
      ...basisOf(contract, pointer, { standard: BINDING }),
      needs: ['otp'],
      async run(context: Context) {
        const first = await tokensByLink(context, renewal);
        const exchange = await trade(context, renewal, otherClient(context, first.client), first.refresh);
        refused(context, exchange, renewal.endpoint, 'invalid_grant', "the refresh token is another client's");
        await renewed(context, renewal, first);
      },
    }),
    ...(renewal.refresh.rotate
      ? rotates(renewal, basisOf(contract, pointer, { standard: ROTATION }))
      : [stays(renewal, basis)]),
  ];
}
