/** One-time passwords and verification tokens that are good too often, too long or for too much. */
import { chain } from '../../mock/state/awaitable.ts';
import { otpKey, tenantOf, verificationKey } from '../../mock/auth/otp/otp-records.ts';
import type { Binding, OtpRecord, VerificationRecord } from '../../mock/auth/otp/otp-records.ts';
import { at } from '../../mock/contract/openapi-document.ts';
import { refuse } from '../../mock/request/call.ts';
import type { Call } from '../../mock/request/call.ts';
import { freeOperations } from '../checks/otp/free-operation.ts';
import { bodyValue, readBody } from '../../mock/request/parsed-body.ts';

import { mutants } from './mutant.ts';
import { withCall, withStore, withWorld } from './wrap/wrap-call.ts';
import { all, has, stepUp } from './wrap/breakable-contracts.ts';
import { actionsAs, operationsAs } from './wrap/wrap-document.ts';
import { bodyAs, both, ofAction, replying, statusOf, succeeded } from './wrap/wrap-reply.ts';
import { actingOn, lettingThrough, onAction, onGuard, telling } from './wrap/wrap-steps.ts';
import { inStore, notTaking, racing, seeing } from './wrap/wrap-store.ts';

const LATEST = 4_102_444_800_000;

const password = (change: (record: OtpRecord, call: Call) => Partial<OtpRecord>) =>
  actingOn('otp.verify', (store, call) =>
    seeing<OtpRecord>('otp:', (record) => ({ ...record, ...change(record, call) }))(store),
  );

const codeOf = (call: Call): unknown =>
  call.operation.action.type === 'otp.verify' ? at(bodyValue(call), call.operation.action.code) : undefined;

const idOf = (call: Call): string =>
  call.operation.action.type === 'otp.verify' ? String(at(bodyValue(call), call.operation.action.id)) : '';

