/** One idempotency key, one effect. */
import type { CheckFamily } from '../../check.ts';
import type { Context, RequestParts } from '../../check-context.ts';
import { contractMs } from '../../../mock/contract/durations.ts';
import type { CompiledOperation } from '../../../mock/contract/compiled-contract.ts';
import { freshKey } from '../common/fresh-key.ts';
import { runOut, still } from '../common/run-out.ts';
import { recordsIn } from './support/answer-records.ts';
import { anyAllowed } from './support/ask-as-caller.ts';
import { elementBasis, failureBasis } from './support/operation-citation.ts';
import { fieldsOf, withFields } from './support/invalid-bodies.ts';
import { named, perOperation } from './support/check-per-operation.ts';
import type { Case } from './support/check-per-operation.ts';
import { withHeader } from './support/change-parts.ts';
import { idOf, resourceOf } from './support/make-records.ts';

const applies = ({ idempotency }: CompiledOperation): boolean => idempotency !== undefined;

const basis: Case['basis'] = (operation, contract) => elementBasis(contract, operation, operation.idempotency?.pointer);

const keyed = async (context: Context, operation: CompiledOperation): Promise<RequestParts> =>
  withHeader(await anyAllowed(context, operation), operation.idempotency!.name, freshKey());

/** The same request, differently meant. */
function another(context: Context, parts: RequestParts): RequestParts {
  const fields = fieldsOf(parts) ?? context.notRun('the request has no body with fields');
  return withFields(parts, { ...fields, note_of_the_suite: 'another request' });
}

const idIn = (
  context: Context,
  operation: CompiledOperation,
  exchange: Awaited<ReturnType<Context['send']>>,
): string | undefined => {
  const resource = resourceOf(context.contract, operation);
  const record = resource && recordsIn(context.contract, operation, exchange, resource.name)[0];
  return record && idOf(record, resource);
};

const REPEATS = 3;

const replay: Case = {
  id: 'idempotency-key.replay',
  title: (operation) => `${named(operation)} answers a repeated key with its first answer, and makes nothing new`,
  needs: ['destructive'],
  applies,
  basis,
  async run(context: Context, operation) {
    const parts = await keyed(context, operation);
    const first = await context.send(parts);
    context.expect.success(first, operation);
    // Each time, whichever of its processes answers.
    for (let i = 0; i < REPEATS; i++) {
      const again = await context.send(parts);
      context.expect.status(again, first.status, 'a repeated request gets the first answer');
      context.expect.that(
        again.answerBody === first.answerBody,
        'the first answer, byte for byte',
        'another body',
        again,
      );
    }
  },
};

const otherBody: Case = {
  id: 'idempotency-key.other-body',
  title: (operation) => `${named(operation)} refuses a key that was used with another body`,
  needs: ['destructive'],
  applies,
  basis: (operation, contract) => failureBasis(contract, operation, 'idempotency_mismatch'),
  async run(context: Context, operation) {
    const parts = await keyed(context, operation);
    context.expect.success(await context.send(parts), operation);
    context.expect.failure(await context.send(another(context, parts)), operation, 'idempotency_mismatch');
  },
};

const SIMULTANEOUS = 8;

const concurrent: Case = {
  id: 'idempotency-key.concurrent',
  title: (operation) => `${named(operation)}, sent several times at once with one key, has one effect`,
  needs: ['destructive'],
  applies,
  basis,
  async run(context: Context, operation) {
    const parts = await keyed(context, operation);
    const answers = await Promise.all(Array.from({ length: SIMULTANEOUS }, () => context.send(parts)));
    const good = answers.filter(({ status }) => status < 300);
    for (const answer of answers.filter(({ status }) => status >= 300))
      context.expect.failure(answer, operation, 'idempotency_in_flight');
    const ids = new Set(good.map((answer) => idIn(context, operation, answer)));
    context.expect.that(good.length > 0 && ids.size === 1, 'one record', `${ids.size} of them`, good[1] ?? answers[0]);
  },
};

const forgotten: Case = {
  id: 'idempotency-key.remembered',
  title: (operation) => `${named(operation)} remembers a key for as long as the contract says, and no longer`,
  needs: ['destructive', 'wait'],
  applies,
  basis,
  async run(context: Context, operation) {
    const lasts = contractMs(operation.idempotency!.idempotency!.remember);
    context.clock.within(lasts);
    await still(context);
    const lasting =
      operation.requirements.find(({ method }) => method.kind !== 'token' && method.kind !== 'session') ??
      context.notRun('no credential outlives the memory');
    const presentation = await context.credential(operation, { requirement: lasting });
    const parts = withHeader(
      context.present(await context.request(operation, {}, { tenant: presentation.tenant }), presentation),
      operation.idempotency!.name,
      freshKey(),
    );
    const first = await context.send(parts);
    context.expect.success(first, operation);
    await runOut(context, lasts, {
      async before() {
        const again = await context.send(parts);
        context.expect.that(
          again.answerBody === first.answerBody,
          'the first answer, a second before the end',
          'another',
          again,
        );
      },
      async end() {
        const anew = await context.send(parts);
        context.expect.that(
          anew.answerBody !== first.answerBody || idIn(context, operation, anew) === undefined,
          'a new answer once the memory is over',
          'the first one still',
          anew,
        );
      },
    });
  },
};

export const idempotencyKey: CheckFamily = (suite) =>
  [replay, otherBody, concurrent, forgotten].flatMap((rule) => perOperation(suite, rule));
