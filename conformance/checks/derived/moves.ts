/** Records that change their state by themselves: to the right one, at the right second. */
import { runOutToken, still } from '../common/run-out.ts';
import type { Check, CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import { escapePointer } from '../../../mock/contract/openapi-document.ts';
import type {
  CompiledOperation,
  CompiledContract,
  CompiledResource,
} from '../../../mock/contract/compiled-contract.ts';
import { contractMs } from '../../../mock/contract/durations.ts';
import type { Move } from '../../../specs/generated/vocabulary.ts';
import { basisOf } from '../common/contract-citation.ts';
import { recordsIn } from './support/answer-records.ts';
import type { Json } from './support/answer-records.ts';
import { bodySchema, fieldsOf, withFields } from './support/invalid-bodies.ts';
import { named } from './support/check-per-operation.ts';
import { askFor, idOf, someone, verb } from './support/make-records.ts';

const SECOND = 1_000;

/** A server that does such things in turns does them so much later at most. */
const LATE_MS = 60 * SECOND;

/** A resource whose records can be made and looked at. */
interface Subject {
  readonly contract: CompiledContract;
  readonly resource: CompiledResource;
  readonly create: CompiledOperation;
  readonly get: CompiledOperation;
}

function subjects(contract: CompiledContract): readonly Subject[] {
  return [...contract.resources.values()].flatMap((resource) => {
    const [create, get] = [verb(contract, resource.name, 'create'), verb(contract, resource.name, 'get')];
    // A record that stands deeper in the body is left to the tests of the contract that has it.
    if (create?.action.type === 'resource.create' && create.action.body) return [];
    return resource.moves === undefined || create === undefined || get === undefined
      ? []
      : [{ contract, resource, create, get }];
  });
}

const firstOf = (wanted: unknown): unknown => (Array.isArray(wanted) ? (wanted as readonly unknown[])[0] : wanted);

const fits = (record: Json, { field, from, when = {} }: Move): boolean =>
  record[field] === from && Object.entries(when).every(([name, wanted]) => [wanted].flat().includes(record[name]));

const instant = (value: unknown): number => (typeof value === 'number' ? value * SECOND : Date.parse(String(value)));

/** The body that makes a record on which a move counts; undefined where a body cannot say it. */
function bodyFor({ contract, create }: Subject, move: Move, fields: Json): Json | undefined {
  const known = bodySchema(contract, create)?.properties ?? {};
  const values = Object.entries(move.when ?? {});
  return values.every(([name]) => Object.hasOwn(known, name))
    ? { ...fields, ...Object.fromEntries(values.map(([name, wanted]) => [name, firstOf(wanted)])) }
    : undefined;
}

async function show(context: Context, { contract, resource, get }: Subject, id: string): Promise<Json> {
  const exchange = await askFor(await someone(context, get), get, id);
  context.expect.success(exchange, get);
  const [record] = recordsIn(contract, get, exchange, resource.name);
  context.expect.that(record !== undefined, `the ${resource.name}`, 'an answer without it', exchange);
  return record;
}

async function follow(context: Context, subject: Subject, move: Move): Promise<void> {
  const { contract, resource, create } = subject;
  const span = contractMs(move.after);
  context.clock.within(span);
  await still(context);
  const { request, ask } = await (await someone(context, create)).caller(create);
  const body =
    bodyFor(subject, move, fieldsOf(request) ?? {}) ?? context.notRun('no body can say what the move depends on');
  const exchange = await ask(withFields(request, body));
  context.expect.success(exchange, create);
  const [made] = recordsIn(contract, create, exchange, resource.name);
  context.expect.that(made !== undefined, `the new ${resource.name}`, 'an answer without it', exchange);
  const state = made[move.field];
  context.expect.that(state === move.from, `${move.field} ${move.from} at first`, String(state), exchange);
  if (resource.moves?.find((one) => fits(made, one)) !== move) context.notRun('another move comes before this one');
  const id = idOf(made, resource);
  const due = instant(made[move.since]) + span;
  const left = context.clock.movable ? Math.max(0, due - (await context.clock.now())) : span;
  let moved = made;
  await runOutToken(context, left, {
    ...(left > SECOND && {
      before: async () => {
        const before = (await show(context, subject, id))[move.field];
        context.expect.that(
          before === move.from,
          `${move.field} ${move.from} a second before its time`,
          String(before),
        );
      },
    }),
    async end() {
      moved = await show(context, subject, id);
      context.expect.that(
        moved[move.field] === move.to,
        `${move.field} ${move.to} ${move.after} later`,
        String(moved[move.field]),
      );
    },
  });
  for (const name of Object.keys(move.when ?? {}))
    context.expect.that(
      moved[name] === made[name],
      `${name} as before, ${JSON.stringify(made[name])}`,
      JSON.stringify(moved[name]),
    );
  if (move.stamp !== undefined)
    context.expect.that(
      Math.abs(instant(moved[move.stamp]) - due) <= (context.clock.movable ? 0 : LATE_MS),
      `${move.stamp} of ${new Date(due).toISOString()}`,
      String(moved[move.stamp]),
    );
}

export const moves: CheckFamily = ({ contract }) =>
  subjects(contract).flatMap((subject): Check[] => {
    const { resource, create } = subject;
    const initial: Json = (create.action.type === 'resource.create' ? create.action.set : undefined) ?? {};
    return (resource.moves ?? []).flatMap((move, i): Check[] => {
      if (initial[move.field] !== move.from) return [];
      return [
        {
          id: `resource.moves-${i + 1}:${create.id}`,
          title: `what ${named(create)} makes is ${move.to} ${move.after} later${move.when === undefined ? '' : `, with ${Object.keys(move.when).join(' and ')} of the list`}`,
          level: 'must',
          ...basisOf(contract, `#/components/schemas/${escapePointer(resource.schemaName)}/x-resource/moves/${i}`),
          needs: ['wait', 'destructive'],
          run: (context) => follow(context, subject, move),
        },
      ];
    });
  });
