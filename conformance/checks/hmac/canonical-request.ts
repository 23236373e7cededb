/** Signatures over canonical requests: scope, listed header fields, digests, expiry, and forms that count as one. */
import type { CompiledPart, CompiledRequirement } from '../../../mock/contract/compiled-contract.ts';
import { contractMs } from '../../../mock/contract/durations.ts';
import { readComposite, writeComposite } from '../../driver/composite-header.ts';
import { signRequest } from '../../driver/present-credential.ts';
import { urlOf } from '../../driver/request-parts.ts';
import { digestOf, sentId, timestampOf } from '../../driver/sign-message.ts';
import type { Check, CheckFamily } from '../../check.ts';
import type { Context, RequestParts } from '../../check-context.ts';
import { withHeader } from '../common/change-request.ts';
import { basisOf, credentialPointer } from '../common/contract-citation.ts';
import { changes, takes } from '../common/find-operations.ts';
import { refused } from '../common/judge-refusal.ts';
import { runOutToken, still } from '../common/run-out.ts';
import { rule } from '../common/scenario-check.ts';
import { keyOf, nowSeconds, sendSigned, signedRequest, subjectsOf } from './hmac-subject.ts';
import type { Subject, Tampering } from './hmac-subject.ts';

const WRONG = ['invalid_signature', 'invalid_credentials'] as const;
const DAY = 86_400;

const carries = ({ method }: CompiledRequirement, wanted: CompiledPart['part']): boolean =>
  method.parts.some(({ part }) => part === wanted);

/** The first way of the subject's operation that fits. */
const wayOf = (
  { operation, name }: Subject,
  fits: (requirement: CompiledRequirement) => boolean,
): CompiledRequirement | undefined =>
  operation.requirements.find((requirement) => requirement.method.credential === name && fits(requirement));

async function isRefused(
  context: Context,
  subject: Subject,
  tampering: Tampering,
  failures: Parameters<typeof refused>[3] = WRONG,
): Promise<void> {
  refused(context, await sendSigned(context, subject, tampering), subject.operation, failures);
}

function scope(subject: Subject): readonly Check[] {
  const { contract, name, operation, credential } = subject;
  const known = credential.scope;
  if (known === undefined) return [];
  const basis = basisOf(contract, credentialPointer(name));
  return [
    rule({
      id: `${subject.credential.kind}.scope:${operation.id}`,
      title: 'A signature for another scope, good by itself, is refused',
      ...basis,
      async run(context: Context) {
        for (const i of known.texts.keys())
          await isRefused(context, subject, {
            recipe: { scope: { ...known, texts: known.texts.with(i, `${known.texts[i]!}-x`) } },
          });
        const now = await nowSeconds(context);
        const { id } = await keyOf(context, subject);
        const other = sentId(credential, id, timestampOf(credential, now - DAY));
        await isRefused(context, subject, { places: { id: other } });
        await isRefused(context, subject, { places: { id } }, [...WRONG, 'malformed_credentials']);
      },
    }),
    rule({
      id: `${subject.credential.kind}.derived-key:${operation.id}`,
      title: 'A signature whose key was derived in another way is refused',
      ...basis,
      run: (context) => isRefused(context, subject, { recipe: { scope: { ...known, key_prefix: 'other' } } }),
    }),
  ];
}

