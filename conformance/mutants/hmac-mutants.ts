/** Signatures that are not checked, or checked against something else. */
import { chain } from '../../mock/state/awaitable.ts';
import type { Awaitable } from '../../mock/state/awaitable.ts';
import { makeSignature } from '../../mock/auth/hmac/signature-algorithm.ts';
import type { SignatureParts } from '../../mock/auth/hmac/signed-message.ts';
import { messageParts, signatureParts, withoutScope } from '../../mock/auth/hmac/verify-signature.ts';
import { findKey, listKeys } from '../../mock/auth/api-keys/key-records.ts';
import type { KeyRecord } from '../../mock/auth/api-keys/key-records.ts';
import { present } from '../../mock/auth/presented-credentials.ts';
import type { Presented } from '../../mock/auth/presented-credentials.ts';
import type { Call, Identification } from '../../mock/request/call.ts';
import type { CompiledPart } from '../../mock/contract/compiled-contract.ts';
import { isSignature, signs } from '../../mock/contract/signature-kinds.ts';
import type { Failure } from '../../specs/generated/vocabulary.ts';
import { mutants } from './mutant.ts';
import { withCall, withRequest } from './wrap/wrap-call.ts';
import { credential } from './wrap/breakable-contracts.ts';
import { credentialsAs, rewritten, operationsOf } from './wrap/wrap-document.ts';
import { excusing, identifying, identifyingBy } from './wrap/wrap-steps.ts';
import { forgetting, inStore, seeing } from './wrap/wrap-store.ts';

export function presentedOf(call: Call): Presented | undefined {
  return call.operation.requirements
    .filter(({ method }) => signs(method))
    .flatMap(({ method }) => present(call, method) ?? [])[0];
}

/** A part of the signature, rewritten in header and query alike. */
function withPart(call: Call, part: CompiledPart['part'], change: (value: string) => string): Call {
  const parts = call.operation.requirements.flatMap(({ method }) =>
    method.kind === 'hmac' ? method.parts.filter((one) => one.part === part) : [],
  );
  const headers = { ...call.request.headers };
  const query = { ...call.request.query };
  for (const { in: place, name } of parts) {
    const values: Record<string, string | readonly string[] | undefined> = place === 'query' ? query : headers;
    const value = values[name];
    if (typeof value === 'string') values[name] = change(value);
  }
  return withRequest(call, { headers, query });
}

/** What a signature says: the id without its scope, or what an HTTP message signature has in its fields. */
export function readParts({ world }: Call, presented: Presented): SignatureParts | undefined {
  const rule = world.contract.credentials.get(presented.method.credential);
  if (!isSignature(rule)) return undefined;
  const read = messageParts(rule, signatureParts(presented));
  return 'failure' in read ? undefined : withoutScope(rule, read).parts;
}

/** Anyone who is named is believed, where the refusal is one of these. */
export const believing = (
  failures: readonly Failure[],
  only: (call: Call, presented: Presented) => boolean = () => true,
  read: (call: Call, presented: Presented) => SignatureParts | undefined = readParts,
) => ({
  identify: (identify: (call: Call) => unknown) => (call: Call) =>
    chain(identify(call) as Identification, (found) => {
      const presented = presentedOf(call);
      if (
        found.state !== 'bad' ||
        presented === undefined ||
        !failures.includes(found.refusal.failure) ||
        !only(call, presented)
      )
        return found;
      const requirement = call.operation.requirements.find(({ method }) => method === presented.method);
      return chain(
        findKey(call.world, presented.method.credential, read(call, presented)?.id ?? ''),
        (key): Identification =>
          key === undefined
            ? found
            : {
                state: 'good',
                caller: {
                  credential: key.credential,
                  id: key.id,
                  tenant: key.tenant,
                  method: presented.method,
                  requirement,
                  key,
                  scopes: undefined,
                  allowedAddresses: undefined,
                },
              },
      );
    }),
});

/** The verdict falls as if it were earlier or later. */
const atTime = (failure: Failure, shift: number) =>
  excusing([failure], (call) =>
    presentedOf(call) === undefined ? undefined : withCall(call, { now: call.now + shift }),
  );

const timestampOf = (call: Call): number => {
  const presented = presentedOf(call);
  return Number(presented && readParts(call, presented)?.timestamp);
};

