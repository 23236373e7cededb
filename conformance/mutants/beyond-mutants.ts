/**
 * Defects in what the vocabulary has and no built-in contract: they are tried on the contract that has all of it, by
 * conformance/test/mutants-beyond.test.ts.
 */
import { chain } from '../../mock/state/awaitable.ts';
import type { Store, Value } from '../../mock/state/stores/store.ts';
import type { CompiledContract, CompiledOperation } from '../../mock/contract/compiled-contract.ts';
import { at } from '../../mock/contract/openapi-document.ts';
import type { Operation } from '../../mock/contract/openapi-document.ts';
import { DPOP_ALWAYS, DPOP_CLIENTS } from './dpop-mutants.ts';
import { PASSWORDS } from './password-mutants.ts';
import { RESOURCE_INDICATORS } from './resource-indicator-mutants.ts';
import { REGISTERED_PROOFS } from './registration-mutants.ts';
import { SIGNATURES_DEMANDED } from './request-object-mutants.ts';
import { IMPLICIT_GRANTS } from './implicit-mutants.ts';
import { elsewhere } from './isolation-mutants.ts';
import { mutants } from './mutant.ts';
import { token } from './wrap/breakable-contracts.ts';
import type { Has } from './wrap/breakable-contracts.ts';
import { formOf, withStore } from './wrap/wrap-call.ts';
import { actionsAs, credentialsAs, rewritten } from './wrap/wrap-document.ts';
import { bodyAs, both, ofAction, replying, succeeded } from './wrap/wrap-reply.ts';
import { acting, actingOn } from './wrap/wrap-steps.ts';
import { forgetting, isToken } from './wrap/wrap-store.ts';

const wantsToken: Has = ({ operations }) =>
  operations.some(({ action }) => action.type === 'client.register' && action.initial_access_token !== undefined);

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

const leeway: Has = token(({ refresh }) => refresh?.reuse_leeway !== undefined);

/** Another leeway than the contract's; none for null. */
const leewayAs = (wrong: string | null) =>
  credentialsAs('token', ({ refresh }) => {
    if (refresh?.reuse_leeway === undefined) return;
    if (wrong === null) delete refresh.reuse_leeway;
    else refresh.reuse_leeway = wrong;
  });

export const BEYOND = [
  ...DPOP_CLIENTS,
  ...PASSWORDS,
  ...DPOP_ALWAYS,
  ...REGISTERED_PROOFS,
  ...RESOURCE_INDICATORS,
  ...SIGNATURES_DEMANDED,
  ...IMPLICIT_GRANTS,
  ...mutants(
    token(({ typ }) => typ === 'at+jwt'),
    [
      {
        id: 'jwt.typ-plain',
        title: 'Access tokens do not say in their header that they are access tokens.',
        killedBy: ['oauth.jwt-typ'],
        seams: credentialsAs('token', (one) => void delete one.typ),
      },
    ],
  ),
  ...mutants(leeway, [
    {
      id: 'refresh.leeway-none',
      title: 'A refresh token that was traded in is refused at once, and its family with it.',
      killedBy: ['oauth.refresh-leeway', 'oauth.refresh-race-leeway'],
      seams: leewayAs(null),
    },
    {
      id: 'refresh.leeway-shorter',
      title: 'The leeway ends a millisecond early.',
      killedBy: ['oauth.refresh-leeway-end'],
      seams: leewayAs('PT4.999S'),
    },
    {
      id: 'refresh.leeway-longer',
      title: 'The leeway ends a millisecond late.',
      killedBy: ['oauth.refresh-leeway-end'],
      seams: leewayAs('PT5.001S'),
    },
    {
      id: 'refresh.leeway-for-ever',
      title: 'A refresh token that was traded in is answered for a day.',
      killedBy: ['oauth.refresh-reuse'],
      seams: leewayAs('P1D'),
    },
    {
      id: 'refresh.leeway-keeps-family',
      title: 'After the leeway the old refresh token is refused, and its family lives on.',
      killedBy: ['oauth.refresh-reuse-kills-family'],
      seams: actingOn('token.issue', forgetting('family:')),
    },
    {
      id: 'refresh.leeway-no-successor',
      title: 'Whoever comes second within the leeway gets no refresh token.',
      killedBy: ['oauth.refresh-leeway', 'oauth.refresh-race-leeway'],
      seams: acting('token.issue', (call) =>
        withStore(
          call,
          (store): Store => ({
            ...store,
            set(key, value, options) {
              const { use, family } = value as { readonly use?: string; readonly family?: string | null };
              if (!isToken(key) || use !== 'refresh' || formOf(call)['grant_type'] !== 'refresh_token')
                return store.set(key, value, options);
              return chain(store.set(`second:${family ?? ''}`, true, { ifAbsent: true }), (first) =>
                first ? store.set(key, value, options) : true,
              );
            },
          }),
        ),
      ),
    },
  ]),
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
  ...mutants(wantsToken, [
    {
      id: 'register.open',
      title: 'Anybody registers without the initial access token.',
      killedBy: ['oauth.register-initial-token'],
      seams: actionsAs('client.register', (action) => void delete action.initial_access_token),
    },
  ]),
];
