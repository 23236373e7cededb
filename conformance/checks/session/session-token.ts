/** Where a session token may stand, and what ends it. */
import type { Check, CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import type { CompiledRequirement } from '../../../mock/contract/compiled-contract.ts';
import { withHeader, withQuery } from '../common/change-request.ts';
import { atOnce, expectOneGood } from '../common/race-requests.ts';
import { refused } from '../common/judge-refusal.ts';
import { rule } from '../common/scenario-check.ts';
import { credentialPointer, basisOf } from '../common/contract-citation.ts';
import { still } from '../common/run-out.ts';
import { closeSession, openSession, subjectsOf, useSession, withSession } from './session-subject.ts';
import type { Subject } from './session-subject.ts';

const DEAD = ['invalid_session', 'expired_session'] as const;
const NO_BEARER = [
  'invalid_token',
  'credential_not_accepted',
  'invalid_credentials',
  'missing_credentials',
  'malformed_credentials',
  'multiple_credentials',
] as const;

/** The security scheme of the session's one part. */
const schemePointer = (requirement: CompiledRequirement | undefined): string =>
  `#/components/securitySchemes/${requirement?.method.parts[0]?.scheme ?? ''}`;

function placesOf(subject: Subject): readonly Check[] {
  const { contract, name, use } = subject;
  const methods = use.requirements.filter(({ method }) => method.credential === name);
  const [first, second] = methods;
  const known = basisOf(contract, schemePointer(first), { about: /header|query/i });
  const place = second?.method.parts[0];
  const isBearer = methods.some(({ method }) =>
    method.parts.some((part) => part.in === 'authorization' && part.name === 'bearer'),
  );
  const both =
    second === undefined || place === undefined
      ? []
      : ([
          ['agree', true],
          ['differ', false],
        ] as const);
  return [
    rule({
      id: `session.places:${use.id}`,
      title: 'The session token works in each place that the contract has for it',
      ...known,
      async run(context: Context) {
        for (const requirement of methods)
          context.expect.success(
            await useSession(context, subject, await openSession(context, subject), { requirement }),
            use,
          );
      },
    }),
    ...both.map(([word, agree]) =>
      rule({
        id: `session.both-${word}:${use.id}`,
        title: agree
          ? 'The same session token in both places is accepted'
          : 'Different session tokens in both places are refused',
        ...basisOf(contract, use.refusals.get('multiple_credentials')?.pointer ?? use.pointer, {
          about: /header and query/,
        }),
        async run(context: Context) {
          const token = await openSession(context, subject);
          const other = agree ? token : await openSession(context, subject);
          const parts = await withSession(context, subject, token, { requirement: first! });
          const doubled =
            place!.in === 'query' ? withQuery(parts, place!.name, other) : withHeader(parts, place!.name, other);
          const exchange = await context.send(doubled);
          if (agree) context.expect.success(exchange, use);
          else refused(context, exchange, use, ['multiple_credentials', 'ambiguous_identifier']);
        },
      }),
    ),
    ...(isBearer
      ? []
      : [
          rule({
            id: `session.as-bearer:${use.id}`,
            title: 'A session token is no bearer token',
            ...basisOf(contract, use.refusals.get('invalid_token')?.pointer ?? credentialPointer(name)),
            async run(context: Context) {
              const token = await openSession(context, subject);
              const parts = await withSession(context, subject, token);
              const [part] = subject.requirement.method.parts;
              const bare =
                part?.in === 'query'
                  ? withQuery(parts, part.name, undefined)
                  : withHeader(parts, part?.name ?? '', undefined);
              refused(
                context,
                await context.send(withHeader(bare, 'authorization', `Bearer ${token}`)),
                use,
                NO_BEARER,
              );
            },
          }),
        ]),
    rule({
      id: `session.tokens-differ:${use.id}`,
      title: 'Each session has a token of its own',
      ...known,
      async run(context: Context) {
        const opened = [await openSession(context, subject), await openSession(context, subject)];
        context.expect.that(opened[0] !== opened[1], 'two tokens', 'one token for both');
      },
    }),
    rule({
      id: `session.changed-token:${use.id}`,
      title: 'A session token that was changed by one character is refused',
      ...known,
      async run(context: Context) {
        const token = await openSession(context, subject);
        refused(
          context,
          await useSession(context, subject, token.slice(0, -1) + (token.endsWith('a') ? 'b' : 'a')),
          use,
          DEAD,
        );
      },
    }),
  ];
}

function ends(subject: Subject): readonly Check[] {
  const { contract, close, use, idleMs } = subject;
  if (close === undefined) return [];
  const known = basisOf(contract, close.pointer);
  return [
    rule({
      id: `session.close:${close.id}`,
      title: 'A session that was closed is dead, and no other with it',
      ...known,
      async run(context: Context) {
        const [token, other] = [await openSession(context, subject), await openSession(context, subject)];
        const exchange = await closeSession(context, subject, token);
        context.expect.success(exchange, close);
        context.expect.contract(exchange, close);
        refused(context, await useSession(context, subject, token), use, DEAD);
        context.expect.success(await useSession(context, subject, other), use);
      },
    }),
    rule({
      id: `session.close-unknown:${close.id}`,
      title: 'A session that does not exist cannot be closed',
      ...known,
      run: async (context) =>
        refused(context, await closeSession(context, subject, 'no-such-session-token'), close, 'unknown_session'),
    }),
    rule({
      id: `session.close-twice:${close.id}`,
      title: 'A session can be closed once',
      ...known,
      async run(context: Context) {
        const token = await openSession(context, subject);
        context.expect.success(await closeSession(context, subject, token), close);
        refused(context, await closeSession(context, subject, token), close, 'unknown_session');
      },
    }),
    rule({
      id: `session.close-dead:${close.id}`,
      title: 'A session that died of idleness cannot be closed',
      ...known,
      evidence: 'assumed',
      needs: ['wait'],
      async run(context: Context) {
        context.clock.within(idleMs);
        await still(context);
        const token = await openSession(context, subject);
        await context.clock.pass(idleMs);
        refused(context, await closeSession(context, subject, token), close, 'unknown_session');
      },
    }),
    rule({
      id: `session.close-race:${close.id}`,
      title: 'Of many simultaneous calls that close one session one succeeds',
      ...known,
      evidence: 'assumed',
      async run(context: Context) {
        const token = await openSession(context, subject);
        const path = close.path.replace(`{${close.action.path_parameter}}`, encodeURIComponent(token));
        const parts = await context.request(close, { path, body: undefined });
        expectOneGood(
          context,
          await atOnce(
            context,
            Array.from({ length: 8 }, () => parts),
          ),
          close,
        );
      },
    }),
  ];
}

export const tokens: CheckFamily = ({ contract }) =>
  subjectsOf(contract).flatMap((subject) => [...placesOf(subject), ...ends(subject)]);
