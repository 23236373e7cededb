/**
 * Defects in what the vocabulary has and no built-in contract: they are tried on the contract that has all of it, by
 * conformance/test/mutants-beyond.test.ts.
 */
import { chain } from '../../mock/state/awaitable.ts';
import type { Store, Value } from '../../mock/state/stores/store.ts';
import type { CompiledContract, CompiledOperation } from '../../mock/contract/compiled-contract.ts';
import { at } from '../../mock/contract/openapi-document.ts';
import type { Operation } from '../../mock/contract/openapi-document.ts';
import { elsewhere } from './isolation-mutants.ts';
import { mutants } from './mutant.ts';
import type { Has } from './wrap/breakable-contracts.ts';
import { withStore } from './wrap/wrap-call.ts';
import { actionsAs, rewritten } from './wrap/wrap-document.ts';
import { bodyAs, both, ofAction, replying, succeeded } from './wrap/wrap-reply.ts';
import { acting } from './wrap/wrap-steps.ts';

const nested: Has = ({ resources }) => [...resources.values()].some(({ parent }) => parent !== undefined);

/** Beginnings of the keys of records that others are below. */
const parentKeys = ({ resources }: CompiledContract): readonly string[] =>
  [...resources.values()].flatMap(({ parent }) => (parent ? [`r:${parent.resource}:`] : []));

/** Records that others are below are there as `change` has it, for what is done below them. */
const parentsSeen = (change: (value: Value | undefined) => Value | undefined) =>
  acting('resource.', (call) => {
    const { action } = call.operation;
    const { contract } = call.world;
    const resource = 'resource' in action ? contract.resources.get(action.resource ?? '') : undefined;
    if (resource?.parent === undefined) return call;
    const prefixes = parentKeys(contract).filter((prefix) => prefix !== `r:${resource.name}:`);
    return withStore(
      call,
      (store): Store => ({
        ...store,
        get: <V extends Value>(key: string) =>
          chain(store.get<V>(key), (value) =>
            prefixes.some((prefix) => key.startsWith(prefix)) ? (change(value) as V | undefined) : value,
          ),
      }),
    );
  });

/** Whether an operation names a scheme, though none that proves anything. */
function asksFor({ document }: CompiledContract, { pointer }: CompiledOperation): boolean {
  const { security = [] } = at(document, pointer) as Operation;
  return security.some((alternative) =>
    Object.keys(alternative).some(
      (name) => document.components?.securitySchemes?.[name]?.['x-verify']?.credential === null,
    ),
  );
}

const provesNothing: Has = (contract) => contract.operations.some((operation) => asksFor(contract, operation));

const namesInBody: Has = ({ operations }) =>
  operations.some(({ action }) => action.type === 'resource.update' && action.id !== undefined);

export const BEYOND = [
  ...mutants(nested, [
    {
      id: 'parent.together',
      title: 'Records below any record are in one collection.',
      killedBy: ['parent.apart'],
      seams: rewritten((document) => {
        for (const schema of Object.values(document.components?.schemas ?? {}))
          if (schema['x-resource']) delete schema['x-resource'].parent;
      }),
    },
    {
      id: 'parent.not-looked-for',
      title: 'A record that is not there has records below it.',
      killedBy: ['parent.unknown'],
      seams: parentsSeen((value) => value ?? {}),
    },
    {
      id: 'parent.deleted-lives',
      title: 'What is below a deleted record can be reached still.',
      killedBy: ['parent.deleted'],
      seams: parentsSeen((value) => (value === 'deleted' ? {} : value)),
    },
    {
      id: 'parent.any-tenant',
      title: "What is below another tenant's record is shown.",
      killedBy: ['parent.other-tenant'],
      seams: elsewhere('resource.list'),
    },
  ]),
  ...mutants(
    ({ operations }) => operations.some(({ action }) => action.type === 'reply'),
    [
      {
        id: 'reply.empty',
        title: 'Where the example is to be answered, nothing of it is.',
        killedBy: ['answer.success'],
        seams: replying(
          both(ofAction('reply'), succeeded),
          bodyAs(() => ({})),
        ),
      },
    ],
  ),
  ...mutants(provesNothing, [
    {
      id: 'credential.none-demanded',
      title: 'A scheme that proves nothing is taken for one that proves who calls.',
      killedBy: ['answer.success'],
      seams: replying(
        ({ operation, world }) => operation.requirements.length === 0 && asksFor(world.contract, operation),
        () => ({ status: 401, body: '{}' }),
      ),
    },
  ]),
  ...mutants(namesInBody, [
    {
      id: 'record.in-body-not-found',
      title: 'The record that a body names is not found.',
      killedBy: ['resource.changed-stays-changed'],
      seams: actionsAs('resource.update', (action) => {
        if (action.id !== undefined) action.id = '/nothing';
      }),
    },
  ]),
];
