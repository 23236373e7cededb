/** How long a key's secret is shown to anyone who manages the keys. */
import { contractMs } from '../../../mock/contract/durations.ts';
import type { Check, CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import type { TargetKey } from '../../target/target.ts';
import { rule } from '../common/scenario-check.ts';
import { credentialPointer, basisOf } from '../common/contract-citation.ts';
import { atEdge, namedKey, newKey, SECOND, subjectsOf } from './key-subject.ts';
import type { Subject } from './key-subject.ts';

async function shows(context: Context, key: TargetKey, wanted: boolean, when: string): Promise<void> {
  const shown = await context.keys.shown(key);
  context.expect.that(
    shown === wanted,
    `the secret to be ${wanted ? 'shown' : 'hidden'} ${when}`,
    shown ? 'shown' : 'hidden',
  );
}

/** Shown until the second before, and hidden from then on. */
const shownFor = (context: Context, key: TargetKey, ms: number): Promise<void> =>
  atEdge(
    context,
    ms,
    () => shows(context, key, true, `${ms / SECOND - 1} seconds after it was made`),
    () => shows(context, key, false, `${ms / SECOND} seconds after it was made`),
  );

function checksOf(subject: Subject): readonly Check[] {
  const {
    contract,
    name,
    credential: { visibility },
  } = subject;
  if (visibility === undefined) return [];
  const { primary_first: primaryFirst, otherwise, never_hidden_on_plans: plans = [] } = visibility;
  const known = {
    ...basisOf(contract, `${credentialPointer(name)}/visibility`),
    needs: ['keys', 'control', 'clock'] as const,
  };
  const primary = contract.seed.keys?.find((key) => key.credential === name && key.primary === true);
  const primaryKey = (context: Context): TargetKey =>
    namedKey(context, subject, ({ id }) => id === primary?.id, 'the target does not name its primary key');
  return [
    otherwise === 'once'
      ? rule({
          id: `keys.shown-once:${name}`,
          title: "A key's secret is shown when it is made, and never again",
          ...known,
          async run(context: Context) {
            const key = await newKey(context, subject);
            context.expect.that(key.secret !== '', 'the secret of a new key', 'none');
            await shows(context, key, false, 'later');
          },
        })
      : rule({
          id: `keys.shown:${name}`,
          title: "A key's secret is shown for as long as the contract says, and no second longer",
          ...known,
          async run(context: Context) {
            await context.clock.freeze();
            await shownFor(context, await newKey(context, subject), contractMs(otherwise));
          },
        }),
    ...(primary === undefined || primaryFirst === undefined || otherwise === 'once'
      ? []
      : [
          rule({
            id: `keys.shown-primary:${name}`,
            title: "The primary key's first secret is shown for longer than any other",
            ...known,
            async run(context: Context) {
              const key = primaryKey(context);
              await context.clock.freeze();
              await atEdge(
                context,
                contractMs(primaryFirst),
                () => shows(context, key, true, 'a minute before its time is over'),
                () => shows(context, key, false, 'when its time is over'),
                60 * SECOND,
              );
            },
          }),
          rule({
            id: `keys.shown-regenerated:${name}`,
            title: 'A regenerated primary key is shown no longer than any other',
            ...known,
            async run(context: Context) {
              const key = primaryKey(context);
              await context.clock.freeze();
              await shownFor(context, await context.keys.regenerate(key), contractMs(otherwise));
            },
          }),
        ]),
    ...plans.map((planName) =>
      rule({
        id: `keys.never-hidden-${planName}:${name}`,
        title: `On the plan ${planName} secrets are never hidden`,
        ...known,
        async run(context: Context) {
          await context.settings({ plan: planName });
          const key = await newKey(context, subject);
          await context.clock.advance(400 * 24 * 3_600 * SECOND);
          await shows(context, key, true, 'after a year');
        },
      }),
    ),
  ];
}

export const visibilities: CheckFamily = ({ contract }) => subjectsOf(contract).flatMap(checksOf);
