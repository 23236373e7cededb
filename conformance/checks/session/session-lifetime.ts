/** How long a session lives, and what keeps it alive. */
import type { Check, CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import { requirementOf } from '../common/find-operations.ts';
import { refused } from '../common/judge-refusal.ts';
import { rule } from '../common/scenario-check.ts';
import { credentialPointer, basisOf } from '../common/contract-citation.ts';
import { runOut, stayWithin, still } from '../common/run-out.ts';
import { openSession, subjectsOf, useSession, withSession } from './session-subject.ts';
import type { Subject } from './session-subject.ts';

const SECOND = 1000;
const DEAD = ['expired_session', 'invalid_session'] as const;

/** An operation that takes the session and refuses for a reason of its own: a record that does not exist. */
const refusing = ({ contract, name }: Subject) =>
  contract.operations.find(
    ({ action, ...operation }) =>
      action.type === 'resource.get' && requirementOf({ ...operation, action }, name) !== undefined,
  );

function slidingChecks(subject: Subject): readonly Check[] {
  const { contract, name, use, idleMs } = subject;
  const known = basisOf(contract, credentialPointer(name), { about: /idle|successful/i });
  const lookup = refusing(subject);
  return [
    rule({
      id: `session.slides:${use.id}`,
      title: 'Each successful request gives the session its whole idle time again',
      ...known,
      needs: ['wait'],
      async run(context: Context) {
        context.clock.within(idleMs);
        await still(context);
        const token = await openSession(context, subject);
        for (let i = 0; i < 3; i++) {
          await stayWithin(context, idleMs);
          context.expect.success(await useSession(context, subject, token), use);
        }
        await context.clock.pass(idleMs);
        refused(context, await useSession(context, subject, token), use, DEAD);
      },
    }),
    ...(lookup === undefined
      ? []
      : [
          rule({
            id: `session.refused-does-not-slide:${lookup.id}`,
            title: 'A refused request does not keep the session alive',
            ...known,
            needs: ['wait'],
            async run(context: Context) {
              context.clock.within(idleMs);
              await still(context);
              const token = await openSession(context, subject);
              await stayWithin(context, idleMs, Math.min(60 * SECOND, idleMs / 2));
              const path = lookup.path.replace(/\{[^}]+\}/g, 'no-such-record');
              const requirement = requirementOf(lookup, name)!;
              const miss = await context.send(
                await withSession(context, subject, token, {
                  operation: lookup,
                  requirement,
                  overrides: { path, body: undefined },
                }),
              );
              refused(context, miss, lookup, 'not_found');
              await context.clock.pass(context.clock.movable ? Math.min(60 * SECOND, idleMs / 2) : idleMs / 2);
              refused(context, await useSession(context, subject, token), use, DEAD);
            },
          }),
        ]),
  ];
}

function lifeChecks(subject: Subject): readonly Check[] {
  const { contract, name, use, idleMs, credential } = subject;
  const known = basisOf(contract, credentialPointer(name), { about: /idle|successful/i });
  const sliding = credential.sliding !== false;
  return [
    rule({
      id: `session.idle:${use.id}`,
      title: 'A session that was idle for its whole idle time is dead; a second earlier it is alive',
      ...known,
      needs: ['wait'],
      async run(context: Context) {
        context.clock.within(idleMs);
        await still(context);
        const [early, late] = [await openSession(context, subject), await openSession(context, subject)];
        await runOut(context, idleMs, {
          before: async () => context.expect.success(await useSession(context, subject, early), use),
          end: async () => refused(context, await useSession(context, subject, late), use, DEAD),
        });
      },
    }),
    ...(sliding
      ? slidingChecks(subject)
      : [
          rule({
            id: `session.fixed-end:${use.id}`,
            title: 'Use does not prolong a session that does not slide',
            ...known,
            needs: ['wait'],
            async run(context: Context) {
              context.clock.within(idleMs);
              await still(context);
              const token = await openSession(context, subject);
              await stayWithin(context, idleMs);
              context.expect.success(await useSession(context, subject, token), use);
              await context.clock.pass(context.clock.movable ? SECOND : idleMs / 2);
              refused(context, await useSession(context, subject, token), use, DEAD);
            },
          }),
        ]),
    rule({
      id: `session.dead-stays-dead:${use.id}`,
      title: 'A session that died does not come back by being used',
      ...known,
      needs: ['wait'],
      async run(context: Context) {
        context.clock.within(idleMs);
        await still(context);
        const token = await openSession(context, subject);
        await context.clock.pass(idleMs);
        refused(context, await useSession(context, subject, token), use, DEAD);
        refused(context, await useSession(context, subject, token), use, DEAD);
      },
    }),
  ];
}

export const lives: CheckFamily = ({ contract }) => subjectsOf(contract).flatMap(lifeChecks);