export const HMAC = mutants(credential('hmac'), [
  {
    id: 'hmac.signature-ignored',
    title: 'Signatures are not compared.',
    killedBy: ['hmac.tampered-signature'],
    seams: believing(['invalid_signature']),
  },
  {
    id: 'hmac.message-reversed',
    title: 'The parts of the message are signed in another order.',
    killedBy: ['hmac.accepted', 'hmac.vector'],
    seams: credentialsAs('hmac', (one) => void one.message.reverse()),
  },
  {
    id: 'hmac.message-separated',
    title: 'The parts of the message are signed with a dot between.',
    killedBy: ['hmac.accepted', 'hmac.vector'],
    seams: credentialsAs('hmac', (one) => void (one.separator = '.')),
  },
  {
    id: 'hmac.message-cut',
    title: 'The timestamp is not signed.',
    killedBy: ['hmac.accepted', 'hmac.tampered-timestamp'],
    seams: credentialsAs('hmac', (one) => void (one.message = one.message.filter((part) => part !== 'timestamp'))),
  },
  {
    id: 'hmac.encoding',
    title: 'Signatures are read in base64.',
    applies: ({ credentials }) =>
      [...credentials.values()].some((one) => one.kind === 'hmac' && one.encoding === 'hex'),
    killedBy: ['hmac.accepted'],
    seams: credentialsAs('hmac', (one) => void (one.encoding = 'base64')),
  },
  {
    id: 'hmac.algorithm',
    title: 'Signatures are made with SHA-512.',
    killedBy: ['hmac.accepted'],
    seams: credentialsAs('hmac', (one) => void (one.algorithm = 'sha512')),
  },
  {
    id: 'hmac.minute-too-old',
    title: 'A timestamp a minute older than the window is accepted.',
    killedBy: ['hmac.window', 'hmac.ages'],
    seams: atTime('stale_timestamp', -60_000),
  },
  {
    id: 'hmac.second-too-old',
    title: 'A timestamp a second older than the window is accepted.',
    killedBy: ['hmac.window', 'hmac.ages'],
    seams: atTime('stale_timestamp', -1_000),
  },
  {
    id: 'hmac.second-too-strict',
    title: 'A timestamp exactly as old as the window is refused.',
    killedBy: ['hmac.window'],
    seams: identifying((call) =>
      Math.floor(call.now / 1000) > timestampOf(call) ? withCall(call, { now: call.now + 1_000 }) : call,
    ),
  },
  {
    id: 'hmac.any-age',
    title: 'Timestamps never grow old.',
    killedBy: ['hmac.long-ago'],
    seams: excusing(['stale_timestamp'], (call) => withCall(call, { now: timestampOf(call) * 1000 })),
  },
  {
    id: 'hmac.any-future',
    title: 'Timestamps may lie in any future.',
    killedBy: ['hmac.future'],
    seams: excusing(['future_timestamp'], (call) => withCall(call, { now: timestampOf(call) * 1000 })),
  },
  {
    id: 'hmac.no-future',
    title: 'A timestamp that is a second ahead is refused.',
    killedBy: ['hmac.future'],
    seams: identifying((call) =>
      timestampOf(call) > Math.floor(call.now / 1000) ? withCall(call, { now: call.now - 300_000 }) : call,
    ),
  },
  {
    id: 'hmac.case-ignored',
    title: 'A signature in capitals is accepted.',
    killedBy: ['hmac.upper-case'],
    seams: identifying((call) => withPart(call, 'signature', (value) => value.toLowerCase())),
  },
  {
    id: 'hmac.prefix',
    title: 'Only the first half of a signature is compared.',
    killedBy: ['hmac.tampered-signature', 'hmac.truncated-signature'],
    seams: excusing(['invalid_signature'], (call) =>
      chain(rightSignature(call), (right) => {
        const half = (right?.length ?? 0) / 2;
        return right !== undefined && presentedOf(call)?.signature?.slice(0, half) === right.slice(0, half)
          ? withPart(call, 'signature', () => right)
          : undefined;
      }),
    ),
  },
  {
    id: 'hmac.any-key',
    title: 'A signature by any key of the project is accepted.',
    killedBy: ['hmac.key-of-another'],
    seams: {
      identify: (identify) => async (call) => {
        const found = await identify(call);
        const presented = presentedOf(call);
        if (found.state !== 'bad' || found.refusal.failure !== 'invalid_signature' || presented?.id === undefined)
          return found;
        for (const other of await listKeys(call.world)) {
          if (other.credential !== presented.method.credential) continue;
          const again = await identify(withStoreOf(call, other));
          if (again.state === 'good') return again;
        }
        return found;
      },
    },
  },
  {
    id: 'hmac.blocked-accepted',
    title: 'A blocked key may sign.',
    killedBy: ['hmac.blocked-key'],
    applies: ({ seed }) => (seed.keys ?? []).some(({ status }) => status === 'blocked'),
    seams: identifyingBy(seeing<KeyRecord>('key:', (record) => ({ ...record, status: 'active' }))),
  },
  {
    id: 'hmac.replayed',
    title: 'A signature may be used again where that is refused.',
    applies: ({ credentials }) =>
      [...credentials.values()].some(
        (one) => one.kind === 'hmac' && (one.replay === 'refuse' || one.hardened?.replay === 'refuse'),
      ),
    killedBy: ['hmac.replay-hardened'],
    seams: inStore(forgetting('sig:')),
  },
  {
    id: 'hmac.replay-refused',
    title: 'A signature is refused the second time where that is allowed.',
    applies: ({ credentials }) =>
      [...credentials.values()].some((one) => one.kind === 'hmac' && one.replay !== 'refuse'),
    killedBy: ['hmac.reuse'],
    seams: credentialsAs('hmac', (one) => void (one.replay = 'refuse')),
  },
  {
    id: 'hmac.anywhere',
    title: 'Signatures are accepted on operations that do not take them.',
    applies: ({ operations, methods }) =>
      operations.some(
        ({ requirements }) => requirements.length > 1 && !requirements.some(({ method }) => method.kind === 'hmac'),
      ) && methods.length > 0,
    killedBy: ['hmac.not-accepted'],
    seams: rewritten((document) => {
      const operations = operationsOf(document);
      const hashes = Object.entries(document.components?.securitySchemes ?? {})
        .filter(([, scheme]) => document['x-credentials']?.[scheme['x-verify']?.credential ?? '']?.kind === 'hmac')
        .map(([name]) => name);
      const signed = operations
        .flatMap(({ security = [] }) => security)
        .filter((alternative) => Object.keys(alternative).some((name) => hashes.includes(name)));
      const plain = signed
        .filter(
          (alternative, i) =>
            signed.findIndex((other) => Object.keys(other).join() === Object.keys(alternative).join()) === i,
        )
        .map((alternative) => Object.fromEntries(Object.keys(alternative).map((name) => [name, []])));
      for (const { security } of operations) {
        if (
          security !== undefined &&
          security.length > 1 &&
          !security.some((alternative) => Object.keys(alternative).some((name) => hashes.includes(name)))
        )
          security.push(...plain);
      }
    }),
  },
  {
    id: 'hmac.milliseconds',
    title: 'A timestamp in milliseconds is accepted.',
    killedBy: ['hmac.milliseconds'],
    seams: excusing(['future_timestamp'], (call) =>
      presentedOf(call)?.timestamp?.length === 13 ? withCall(call, { now: timestampOf(call) * 1000 }) : undefined,
    ),
  },
  {
    id: 'hmac.no-timestamp',
    title: 'Without a timestamp the time is not checked.',
    killedBy: ['credential.half', 'hmac.no-number'],
    seams: believing(['malformed_credentials'], (_call, { timestamp }) => timestamp === undefined),
  },
  {
    id: 'hmac.query-ignored',
    title: 'A signature in the query is believed unseen.',
    applies: ({ methods }) =>
      methods.some(({ kind, parts }) => kind === 'hmac' && parts.some((part) => part.in === 'query')),
    killedBy: ['hmac.tampered-signature', 'credential.wrong'],
    seams: believing(['invalid_signature'], (_call, { method }) => method.parts.some((part) => part.in === 'query')),
  },
]);

/** What the signature of a request should be. */
function rightSignature(call: Call): Awaitable<string | undefined> {
  const presented = presentedOf(call);
  const rule = presented && call.world.contract.credentials.get(presented.method.credential);
  const { id } = presented ?? {};
  if (id === undefined || rule?.kind !== 'hmac' || presented?.signature === undefined) return undefined;
  const { parts } = withoutScope(rule, signatureParts(presented));
  return chain(findKey(call.world, parts.credential, parts.id), (key) =>
    key === undefined ? undefined : makeSignature(rule, key.secret, call, parts),
  );
}

function withStoreOf(call: Call, other: KeyRecord): Call {
  const store = seeing<KeyRecord>('key:', (record) => ({ ...record, secret: other.secret }))(call.world.store);
  return withCall(call, { world: { ...call.world, store } });
}
