/** A connection that proves nobody: without a certificate, or with one that is forged, expired or somebody else's. */
import type { CheckFamily } from '../../check.ts';
import type { Context, RequestParts } from '../../check-context.ts';
import type { CompiledOperation, CompiledRequirement } from '../../../mock/contract/compiled-contract.ts';
import type { Failure } from '../../../specs/generated/vocabulary.ts';
import { certificateEnd, forgedCertificate } from '../../driver/client-certificate.ts';
import type { ClientCertificate } from '../../sent-request.ts';
import type { TargetKey } from '../../target/target.ts';
import { allowed, ask, eachRequirement } from './support/ask-as-caller.ts';
import { failureBasis } from './support/operation-citation.ts';
import { named, perOperation } from './support/check-per-operation.ts';
import type { Case } from './support/check-per-operation.ts';

const SECOND = 1000;

const certified = ({ method, also = [] }: CompiledRequirement): boolean =>
  [method, ...also.map((other) => other.method)].some(({ kind }) => kind === 'certificate');

/** Besides another credential. */
const beside = (requirement: CompiledRequirement): boolean => certified(requirement) && requirement.also !== undefined;

const ABSENT: readonly Failure[] = ['missing_credentials', 'malformed_credentials'];

const guarded = ({ requirements, anonymous }: CompiledOperation): boolean => requirements.some(certified) && !anonymous;

interface Certified {
  readonly parts: RequestParts;
  readonly certificate: ClientCertificate;
  /** Whose certificate it is, where the target lists it. */
  readonly key: TargetKey | undefined;
  readonly tenant: string;
}

/** A good request, over a connection with a certificate. */
async function proven(
  context: Context,
  operation: CompiledOperation,
  requirement: CompiledRequirement,
): Promise<Certified> {
  const { parts, presentation } = await allowed(context, operation, { requirement });
  const certificate = parts.certificate ?? context.notRun('the target has no certificate for this');
  const key = context.target.credentials.keys.find((one) => one.certificate?.cert === certificate.cert);
  return { parts, certificate, key, tenant: presentation.tenant };
}

const missing: Case = {
  id: 'credential.certificate-missing',
  title: (operation) => `${named(operation)} is refused over a connection without the certificate`,
  needs: ['tls'],
  applies: guarded,
  basis: (operation, contract) => failureBasis(contract, operation, ...ABSENT),
  async run(context: Context, operation) {
    await eachRequirement(
      operation,
      async (requirement) => {
        const { parts } = await proven(context, operation, requirement);
        const answer = await ask(context, { ...parts, certificate: null });
        context.expect.failure(answer, operation, ABSENT);
      },
      // What else such a request carries may be enough for an operation that takes it alone.
      (requirement) => certified(requirement) && (!beside(requirement) || operation.requirements.every(certified)),
    );
  },
};

const forged: Case = {
  id: 'credential.certificate-forged',
  title: (operation) => `${named(operation)} is refused with a certificate that says the same and that nobody issued`,
  needs: ['tls'],
  applies: guarded,
  basis: (operation, contract) => failureBasis(contract, operation, 'invalid_credentials'),
  async run(context: Context, operation) {
    await eachRequirement(
      operation,
      async (requirement) => {
        const { parts, certificate } = await proven(context, operation, requirement);
        const answer = await ask(context, { ...parts, certificate: await forgedCertificate(certificate) });
        context.expect.failure(answer, operation, 'invalid_credentials');
      },
      certified,
    );
  },
};

const expired: Case = {
  id: 'credential.certificate-expired',
  title: (operation) => `${named(operation)} is refused with a certificate that has expired`,
  needs: ['tls'],
  applies: guarded,
  basis: (operation, contract) => failureBasis(contract, operation, 'invalid_credentials'),
  async run(context: Context, operation) {
    await eachRequirement(
      operation,
      async (requirement) => {
        const { parts, certificate, key } = await proven(context, operation, requirement);
        if (key?.expired_certificate !== undefined) {
          const answer = await ask(context, { ...parts, certificate: key.expired_certificate });
          context.expect.failure(answer, operation, 'invalid_credentials');
          return;
        }
        if (!context.clock.movable)
          context.notRun('the target names no expired_certificate of a key, and its clock cannot be moved');
        const end = certificateEnd(certificate);
        await context.clock.advance(end - (await context.clock.now()) + SECOND);
        // What else the request carries is made anew: it has ended with the certificate.
        const after = await proven(context, operation, requirement);
        context.expect.failure(await ask(context, after.parts), operation, 'invalid_credentials');
      },
      certified,
    );
  },
};

const other: Case = {
  id: 'credential.certificate-other',
  title: (operation) =>
    `${named(operation)} is refused with the certificate of another tenant than the other credential's`,
  needs: ['tls', 'second_tenant'],
  applies: (operation) => guarded(operation) && operation.requirements.some(beside),
  basis: (operation, contract) => failureBasis(contract, operation, 'tenant_mismatch'),
  async run(context: Context, operation) {
    await eachRequirement(
      operation,
      async (requirement) => {
        const { parts, key, tenant } = await proven(context, operation, requirement);
        const stranger = context.target.credentials.keys.find(
          (one) =>
            one.certificate !== undefined &&
            one.status === 'active' &&
            one.credential === key?.credential &&
            one.tenant !== tenant,
        );
        const { certificate } = stranger ?? context.notRun('the target names no certificate of another tenant');
        context.expect.failure(await ask(context, { ...parts, certificate }), operation, 'tenant_mismatch');
      },
      beside,
    );
  },
};

export const credentialCertificate: CheckFamily = (suite) =>
  [missing, forged, expired, other].flatMap((rule) => perOperation(suite, rule));
