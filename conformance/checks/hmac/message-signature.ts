/** HTTP message signatures (RFC 9421): what they must cover, and what their parameters say. */
import type { Check, CheckFamily } from '../../check.ts';
import type { Context, RequestParts } from '../../check-context.ts';
import { KEY_PAIR_ALGORITHMS, registeredName } from '../../../mock/contract/signature-kinds.ts';
import { isMessageSignature, mustCover } from '../../driver/message-signature.ts';
import { withHeader } from '../common/change-request.ts';
import { basisOf, credentialPointer } from '../common/contract-citation.ts';
import { changes } from '../common/find-operations.ts';
import { refused } from '../common/judge-refusal.ts';
import { runOutToken, still } from '../common/run-out.ts';
import { rule } from '../common/scenario-check.ts';
import { nowSeconds, sendSigned, signedRequest, subjectsOf } from './hmac-subject.ts';
import type { Subject } from './hmac-subject.ts';

const WRONG = ['invalid_signature', 'invalid_credentials', 'malformed_credentials'] as const;

/** A dictionary member more in a header, before or behind what is there. */
const andMember = (parts: RequestParts, name: string, member: string): RequestParts => {
  const [, value = ''] = parts.headers.find(([field]) => field.toLowerCase() === name) ?? [];
  return withHeader(parts, name, `${member}, ${value}`);
};

function checksOf(subject: Subject): readonly Check[] {
  const { contract, name, operation, credential } = subject;
  if (!isMessageSignature(credential)) return [];
  const basis = basisOf(contract, credentialPointer(name));
  const needs = changes(operation);
  const refuse = async (context: Context, tampering: Parameters<typeof sendSigned>[2]): Promise<void> =>
    refused(context, await sendSigned(context, subject, tampering), operation, WRONG);
  const field = 'x-suite-note';
  const noted = (parts: RequestParts): RequestParts => withHeader(parts, field, 'seen');
  const all = (parts: RequestParts): readonly string[] => mustCover(credential, parts);
  return [
    rule({
      id: `${subject.credential.kind}.component:${operation.id}`,
      title: 'A signature that leaves out a component which it must cover is refused',
      ...basis,
      async run(context: Context) {
        const names = all(await context.request(operation));
        for (const left of names) await refuse(context, { components: names.filter((one) => one !== left) });
      },
    }),
    rule({
      id: `${subject.credential.kind}.more-components:${operation.id}`,
      title: 'A signature may cover more than it must, and then covers it',
      ...basis,
      needs,
      async run(context: Context) {
        const components = [
          ...all(await context.request(operation)),
          ...['@authority', '@scheme', '@path', '@query', '@request-target', field],
        ].filter((one, i, list) => list.indexOf(one) === i);
        const { parts } = await signedRequest(context, subject, { request: noted, components });
        // Other header fields, and another query, than those that were signed; first, since a signature may work once.
        refused(context, await context.send(withHeader(parts, field, 'changed')), operation, WRONG);
        refused(context, await context.send({ ...parts, query: [...parts.query, ['more', '1']] }), operation, WRONG);
        context.expect.success(await context.send(parts), operation);
      },
    }),
    rule({
      id: `${subject.credential.kind}.no-such-component:${operation.id}`,
      title: 'A signature that covers what the request does not have is refused',
      ...basis,
      async run(context: Context) {
        const names = all(await context.request(operation));
        for (const strange of ['x-suite-absent', '@status', '@made-up'])
          await refuse(context, { components: [...names, strange] });
      },
    }),
    rule({
      id: `${subject.credential.kind}.good-until:${operation.id}`,
      title: 'A signature is refused once the time is over that its `expires` says',
      ...basis,
      needs: ['wait', ...needs],
      async run(context: Context) {
        context.clock.within(31_000);
        await still(context);
        const now = await nowSeconds(context);
        context.expect.success(
          await sendSigned(context, subject, { parameters: { expires: `${now + 30}` } }),
          operation,
        );
        const { parts } = await signedRequest(context, subject, { parameters: { expires: `${now + 30}` } });
        await runOutToken(context, 31_000, {
          end: async () => refused(context, await context.send(parts), operation, ['stale_timestamp', ...WRONG]),
        });
      },
    }),
    rule({
      id: `${subject.credential.kind}.parameters-read:${operation.id}`,
      title: 'A signature without its key id or time, or by another algorithm, is refused',
      ...basis,
      async run(context: Context) {
        for (const parameters of [
          { keyid: undefined },
          { created: undefined },
          ...['hmac-sha256', ...KEY_PAIR_ALGORITHMS]
            .filter((alg) => alg !== registeredName(credential.algorithm))
            .map((alg) => ({ alg: JSON.stringify(alg) })),
        ])
          await refuse(context, { parameters });
      },
    }),
    rule({
      id: `${subject.credential.kind}.label:${operation.id}`,
      title: 'A signature may have any label, and stand beside those for others',
      ...basis,
      needs,
      async run(context: Context) {
        const { parts } = await signedRequest(context, subject, {
          label: 'another-label',
          parameters: { alg: JSON.stringify(registeredName(credential.algorithm)) },
        });
        const tagged = credential.components?.tag !== undefined;
        const beside = tagged
          ? andMember(
              andMember(parts, 'signature-input', 'proxy=("@method");created=1;keyid="proxy";tag="elsewhere"'),
              'signature',
              'proxy=:AAAA:',
            )
          : parts;
        context.expect.success(await context.send(beside), operation);
      },
    }),
    ...(credential.components?.tag === undefined
      ? []
      : [
          rule({
            id: `${subject.credential.kind}.tag:${operation.id}`,
            title: 'A signature with another tag, or none, is refused',
            ...basis,
            async run(context: Context) {
              for (const tag of ['"another"', undefined]) await refuse(context, { parameters: { tag } });
            },
          }),
        ]),
  ];
}

export const messageSignatures: CheckFamily = ({ contract }) => subjectsOf(contract).flatMap(checksOf);