export const OTP = mutants(has('otp.verify'), [
  {
    id: 'otp.attempts-unlimited',
    title: 'Any number of wrong tries is allowed.',
    killedBy: ['otp.lock-out'],
    seams: actionsAs('otp.request', (action) => void (action.attempts = 1_000)),
  },
  {
    id: 'otp.one-more-try',
    title: 'One wrong try more than allowed is forgiven.',
    killedBy: ['otp.lock-out'],
    seams: actionsAs('otp.request', (action) => void (action.attempts += 1)),
  },
  {
    id: 'otp.one-less-try',
    title: 'The last wrong try that is allowed kills the password.',
    killedBy: ['otp.last-try'],
    seams: actionsAs('otp.request', (action) => void (action.attempts -= 1)),
  },
  {
    id: 'otp.locked-opens',
    title: 'A locked password still opens with the right code.',
    killedBy: ['otp.lock-out'],
    seams: password((record, call) => (codeOf(call) === record.code ? { wrong: 0 } : {})),
  },
  {
    id: 'otp.reused',
    title: 'A password can be used again.',
    killedBy: ['otp.single-use'],
    seams: password(() => ({ used: false })),
  },
  {
    id: 'otp.expired-accepted',
    title: 'Passwords never expire.',
    killedBy: ['otp.expiry'],
    seams: password(() => ({ expires_at: LATEST })),
  },
  {
    id: 'otp.second-too-long',
    title: 'A password is good in the very second in which it ends.',
    killedBy: ['otp.expiry'],
    seams: password(({ expires_at: end }) => ({ expires_at: end + 1_000 })),
  },
  {
    id: 'otp.second-too-short',
    title: 'A password ends a second early.',
    killedBy: ['otp.expiry'],
    seams: password(({ expires_at: end }) => ({ expires_at: end - 1_000 })),
  },
  {
    id: 'otp.not-superseded',
    title: 'A newer password leaves the older ones good.',
    killedBy: ['otp.superseded'],
    seams: actingOn('otp.verify', (store, call) => ({
      ...store,
      get: <T>(key: string) => (key.startsWith('otp-newest:') ? (idOf(call) as T) : store.get(key)),
    })),
  },
  {
    id: 'otp.other-tenant-tries',
    title: "Another tenant's tries are counted as the owner's.",
    applies: ({ tenants }) => tenants.size > 1,
    killedBy: ['otp.tenant'],
    seams: onAction('otp.verify', (action) => async (call) => {
      const outcome = await action(call);
      if (outcome.refusal === undefined || codeOf(call) === '') return outcome;
      const body = readBody(call);
      const { action: rule } = call.operation;
      if (body.state !== 'json' || rule.type !== 'otp.verify') return outcome;
      const wrong = { ...(body.value as object), [rule.code.slice(1)]: '' };
      for (const tenant of call.world.people.tenants.keys())
        if (tenant !== call.tenant) await action(withCall(call, { tenant, parsedBody: { ...body, value: wrong } }));
      return outcome;
    }),
  },
  {
    id: 'otp.other-tenant',
    title: "Another tenant's password is accepted.",
    applies: ({ tenants }) => tenants.size > 1,
    killedBy: ['otp.tenant'],
    seams: actingOn('otp.verify', (store, call) => ({
      ...seeing<OtpRecord>('otp:', (record) => ({ ...record, tenant: tenantOf(call.tenant) }))(store),
      get: <T>(key: string) =>
        key.startsWith('otp-newest:')
          ? (idOf(call) as T)
          : seeing<OtpRecord>('otp:', (record) => ({ ...record, tenant: tenantOf(call.tenant) }))(store).get(key),
    })),
  },
  {
    id: 'otp.any-code',
    title: 'Any code is accepted.',
    killedBy: ['otp.wrong'],
    seams: password((record, call) => ({ code: String(codeOf(call) ?? record.code) })),
  },
  {
    id: 'otp.first-digits',
    title: 'Only the first three digits of a code are compared.',
    killedBy: ['otp.wrong'],
    seams: password((record, call) =>
      String(codeOf(call)).slice(0, 3) === record.code.slice(0, 3) ? { code: String(codeOf(call)) } : {},
    ),
  },
  {
    id: 'otp.short',
    title: 'Passwords have four digits.',
    applies: ({ operations }) => operations.some(({ action }) => action.type === 'otp.request' && action.digits > 4),
    killedBy: ['otp.ask'],
    seams: actionsAs('otp.request', (action) => void (action.digits = 4)),
  },
  {
    id: 'otp.told',
    title: 'The answer to a request for a password tells the password.',
    killedBy: ['otp.ask'],
    seams: onAction(
      'otp.request',
      (action) => (call) =>
        chain(action(call), (outcome) => {
          const id = outcome.answer?.facts?.['otp.id'];
          return typeof id !== 'string'
            ? outcome
            : chain(call.world.store.get<OtpRecord>(otpKey(id)), (record) => ({
                answer: {
                  ...outcome.answer,
                  facts: { ...outcome.answer?.facts, 'otp.id': `${id}${record?.code ?? ''}` },
                },
              }));
        }),
    ),
  },
  {
    id: 'otp.expires-in-lies',
    title: 'expires_in of a password is twice its life.',
    killedBy: ['otp.ask', 'otp.expiry'],
    seams: telling('otp.request', (facts) => ({ ...facts, 'otp.expires_in': Number(facts['otp.expires_in']) * 2 })),
  },
  {
    id: 'otp.always-the-same',
    title: 'Every password is 123456.',
    killedBy: ['otp.codes-differ'],
    seams: onAction(
      'otp.request',
      (action) => (call) =>
        action(withWorld(call, { ids: { ...call.world.ids, digits: (length) => '1234567890'.slice(0, length) } })),
    ),
  },
  {
    id: 'otp.race',
    title: 'Guesses at the same moment are not all counted.',
    killedBy: ['otp.lock-out-race', 'otp.race'],
    seams: inStore(racing('otp:')),
  },
  {
    id: 'otp.wrong-as-200',
    title: 'A wrong code is answered 200.',
    killedBy: ['otp.wrong'],
    seams: statusOf(['invalid_otp'], 200),
  },
  {
    id: 'otp.no-token',
    title: 'A right code is answered without a verification token.',
    killedBy: ['otp.trade'],
    seams: replying(
      both(ofAction('otp.verify'), succeeded),
      bodyAs((body) => Object.fromEntries(Object.entries(body).filter(([name]) => !name.includes('token')))),
    ),
  },
]);

