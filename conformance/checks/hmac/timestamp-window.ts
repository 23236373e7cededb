/** How old, and how far ahead, a signed timestamp may be. */
import type { Check, CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import type { SignatureCredential } from '../../../specs/generated/vocabulary.ts';
import { changes } from '../common/find-operations.ts';
import { refused } from '../common/judge-refusal.ts';
import { aroundEdge, still } from '../common/run-out.ts';
import { rule } from '../common/scenario-check.ts';
import { credentialPointer, basisOf } from '../common/contract-citation.ts';
import { timestampOf } from '../../driver/sign-message.ts';
import { nowSeconds, sendSigned, subjectsOf } from './hmac-subject.ts';
import type { Subject } from './hmac-subject.ts';

/** No timestamps in any form that contracts have. */
const NO_TIMES: readonly string[] = ['', 'now', '2030-01-01T00:00:00Z', '0x65553f00'];

/** One in a form that is not the contract's, and in none that is. */
const otherForms = (credential: SignatureCredential, now: number): readonly string[] => [
  ...NO_TIMES,
  ...(['epoch', 'iso_basic', 'http_date'] as const)
    .filter((format) => (credential.timestamp_format ?? 'epoch') !== format && !bothCount(credential, format))
    .map((timestamp_format) => timestampOf({ ...credential, timestamp_format }, now)),
  ...(credential.timestamp_format === undefined || credential.timestamp_format === 'epoch'
    ? [`${now}.5`, `-${now}`, `+${now}`, `${now}e0`]
    : []),
];

/** Seconds and milliseconds are told apart by how long ago they are. */
const bothCount = ({ timestamp_format: own }: SignatureCredential, other: string): boolean =>
  own === 'milliseconds' && other === 'epoch';

/** Whether the same message may be signed and sent once only: it has no nonce that would make it another. */
const isForOneUse = ({ replay, message }: SignatureCredential): boolean =>
  replay === 'refuse' && !message.includes('nonce');

function checksOf(subject: Subject): readonly Check[] {
  const { contract, name, operation, windowSeconds, futureSeconds } = subject;
  const documented = basisOf(contract, credentialPointer(name), { about: /minutes/ });
  // The window is known; which second is its last, and what else a timestamp may be, is the contract's reading.
  const assumed = {
    ...documented,
    evidence: documented.citation.source === undefined ? documented.evidence : 'assumed',
  } as const;
  const needs = changes(operation);
  const stale = ['stale_timestamp'] as const;
  const future = ['future_timestamp'] as const;
  return [
    rule({
      id: `${subject.credential.kind}.long-ago:${operation.id}`,
      title: 'A signature that is a minute past its window is refused',
      ...documented,
      run: async (context) =>
        refused(
          context,
          await sendSigned(context, subject, { drift: -windowSeconds - 60 }),
          operation,
          stale,
          `its timestamp is ${windowSeconds + 60} seconds old, and the window ${windowSeconds}`,
        ),
    }),
    rule({
      id: `${subject.credential.kind}.window:${operation.id}`,
      title: 'A signature is accepted until it is exactly as old as its window, and refused a second later',
      ...assumed,
      needs,
      async run(context: Context) {
        await still(context);
        const { good, bad } = aroundEdge(context, windowSeconds);
        context.expect.success(await sendSigned(context, subject, { drift: -good }), operation);
        refused(
          context,
          await sendSigned(context, subject, { drift: -bad }),
          operation,
          stale,
          `its timestamp is ${bad} seconds old, and the window ${windowSeconds}`,
        );
      },
    }),
    rule({
      id: `${subject.credential.kind}.ages:${operation.id}`,
      title: 'A signature dies by the clock, not by when it was first seen',
      ...documented,
      needs: ['wait', ...needs],
      async run(context: Context) {
        context.clock.within(120_000);
        await still(context);
        // Where time has to be waited for, it begins when most of it is over.
        const ago = context.clock.movable ? 0 : Math.max(0, windowSeconds - 60);
        const timestamp = timestampOf(subject.credential, (await nowSeconds(context)) - ago);
        // One that works once is first sent when it is old.
        if (!isForOneUse(subject.credential) || ago > 0)
          context.expect.success(await sendSigned(context, subject, { timestamp }), operation);
        if (ago === 0) {
          await context.clock.pass(Math.max(0, windowSeconds - 60) * 1000);
          context.expect.success(await sendSigned(context, subject, { timestamp }), operation);
        }
        await context.clock.pass(120_000);
        refused(
          context,
          await sendSigned(context, subject, { timestamp }),
          operation,
          stale,
          `its timestamp is ${windowSeconds + 60} seconds old by now, and the window ${windowSeconds}`,
        );
      },
    }),
    rule({
      id: `${subject.credential.kind}.future:${operation.id}`,
      title: 'A timestamp may be ahead of the clock by the allowance, and no second more',
      ...assumed,
      needs,
      async run(context: Context) {
        await still(context);
        const { good, bad } = aroundEdge(context, futureSeconds);
        context.expect.success(await sendSigned(context, subject, { drift: good }), operation);
        refused(
          context,
          await sendSigned(context, subject, { drift: bad }),
          operation,
          future,
          `its timestamp is ${bad} seconds ahead, and the allowance ${futureSeconds}`,
        );
      },
    }),
    ...((subject.credential.timestamp_format ?? 'epoch') === 'epoch'
      ? [
          rule({
            id: `${subject.credential.kind}.milliseconds:${operation.id}`,
            title: 'A timestamp in milliseconds is refused, though it is signed well',
            ...assumed,
            run: async (context) =>
              refused(
                context,
                await sendSigned(context, subject, {
                  timestamp: String(await context.clock.now())
                    .slice(0, 13)
                    .padEnd(13, '0'),
                }),
                operation,
                ['future_timestamp', 'malformed_credentials'],
              ),
          }),
        ]
      : []),
    rule({
      id: `${subject.credential.kind}.no-number:${operation.id}`,
      title: 'A timestamp in another form than the contract says is refused, though it is signed well',
      ...assumed,
      async run(context: Context) {
        const now = await nowSeconds(context);
        for (const timestamp of otherForms(subject.credential, now)) {
          refused(context, await sendSigned(context, subject, { timestamp }), operation, [
            'malformed_credentials',
            'stale_timestamp',
            'missing_credentials',
            'invalid_signature',
            'future_timestamp',
          ]);
        }
      },
    }),
  ];
}

export const windows: CheckFamily = ({ contract }) => subjectsOf(contract).flatMap(checksOf);