/** Listed header fields: those that the contract names must be among them, and others may. */
function listed(subject: Subject): readonly Check[] {
  const { contract, name, operation, credential } = subject;
  const requirement = wayOf(subject, (one) => carries(one, 'signed_headers'));
  if (requirement === undefined || credential.headers === undefined) return [];
  const basis = basisOf(contract, credentialPointer(name));
  const field = 'x-suite-note';
  const lists = [...credential.headers.names.map((one) => one.toLowerCase()), field];
  const noted = (value: string) => (parts: RequestParts) => withHeader(parts, field, value);
  return [
    rule({
      id: `${subject.credential.kind}.must-sign:${operation.id}`,
      title: 'A signature that leaves out a header field which it must cover is refused',
      ...basis,
      run: (context) =>
        isRefused(context, subject, { requirement, signedHeaders: [field], request: noted('seen') }, [
          ...WRONG,
          'malformed_credentials',
        ]),
    }),
    rule({
      id: `${subject.credential.kind}.listed:${operation.id}`,
      title: 'A header field that is listed is signed: with white space that does not count, and in no other value',
      ...basis,
      needs: changes(operation),
      async run(context: Context) {
        const { parts } = await signedRequest(context, subject, {
          requirement,
          signedHeaders: lists,
          request: noted('two   words'),
        });
        context.expect.success(await context.send(parts), operation);
        context.expect.success(await context.send(withHeader(parts, field, 'two words')), operation);
        refused(context, await context.send(withHeader(parts, field, 'three words')), operation, WRONG);
      },
    }),
  ];
}

function digests(subject: Subject): readonly Check[] {
  const { contract, name, credential } = subject;
  const header = credential.digest?.header;
  const operation = contract.operations.find((one) => takes(one, name) && one.body !== undefined);
  const requirement = operation?.requirements.find(({ method }) => method.credential === name);
  if (header === undefined || operation === undefined || requirement === undefined) return [];
  const own: Subject = { ...subject, operation, requirement };
  const basis = basisOf(contract, operation.refusals.get('digest_mismatch')?.pointer ?? credentialPointer(name));
  return [
    rule({
      id: `${subject.credential.kind}.${credential.digest?.encoding === 'structured' ? 'content-digest' : 'digest'}:${operation.id}`,
      title: `A body whose digest is not the one in ${header} is refused`,
      ...basis,
      async run(context: Context) {
        for (const value of [digestOf(credential, 'another body'), 'none', digestOf(credential, '').toUpperCase()])
          await isRefused(context, own, { digest: { value } }, ['digest_mismatch', ...WRONG]);
      },
    }),
    ...(credential.digest?.required === true
      ? [
          rule({
            id: `${subject.credential.kind}.digest-required:${operation.id}`,
            title: `A body without its digest in ${header} is refused`,
            ...basis,
            run: (context: Context) =>
              isRefused(context, own, { digest: { value: undefined } }, [
                'malformed_credentials',
                'digest_mismatch',
                ...WRONG,
              ]),
          }),
        ]
      : [
          rule({
            id: `${subject.credential.kind}.digest-free:${operation.id}`,
            title: `A body may come without its digest in ${header}`,
            ...basis,
            needs: changes(operation),
            run: async (context: Context) =>
              context.expect.success(await sendSigned(context, own, { digest: { value: undefined } }), operation),
          }),
        ]),
  ];
}

/** Seconds for which a signature is made where its end has to be waited for. */
const SHORT = 5;

function expiry(subject: Subject): readonly Check[] {
  const { contract, name, operation, credential } = subject;
  const requirement = wayOf(subject, (one) => carries(one, 'expires'));
  if (requirement === undefined || credential.expires === undefined) return [];
  const basis = basisOf(contract, credentialPointer(name));
  const longest = contractMs(credential.expires.longest) / 1000;
  const seconds = Math.min(longest, subject.windowSeconds + 600);
  return [
    rule({
      id: `${subject.credential.kind}.expires:${operation.id}`,
      title: 'A signature that says how long it is good is accepted for exactly that long',
      ...basis,
      needs: ['wait', ...changes(operation)],
      async run(context: Context) {
        const span = context.clock.movable ? seconds : Math.min(seconds, SHORT);
        context.clock.within(span * 1000);
        await still(context);
        const { parts } = await signedRequest(context, subject, { requirement, expires: `${span}` });
        context.expect.success(await context.send(parts), operation);
        // At its last second it is good still.
        await runOutToken(context, (span + 1) * 1000, {
          before: async () => context.expect.success(await context.send(parts), operation),
          end: async () =>
            refused(
              context,
              await context.send(parts),
              operation,
              ['stale_timestamp'],
              `it was good for ${span} seconds, and is older`,
            ),
        });
      },
    }),
    rule({
      id: `${subject.credential.kind}.expires-longest:${operation.id}`,
      title: 'A signature that says it is good for longer than it may be, or for no time, is refused',
      ...basis,
      async run(context: Context) {
        for (const expires of [`${longest + 1}`, '0', '-60', '1e3', 'soon'])
          await isRefused(context, subject, { requirement, expires }, ['malformed_credentials', ...WRONG]);
      },
    }),
  ];
}

