/** An HMAC credential with an operation to try it on, and signed requests of that operation. */
import { randomUUID } from 'node:crypto';
import type {
  CompiledOperation,
  CompiledContract,
  CompiledRequirement,
} from '../../../mock/contract/compiled-contract.ts';
import type { HmacCredential } from '../../../specs/generated/vocabulary.ts';
import { contractMs } from '../../../mock/contract/durations.ts';
import type { Context, RequestParts } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import type { TargetKey } from '../../target/target.ts';
import { credentialsOf, useOf } from '../common/find-operations.ts';
import { named, withHeader, withIdentifier, withoutMethod, withQuery } from '../common/change-request.ts';
import { partValues, sign } from './sign-message.ts';
import type { PartValues, Signing } from './sign-message.ts';

export interface Subject {
  readonly contract: CompiledContract;
  readonly name: string;
  readonly credential: HmacCredential;
  readonly operation: CompiledOperation;
  readonly requirement: CompiledRequirement;
  readonly windowSeconds: number;
  readonly futureSeconds: number;
}

export function subjectsOf(contract: CompiledContract): readonly Subject[] {
  return credentialsOf(contract, 'hmac').flatMap(([name, credential]) => {
    const use = useOf(contract, name);
    return use === undefined
      ? []
      : [
          {
            contract,
            name,
            credential,
            ...use,
            windowSeconds: contractMs(credential.window) / 1000,
            futureSeconds: contractMs(credential.future ?? 'PT5M') / 1000,
          },
        ];
  });
}

/** The target's clock. */
export const nowSeconds = async (context: Context): Promise<number> => Math.floor((await context.clock.now()) / 1000);

/** What a test changes about an otherwise good signature. */
export interface Tampering {
  /** Seconds beside the clock's. */
  readonly drift?: number;
  readonly timestamp?: string;
  readonly nonce?: string;
  /** Signed instead of the true values. */
  readonly signed?: (values: PartValues) => PartValues;
  /** By another recipe. */
  readonly recipe?: Partial<HmacCredential>;
  readonly secret?: string;
  /** Sent instead of the true id or signature. */
  readonly sentId?: string;
  readonly sentTimestamp?: string;
  readonly sent?: (signature: string) => string;
  readonly requirement?: CompiledRequirement;
  readonly key?: TargetKey;
}

export async function keyOf(context: Context, { operation, requirement }: Subject): Promise<TargetKey> {
  const { key } = await context.credential(operation, { requirement });
  return key ?? context.notRun('the target has no key to sign with');
}

function place(
  parts: RequestParts,
  { method }: CompiledRequirement,
  values: Readonly<Record<'id' | 'timestamp' | 'nonce' | 'signature', string>>,
): RequestParts {
  return method.parts.reduce((rest, { part, in: where, name }) => {
    const value =
      part === 'id' || part === 'timestamp' || part === 'nonce' || part === 'signature' ? values[part] : undefined;
    if (value === undefined) return rest;
    return where === 'query' ? withQuery(rest, name, value) : withHeader(rest, name, value);
  }, parts);
}

/** A valid request of the subject's operation, signed and perhaps tampered with; also the signature it carries. */
export async function signedRequest(
  context: Context,
  subject: Subject,
  tampering: Tampering = {},
): Promise<{ readonly parts: RequestParts; readonly signature: string }> {
  const { operation, credential } = subject;
  const requirement = tampering.requirement ?? subject.requirement;
  const key = tampering.key ?? (await keyOf(context, subject));
  const request = await context.request(operation);
  const bare = operation.requirements.reduce((rest, { method }) => withoutMethod(rest, method), request);
  const parts = named(operation, 'tenant') ? withIdentifier(bare, operation, 'tenant', key.tenant) : bare;
  const timestamp = tampering.timestamp ?? String((await nowSeconds(context)) + (tampering.drift ?? 0));
  const signing: Signing = {
    id: key.id,
    secret: tampering.secret ?? key.secret,
    timestamp,
    nonce: tampering.nonce ?? randomUUID(),
  };
  const values = partValues(parts, signing, context.contract.basePath);
  const signature = sign({ ...credential, ...tampering.recipe }, signing.secret, tampering.signed?.(values) ?? values);
  const sent = tampering.sent?.(signature) ?? signature;
  return {
    parts: place(parts, requirement, {
      id: tampering.sentId ?? key.id,
      timestamp: tampering.sentTimestamp ?? timestamp,
      nonce: signing.nonce,
      signature: sent,
    }),
    signature,
  };
}

export async function sendSigned(context: Context, subject: Subject, tampering: Tampering = {}): Promise<Exchange> {
  return context.send((await signedRequest(context, subject, tampering)).parts);
}
