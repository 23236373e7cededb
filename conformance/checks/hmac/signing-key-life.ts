/** Signing keys that are blocked, deleted and regenerated. */
import type { Check, CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import { refused } from '../common/judge-refusal.ts';
import { rule } from '../common/scenario-check.ts';
import { basisOf } from '../common/contract-citation.ts';
import { keyOf, sendSigned, subjectsOf } from './hmac-subject.ts';
import type { Subject } from './hmac-subject.ts';

const DEAD = ['blocked_key', 'invalid_credentials', 'invalid_signature'] as const;

function checksOf(subject: Subject): readonly Check[] {
  const { contract, name, operation } = subject;
  const known = basisOf(contract, operation.refusals.get('blocked_key')?.pointer ?? operation.pointer);
  const newKey = async (context: Context) => context.keys.create(name, (await keyOf(context, subject)).tenant);
  return [
    rule({
      id: `${subject.credential.kind}.blocked-key:${operation.id}`,
      title: 'A signature with a blocked or deleted key is refused',
      ...known,
      needs: ['keys'],
      async run(context: Context) {
        const key = await newKey(context);
        // Each a second older than the one before: the same signature may be good for one use.
        context.expect.success(await sendSigned(context, subject, { key, drift: -3 }), operation);
        await context.keys.block(key);
        refused(context, await sendSigned(context, subject, { key, drift: -2 }), operation, DEAD);
        await context.keys.unblock(key);
        context.expect.success(await sendSigned(context, subject, { key, drift: -1 }), operation);
        await context.keys.remove(key);
        refused(context, await sendSigned(context, subject, { key }), operation, DEAD);
      },
    }),
    rule({
      id: `${subject.credential.kind}.regenerated-key:${operation.id}`,
      title: 'After a regeneration the new secret signs, and the old one no more',
      ...known,
      needs: ['keys'],
      async run(context: Context) {
        const key = await newKey(context);
        const renewed = await context.keys.regenerate(key);
        refused(context, await sendSigned(context, subject, { key }), operation, DEAD);
        context.expect.success(await sendSigned(context, subject, { key: renewed }), operation);
      },
    }),
  ];
}

export const signingKeys: CheckFamily = ({ contract }) => subjectsOf(contract).flatMap(checksOf);