/** The guard, and what takes the token after it, see another verification. */
/** The guard sees other verifications. */
export const verification = (change: (record: VerificationRecord, call: Call) => Partial<VerificationRecord>) =>
  onGuard(
    'step_up',
    (guard) => (call) =>
      guard(
        withStore(call, (store) =>
          seeing<VerificationRecord>('verification:', (record) => ({ ...record, ...change(record, call) }))(store),
        ),
      ),
  );

const threshold = (change: (atLeast: number) => number) =>
  operationsAs((operation) => {
    const amount = operation['x-step-up']?.amount;
    if (amount === undefined) return;
    amount.at_least = change(amount.at_least);
    for (const [value, least] of Object.entries(amount.by?.at_least ?? {})) amount.by!.at_least[value] = change(least);
  });

const bindingOf = (call: Call): Partial<Binding> => {
  const rule = call.operation.stepUp;
  const resource = rule?.resource === undefined ? null : at(bodyValue(call), rule.resource);
  return { resource: typeof resource === 'string' ? resource : null };
};

const amounts = all(stepUp, ({ operations }) => operations.some(({ stepUp: rule }) => rule?.amount !== undefined));

const tiers = all(stepUp, ({ operations }) => operations.some(({ stepUp: rule }) => rule?.amount?.by !== undefined));

/** Passwords are given for operations that no list names. */
const openNames = all(stepUp, (contract) => freeOperations({ contract }).length > 0);