/** What counts as the same request, however it is written. */
function forms(subject: Subject): readonly Check[] {
  const { contract, name, operation, credential } = subject;
  const basis = basisOf(contract, credentialPointer(name));
  const all = [...credential.message, ...(credential.request?.message ?? [])];
  const inQuery = wayOf(subject, ({ method }) => method.parts.some(({ in: place }) => place === 'query'));
  const composite = wayOf(subject, ({ method }) => method.parts.some(({ parameter }) => parameter !== undefined));
  const found = contract.operations.find((one) => one.action.type === 'resource.get' && takes(one, name));
  return [
    ...(all.includes('sorted_query') && inQuery !== undefined
      ? [
          rule({
            id: `${subject.credential.kind}.query-order:${operation.id}`,
            title: 'The parameters of the query may come in any order, since they are sorted before they are signed',
            ...basis,
            needs: changes(operation),
            async run(context: Context) {
              const { parts } = await signedRequest(context, subject, { requirement: inQuery });
              context.expect.success(await context.send({ ...parts, query: parts.query.toReversed() }), operation);
            },
          }),
        ]
      : []),
    ...(all.includes('normalized_path') && found !== undefined
      ? [
          rule({
            id: `${subject.credential.kind}.encoded-path:${found.id}`,
            title: 'A path is signed with its percent signs encoded once more',
            ...basis,
            async run(context: Context) {
              const requirement = found.requirements.find(({ method }) => method.credential === name)!;
              const { parts } = await signedRequest(context, { ...subject, operation: found, requirement });
              const key = await keyOf(context, { ...subject, operation: found, requirement });
              const path = parts.path.replace(/[^/]+$/, 'no%20such%20thing');
              const signed = signRequest(
                contract,
                requirement.method,
                credential,
                { ...parts, path },
                {
                  id: key.id,
                  secret: key.secret,
                  timestamp: timestampOf(credential, await nowSeconds(context)),
                  nonce: 'none',
                  urlOf: (whole) => urlOf(contract, context.target, whole),
                },
              );
              refused(context, await context.send(signed.parts), found, 'not_found');
            },
          }),
        ]
      : []),
    ...(composite === undefined
      ? []
      : [
          rule({
            id: `${subject.credential.kind}.parameters:${operation.id}`,
            title: 'The parameters of the Authorization header may come in any order, quoted or not',
            ...basis,
            needs: changes(operation),
            async run(context: Context) {
              const scheme = composite.method.parts.find(({ parameter }) => parameter !== undefined)!.name;
              const order = (parts: RequestParts, quoted: boolean): RequestParts => {
                const [, value] = parts.headers.find(([field]) => field.toLowerCase() === 'authorization') ?? [];
                const read = readComposite(value, scheme)!;
                return withHeader(
                  parts,
                  'Authorization',
                  writeComposite({ ...read, pairs: read.pairs.toReversed() }, quoted),
                );
              };
              for (const [i, quoted] of [true, false].entries()) {
                const { parts } = await signedRequest(context, subject, { requirement: composite, drift: -i });
                context.expect.success(await context.send(order(parts, quoted)), operation);
              }
            },
          }),
        ]),
  ];
}

export const canonicalRequests: CheckFamily = ({ contract }) =>
  subjectsOf(contract).flatMap((subject) =>
    [scope, listed, digests, expiry, forms].flatMap((checksOf) => checksOf(subject)),
  );
