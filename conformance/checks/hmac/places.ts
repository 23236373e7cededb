/** Where in a request a signature may stand, and which operations take one. */
import type { CompiledOperation } from '../../../mock/contract/compiled-contract.ts';
import type { Check, CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import { changes, takes } from '../common/find-operations.ts';
import { withHeader, withQuery } from '../common/change-request.ts';
import { refused } from '../common/judge-refusal.ts';
import { rule } from '../common/scenario-check.ts';
import { basisOf } from '../common/contract-citation.ts';
import { sendSigned, signedRequest, subjectsOf } from './hmac-subject.ts';
import type { Subject } from './hmac-subject.ts';

const isSameEverywhere = ({ credential: { message, request } }: Subject): boolean =>
  ![...message, ...(request?.message ?? [])].some((part) => part === 'query' || part === 'sorted_query');

/** Header and query at once. */
function both(subject: Subject): readonly Check[] {
  const { contract, name, operation } = subject;
  const methods = operation.requirements.filter(({ method }) => method.credential === name);
  const [first, second] = methods;
  // Where a signature covers the query or other fields than the other's, it is another in each place.
  if (first === undefined || second === undefined || !isSameEverywhere(subject)) return [];
  const known = basisOf(contract, operation.refusals.get('multiple_credentials')?.pointer ?? operation.pointer, {
    about: /header and query/,
  });
  const again = (
    parts: Awaited<ReturnType<typeof signedRequest>>['parts'],
    change: (value: string) => string,
  ): typeof parts =>
    second.method.parts.reduce((rest, { part, in: where, name: to }) => {
      const from = first.method.parts.find((other) => other.part === part);
      if (from === undefined) return rest;
      const value =
        (from.in === 'query' ? parts.query : parts.headers).find(
          ([other]) => other.toLowerCase() === from.name.toLowerCase(),
        )?.[1] ?? '';
      const sent = part === 'signature' ? change(value) : value;
      return where === 'query' ? withQuery(rest, to, sent) : withHeader(rest, to, sent);
    }, parts);
  return [
    rule({
      id: `${subject.credential.kind}.both-agree:${operation.id}`,
      title: 'The same signature in both places is accepted',
      ...known,
      needs: changes(operation),
      async run(context: Context) {
        const { parts } = await signedRequest(context, subject, { requirement: first });
        context.expect.success(await context.send(again(parts, (value) => value)), operation);
      },
    }),
    rule({
      id: `${subject.credential.kind}.both-differ:${operation.id}`,
      title: 'Different signatures in both places are refused',
      ...known,
      async run(context: Context) {
        const { parts } = await signedRequest(context, subject, { requirement: first });
        refused(context, await context.send(again(parts, (value) => value.slice(1) + value.slice(0, 1))), operation, [
          'multiple_credentials',
          'ambiguous_identifier',
        ]);
      },
    }),
  ];
}

/** Operations that take credentials, but not this one. */
function elsewhere(subject: Subject, alone: boolean): readonly Check[] {
  const { contract, name, requirement: own } = subject;
  const sharesPlace = ({ requirements }: CompiledOperation): boolean =>
    requirements.some(({ method }) =>
      method.parts.some(
        (part) =>
          part.part === 'signature' &&
          own.method.parts.some(
            (other) => other.part === 'signature' && other.in === part.in && other.name === part.name,
          ),
      ),
    );
  return contract.operations
    .filter((operation) => operation.requirements.length > 0 && !operation.anonymous && !takes(operation, name))
    .map((operation) =>
      rule({
        id: `${subject.credential.kind}.not-accepted:${operation.id}${alone ? '' : `/${name}`}`,
        title: 'A signature is refused where the contract does not list it',
        ...basisOf(contract, operation.refusals.get('credential_not_accepted')?.pointer ?? operation.pointer, {
          about: /HMAC/,
        }),
        async run(context: Context) {
          const key =
            (await context.credential(subject.operation, { requirement: subject.requirement })).key ??
            context.notRun('the target has no key to sign with');
          refused(context, await sendSigned(context, { ...subject, operation }, { key }), operation, [
            'credential_not_accepted',
            'missing_credentials',
            'malformed_credentials',
            'invalid_credentials',
            // Where the operation's own signatures stand in the same place, it is taken for one of them.
            ...(sharesPlace(operation) ? (['invalid_signature'] as const) : []),
          ]);
        },
      }),
    );
}

export const places: CheckFamily = ({ contract }) =>
  subjectsOf(contract).flatMap((subject, _, all) => [...both(subject), ...elsewhere(subject, all.length === 1)]);