export const STEP_UP = mutants(stepUp, [
  {
    id: 'step-up.missing',
    title: 'No operation demands a verified password.',
    killedBy: ['step-up.required'],
    seams: lettingThrough('step_up', ['otp_required']),
  },
  {
    id: 'step-up.any-token',
    title: 'Any text is taken for a verification token.',
    killedBy: ['step-up.unknown-token', 'step-up.single-use'],
    seams: lettingThrough(
      'step_up',
      ['otp_required'],
      (call) => typeof call.request.headers[call.operation.stepUp!.header.toLowerCase()] === 'string',
    ),
  },
  {
    id: 'step-up.reused',
    title: 'A verification token can be used again.',
    killedBy: ['step-up.single-use'],
    seams: inStore(notTaking('verification:')),
  },
  {
    id: 'step-up.expired-accepted',
    title: 'Verification tokens never expire.',
    killedBy: ['step-up.expiry'],
    seams: verification(() => ({ expires_at: LATEST })),
  },
  {
    id: 'step-up.second-too-long',
    title: 'A verification token is good in the very second in which it ends.',
    killedBy: ['step-up.expiry'],
    seams: verification(({ expires_at: end }) => ({ expires_at: end + 1_000 })),
  },
  {
    id: 'step-up.second-too-short',
    title: 'A verification token ends a second early.',
    killedBy: ['step-up.expiry'],
    seams: verification(({ expires_at: end }) => ({ expires_at: end - 1_000 })),
  },
  {
    id: 'step-up.other-operation',
    title: 'A verification of one operation is good for another.',
    killedBy: ['step-up.other-operation'],
    applies: ({ operations }) => new Set(operations.flatMap(({ stepUp: rule }) => rule?.operation ?? [])).size > 1,
    seams: verification((record, call) => ({ operation: call.operation.stepUp?.operation ?? record.operation })),
  },
  {
    id: 'step-up.other-resource',
    title: 'A verification for one resource is good for another.',
    killedBy: ['step-up.other-resource'],
    applies: ({ operations }) => operations.some(({ stepUp: rule }) => rule?.resource !== undefined),
    seams: verification((_record, call) => bindingOf(call)),
  },
  {
    id: 'step-up.other-tenant',
    title: "Another tenant's verification is accepted.",
    applies: ({ tenants }) => tenants.size > 1,
    killedBy: ['step-up.other-tenant'],
    seams: verification((_record, call) => ({ tenant: tenantOf(call.tenant), user: undefined })),
  },
  {
    id: 'step-up.burnt',
    title: 'A refused request uses the verification token up.',
    killedBy: ['step-up.refused-keeps-it'],
    seams: {
      reply: (call, reply) =>
        reply.refusal === undefined || call.operation.stepUp === undefined
          ? reply
          : chain(
              call.world.store.take(
                verificationKey(String(call.request.headers[call.operation.stepUp.header.toLowerCase()])),
              ),
              () => reply,
            ),
    },
  },
  {
    id: 'step-up.threshold-one-more',
    title: 'Exactly the threshold is served without a password.',
    applies: amounts,
    killedBy: ['step-up.threshold'],
    seams: threshold((least) => least + 1),
  },
  {
    id: 'step-up.threshold-one-less',
    title: 'Just below the threshold a password is demanded.',
    applies: amounts,
    killedBy: ['step-up.threshold'],
    seams: threshold((least) => least - 1),
  },
  {
    id: 'step-up.always',
    title: 'A password is demanded whatever the amount.',
    applies: amounts,
    killedBy: ['step-up.threshold'],
    seams: threshold(() => 0),
  },
  {
    id: 'step-up.threshold-never',
    title: 'No amount needs a password.',
    applies: amounts,
    killedBy: ['step-up.threshold'],
    seams: threshold(() => Number.MAX_SAFE_INTEGER),
  },
  {
    id: 'step-up.one-threshold',
    title: 'One threshold counts for every currency.',
    applies: tiers,
    killedBy: ['step-up.threshold-by'],
    seams: operationsAs((operation) => {
      delete operation['x-step-up']?.amount?.by;
    }),
  },
  {
    id: 'step-up.short-body',
    title: 'A call that says no more than it must needs no password.',
    applies: ({ operations }) => operations.some(({ stepUp: rule }) => rule?.amount?.record !== undefined),
    killedBy: ['step-up.short-body', 'step-up.required'],
    seams: onGuard(
      'step_up',
      (guard) => (call) =>
        call.operation.stepUp?.amount?.record !== undefined && Object.keys(bodyValue(call) ?? {}).length <= 1
          ? undefined
          : guard(call),
    ),
  },
  {
    id: 'step-up.free-operation',
    title: 'A verification of an operation that no list names is good for all.',
    applies: openNames,
    killedBy: ['otp.free-operation'],
    seams: verification((record, call) =>
      call.world.contract.operations.some(({ stepUp: rule }) => rule?.operation === record.operation)
        ? {}
        : { operation: call.operation.stepUp!.operation },
    ),
  },
  {
    id: 'otp.listed-only',
    title: 'A password is refused for an operation that no list names.',
    applies: openNames,
    killedBy: ['otp.free-operation'],
    seams: onAction('otp.request', (action) => (call) => {
      const name =
        call.operation.action.type === 'otp.request' ? at(bodyValue(call), call.operation.action.operation) : undefined;
      return call.world.contract.operations.some(({ stepUp: rule }) => rule?.operation === name)
        ? action(call)
        : { refusal: refuse('invalid_body', 'the operation is a listed one', call.operation.pointer) };
    }),
  },
  {
    id: 'step-up.race',
    title: 'Of two requests with one verification token at the same moment both are served.',
    killedBy: ['step-up.race'],
    seams: inStore(racing('verification:')),
  },
  {
    id: 'step-up.as-401',
    title: 'A missing verification is answered 401.',
    killedBy: ['step-up.required'],
    seams: statusOf(['otp_required'], 401),
  },
]);
