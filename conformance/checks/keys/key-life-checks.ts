/** Keys that are blocked, unblocked, deleted and regenerated. */
import type { Check, CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import type { TargetKey } from '../../target/target.ts';
import { at } from '../../../mock/contract/openapi-document.ts';
import { contractMs } from '../../../mock/contract/durations.ts';
import { actions, requirementOf } from '../common/find-operations.ts';
import { filled } from '../common/compare-answers-json.ts';
import { requestWithKey } from '../common/change-request.ts';
import { refused } from '../common/judge-refusal.ts';
import { rule } from '../common/scenario-check.ts';
import { credentialPointer, basisOf } from '../common/contract-citation.ts';
import {
  atEdge,
  expectDead,
  expectWorks,
  namedKey,
  newKey,
  notServed,
  renewableKey,
  renewalNeed,
  subjectsOf,
  useKey,
} from './key-subject.ts';
import type { Subject } from './key-subject.ts';

/** Whether an old secret goes on without anybody asking for it. */
const overlaps = ({ credential: { rotation } }: Subject): boolean =>
  rotation?.overlap !== undefined && contractMs(rotation.overlap) > 0;

const HOUR = 'PT1H';

/** How long the old secret goes on, by the contract's own choice or by ours. */
function overlap(subject: Subject): readonly Check[] {
  const {
    contract,
    name,
    credential: { rotation },
  } = subject;
  const usual = overlaps(subject) ? rotation?.overlap : undefined;
  const longest = rotation?.longest;
  if (usual === undefined && longest === undefined) return [];
  const chosen = usual !== undefined ? undefined : contractMs(longest!) < contractMs(HOUR) ? longest : HOUR;
  const span = contractMs(usual ?? chosen!);
  return [
    rule({
      id: `keys.overlap:${name}`,
      title: "A regenerated key's old secret works beside the new one until the overlap ends, and then no more",
      ...basisOf(contract, `${credentialPointer(name)}/rotation`, { about: /rotated|overlap/i, evidence: 'assumed' }),
      needs: ['keys', 'clock'],
      async run(context: Context) {
        await context.clock.freeze();
        const key = await newKey(context, subject);
        const renewed = await context.keys.regenerate(key, chosen);
        await expectWorks(context, subject, key);
        await expectWorks(context, subject, renewed);
        await atEdge(
          context,
          span,
          () => expectWorks(context, subject, key),
          () => expectDead(context, subject, key),
        );
        await expectWorks(context, subject, renewed);
      },
    }),
  ];
}

function lives(subject: Subject): readonly Check[] {
  const { contract, name, operation } = subject;
  const known = basisOf(contract, operation.refusals.get('blocked_key')?.pointer ?? credentialPointer(name), {
    about: /blocked|deleted/i,
  });
  return [
    rule({
      id: `keys.new:${name}`,
      title: 'A new key works at once',
      ...basisOf(contract, credentialPointer(name)),
      needs: ['keys'],
      run: async (context) => expectWorks(context, subject, await newKey(context, subject)),
    }),
    rule({
      id: `keys.block:${name}`,
      title: 'A blocked key is refused, and works again once unblocked',
      ...known,
      needs: ['keys'],
      async run(context: Context) {
        const key = await newKey(context, subject);
        await expectWorks(context, subject, key);
        await context.keys.block(key);
        await expectDead(context, subject, key);
        await context.keys.unblock(key);
        await expectWorks(context, subject, key);
      },
    }),
    rule({
      id: `keys.delete:${name}`,
      title: 'A deleted key is refused',
      ...known,
      needs: ['keys'],
      async run(context: Context) {
        const key = await newKey(context, subject);
        await expectWorks(context, subject, key);
        await context.keys.remove(key);
        await expectDead(context, subject, key);
      },
    }),
    ...(overlaps(subject)
      ? []
      : [
          rule({
            id: `keys.regenerate:${name}`,
            title: "A regenerated key's old secret is dead at once, and its new one works",
            ...known,
            needs: [renewalNeed(subject)],
            async run(context: Context) {
              const key = await renewableKey(context, subject);
              const renewed = await context.keys.regenerate(key);
              context.expect.that(renewed.secret !== key.secret, 'a new secret', 'the old one');
              await expectDead(context, subject, key);
              await expectWorks(context, subject, renewed);
            },
          }),
        ]),
    ...overlap(subject),
    rule({
      id: `keys.independent:${name}`,
      title: 'Blocking a key leaves other keys of its tenant alone',
      ...known,
      needs: ['keys'],
      async run(context: Context) {
        const [one, two] = [await newKey(context, subject), await newKey(context, subject)];
        await context.keys.block(one);
        await expectDead(context, subject, one);
        await expectWorks(context, subject, two);
      },
    }),
    ...(contract.seed.keys?.some(({ credential, status }) => credential === name && status === 'blocked')
      ? [
          rule({
            id: `keys.known-blocked:${name}`,
            title: 'A key that the target says is blocked is refused',
            ...known,
            async run(context: Context) {
              const isBlocked = ({ status }: TargetKey): boolean => status === 'blocked';
              const key = namedKey(context, subject, isBlocked, 'the target names no blocked key');
              const exchange = await useKey(context, subject, key);
              notServed(context, key, exchange);
              refused(context, exchange, subject.operation, ['blocked_key', 'invalid_credentials']);
            },
          }),
        ]
      : []),
  ];
}

/** The operation by which a key's secret is replaced. */
function renewals({ contract }: { readonly contract: Subject['contract'] }): readonly Check[] {
  return actions(contract, 'key.regenerate').flatMap((operation) => {
    const { credential, path_parameter: parameter, secret: chosen } = operation.action;
    const requirement = requirementOf(operation, credential);
    const subject = subjectsOf(contract).find(({ name }) => name === credential);
    if (requirement === undefined || subject === undefined) return [];
    const known = basisOf(contract, operation.pointer);
    const span = overlaps(subject) ? contractMs(subject.credential.rotation!.overlap!) : 0;
    const path = (id: string): string => operation.path.replace(`{${parameter}}`, encodeURIComponent(id));
    return [
      rule({
        id: `keys.renew:${operation.id}`,
        title: `The operation gives a new secret${chosen === undefined ? '' : ', the one that was sent,'} that works, and the old one ${span === 0 ? 'is dead' : 'works beside it until the overlap ends, and then no more'}`,
        ...known,
        needs: span === 0 ? [renewalNeed(subject)] : ['keys', 'clock'],
        async run(context: Context) {
          if (span > 0) await context.clock.freeze();
          const key = await renewableKey(context, subject);
          const parts = { ...(await requestWithKey(context, operation, requirement, key)), path: path(key.id) };
          const exchange = await context.send(parts);
          context.expect.success(exchange, operation);
          const secret = filled(contract, operation, 'key.secret', exchange);
          context.expect.that(
            typeof secret === 'string' && secret !== key.secret,
            'a new secret in the answer',
            typeof secret,
            exchange,
          );
          context.secret(secret);
          if (chosen !== undefined)
            context.expect.that(
              secret === at(JSON.parse(parts.body ?? '{}'), chosen),
              'the secret that was sent',
              'another one',
              exchange,
            );
          if (span > 0)
            await atEdge(
              context,
              span,
              () => expectWorks(context, subject, key),
              () => expectDead(context, subject, key),
            );
          else await expectDead(context, subject, key);
          await expectWorks(context, subject, { ...key, secret });
        },
      }),
      rule({
        id: `keys.renew-other-tenant:${operation.id}`,
        title: "Another tenant's key cannot be renewed, and lives on",
        ...basisOf(contract, operation.pointer, { evidence: 'assumed' }),
        needs: [renewalNeed(subject), 'second_tenant'],
        async run(context: Context) {
          const own = await renewableKey(context, subject);
          const stranger =
            context.target.credentials.tenants.find(({ id }) => id !== own.tenant) ??
            context.notRun('the target has one tenant');
          const other = await context.keys.renewable(credential, stranger.id);
          const exchange = await context.send({
            ...(await requestWithKey(context, operation, requirement, own)),
            path: path(other.id),
          });
          refused(context, exchange, operation, ['not_found', 'tenant_mismatch', 'insufficient_scope']);
          await expectWorks(context, subject, other);
        },
      }),
    ];
  });
}

export const keyLives: CheckFamily = ({ contract }) => [
  ...subjectsOf(contract).flatMap(lives),
  ...renewals({ contract }),
];
