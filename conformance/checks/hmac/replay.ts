/** Whether a signature, or its nonce, may be used again. */
import type { Check, CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import { changes } from '../common/find-operations.ts';
import { atOnce, expectOneGood } from '../common/race-requests.ts';
import { refused } from '../common/judge-refusal.ts';
import { rule } from '../common/scenario-check.ts';
import { credentialPointer, basisOf } from '../common/contract-citation.ts';
import { timestampOf } from '../../driver/sign-message.ts';
import { nowSeconds, sendSigned, signedRequest, subjectsOf } from './hmac-subject.ts';
import type { Subject } from './hmac-subject.ts';

async function onlyOnce(context: Context, subject: Subject): Promise<void> {
  const { operation, credential } = subject;
  const { parts } = await signedRequest(context, subject);
  context.expect.success(await context.send(parts), operation);
  refused(context, await context.send(parts), operation, 'replayed_signature');
  if (!credential.message.includes('nonce')) return;
  const nonce = 'the-same-nonce-twice';
  context.expect.success(await sendSigned(context, subject, { nonce }), operation);
  refused(
    context,
    await sendSigned(context, subject, { nonce, timestamp: timestampOf(credential, (await nowSeconds(context)) - 1) }),
    operation,
    'replayed_signature',
  );
}

function checksOf(subject: Subject): readonly Check[] {
  const {
    contract,
    name,
    operation,
    credential: { replay = 'allow', hardened, message },
  } = subject;
  const known = basisOf(contract, operation.refusals.get('replayed_signature')?.pointer ?? credentialPointer(name));
  if (replay === 'refuse') {
    return [
      rule({
        id: `${subject.credential.kind}.replay:${operation.id}`,
        title: 'A signature works once',
        ...known,
        needs: changes(operation),
        run: (context) => onlyOnce(context, subject),
      }),
      rule({
        id: `${subject.credential.kind}.replay-race:${operation.id}`,
        title: 'Of many simultaneous uses of one signature one succeeds',
        ...known,
        needs: changes(operation),
        async run(context: Context) {
          const { parts } = await signedRequest(context, subject);
          expectOneGood(
            context,
            await atOnce(
              context,
              Array.from({ length: 8 }, () => parts),
            ),
            operation,
          );
        },
      }),
      ...(message.includes('nonce')
        ? [
            rule({
              id: `${subject.credential.kind}.fresh-nonce:${operation.id}`,
              title: 'The same request with a new nonce is a new one',
              ...known,
              needs: changes(operation),
              async run(context: Context) {
                for (const nonce of ['first-nonce', 'second-nonce'])
                  context.expect.success(await sendSigned(context, subject, { nonce }), operation);
              },
            }),
          ]
        : []),
    ];
  }
  return [
    rule({
      id: `${subject.credential.kind}.reuse:${operation.id}`,
      title: 'A signature may be used again inside its window',
      ...known,
      needs: changes(operation),
      async run(context: Context) {
        const { parts } = await signedRequest(context, subject);
        context.expect.success(await context.send(parts), operation);
        context.expect.success(await context.send(parts), operation);
      },
    }),
    ...(hardened?.replay === 'refuse'
      ? [
          rule({
            id: `${subject.credential.kind}.replay-hardened:${operation.id}`,
            title: 'Hardened, a signature works once',
            ...known,
            evidence: 'assumed',
            needs: ['control', ...changes(operation)],
            async run(context: Context) {
              await context.settings({ hardened: true });
              await onlyOnce(context, subject);
            },
          }),
        ]
      : []),
  ];
}

export const replays: CheckFamily = ({ contract }) => subjectsOf(contract).flatMap(checksOf);
