/** A credential that signs, with an operation to try it on, and signed requests of that operation. */
import { randomUUID } from 'node:crypto';
import type {
  CompiledOperation,
  CompiledContract,
  CompiledPart,
  CompiledRequirement,
} from '../../../mock/contract/compiled-contract.ts';
import type { SignatureCredential } from '../../../specs/generated/vocabulary.ts';
import { isSignature, pairAlgorithms } from '../../../mock/contract/signature-kinds.ts';
import { usableKeys } from '../../driver/choose-credential.ts';
import { algorithmByKey } from '../../driver/key-pair-signer.ts';
import { contractMs } from '../../../mock/contract/durations.ts';
import type { Context, RequestParts } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import type { TargetKey } from '../../target/target.ts';
import { useOf } from '../common/find-operations.ts';
import { named, withIdentifier, withoutMethod } from '../common/change-request.ts';
import { urlOf } from '../../driver/request-parts.ts';
import { expiryOf, signRequest } from '../../driver/present-credential.ts';
import type { PairForm } from '../../driver/key-pair-signer.ts';
import { sentId, timestampOf } from '../../driver/sign-message.ts';
import type { PartValues } from '../../driver/sign-message.ts';

export interface Subject {
  readonly contract: CompiledContract;
  readonly name: string;
  readonly credential: SignatureCredential;
  readonly operation: CompiledOperation;
  readonly requirement: CompiledRequirement;
  readonly windowSeconds: number;
  readonly futureSeconds: number;
}

export function subjectsOf(contract: CompiledContract): readonly Subject[] {
  return [...contract.credentials].flatMap(([name, credential]) => {
    const use = isSignature(credential) ? useOf(contract, name) : undefined;
    return use === undefined || !isSignature(credential)
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
  readonly recipe?: Partial<SignatureCredential>;
  /** Of a signature by a key pair: made otherwise. */
  readonly form?: PairForm;
  readonly secret?: string;
  /** Sent instead of the true id or signature. */
  readonly sentId?: string;
  readonly sentTimestamp?: string;
  readonly sent?: (signature: string) => string;
  readonly requirement?: CompiledRequirement;
  readonly key?: TargetKey;
  /** Seconds for which it says it is good. */
  readonly expires?: string;
  readonly signedHeaders?: readonly string[];
  /** Of an HTTP message signature. */
  readonly components?: readonly string[];
  readonly parameters?: Readonly<Record<string, string | undefined>>;
  readonly label?: string;
  /** In the header that carries the body's digest; undefined for none. */
  readonly digest?: { readonly value: string | undefined };
  /** Sent in place of other parts. */
  readonly places?: Partial<Record<CompiledPart['part'], string>>;
  /** The request before it is signed. */
  readonly request?: (parts: RequestParts) => RequestParts;
}

/** A usable key of each algorithm that the credential has. */
export function keysByAlgorithm(
  { target }: Pick<Context, 'target'>,
  { name, credential }: Subject,
): ReadonlyMap<string, TargetKey> {
  const keys = new Map<string, TargetKey>();
  for (const key of usableKeys(target, name)) {
    const algorithm = algorithmByKey(pairAlgorithms(credential), key.secret);
    if (algorithm !== undefined && !keys.has(algorithm)) keys.set(algorithm, key);
  }
  return keys;
}

export async function keyOf(context: Context, subject: Subject): Promise<TargetKey> {
  const { operation, requirement, credential } = subject;
  const { key } = await context.credential(operation, { requirement });
  // What is tried of one algorithm is tried with a key of that one.
  if (key !== undefined && credential.algorithms !== undefined)
    return (
      keysByAlgorithm(context, subject).get(credential.algorithm) ??
      context.notRun(`the target has no key of ${credential.algorithm} to sign with`)
    );
  return key ?? context.notRun('the target has no key to sign with');
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
  const own = named(operation, 'tenant') ? withIdentifier(bare, operation, 'tenant', key.tenant) : bare;
  const parts = tampering.request?.(own) ?? own;
  const timestamp =
    tampering.timestamp ?? timestampOf(credential, (await nowSeconds(context)) + (tampering.drift ?? 0));
  const { sentId: id, sentTimestamp } = tampering;
  return signRequest(context.contract, requirement.method, credential, parts, {
    id: key.id,
    secret: tampering.secret ?? key.secret,
    timestamp,
    nonce: tampering.nonce ?? randomUUID(),
    ...(requirement.method.parts.some(({ part }) => part === 'expires') && {
      expires: tampering.expires ?? expiryOf(credential),
    }),
    urlOf: (whole) => urlOf(context.contract, context.target, whole),
    ...(tampering.components && { components: tampering.components }),
    ...(tampering.parameters && { parameters: tampering.parameters }),
    ...(tampering.label !== undefined && { label: tampering.label }),
    ...(tampering.signedHeaders && { signedHeaders: tampering.signedHeaders }),
    ...(tampering.recipe && { recipe: tampering.recipe }),
    ...(tampering.form && { form: tampering.form }),
    ...(tampering.digest && { digest: tampering.digest }),
    signed: tampering.signed,
    sentSignature: tampering.sent,
    sent: {
      ...(id !== undefined && { id: sentId(credential, id, timestamp) }),
      ...(sentTimestamp !== undefined && { timestamp: sentTimestamp }),
      ...tampering.places,
    },
  });
}

export async function sendSigned(context: Context, subject: Subject, tampering: Tampering = {}): Promise<Exchange> {
  return context.send((await signedRequest(context, subject, tampering)).parts);
}
