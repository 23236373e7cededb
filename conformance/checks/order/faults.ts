/** Requests with faults, one for each stage that is to refuse them. */
import type { Context, Presentation, RequestParts } from '../../check-context.ts';
import type { CompiledOperation } from '../../../mock/contract/compiled-contract.ts';
import type { Guard } from '../../../specs/generated/vocabulary.ts';
import { forgedCertificate } from '../../driver/client-certificate.ts';
import { alteredProof, partOf, withPart } from '../derived/support/change-parts.ts';
import { named, withHeader, withIdentifier } from '../common/change-request.ts';
import { signs } from '../../../mock/contract/signature-kinds.ts';

/** Another text: one more letter of base64 may be no more bytes, so that of HTTP Basic is added to what it says. */
function other(value: string): string {
  const [, word, encoded] = /^(Basic) (.+)$/i.exec(value) ?? [];
  if (word === undefined || encoded === undefined) return `${value}x`;
  return `${word} ${Buffer.from(`${Buffer.from(encoded, 'base64').toString('utf8')}x`).toString('base64')}`;
}

const spoil = (pairs: Presentation['headers']): Presentation['headers'] =>
  pairs.map(([name, value], i) => [name, i === pairs.length - 1 ? other(value) : value]);

/** The proof made wrong: the last part of a credential is its secret. A certificate that stands alone is forged. */
async function badCredential(presentation: Presentation): Promise<Presentation> {
  const { headers, query, certificate } = presentation;
  if (certificate !== undefined && headers.length + query.length === 0)
    return { ...presentation, certificate: await forgedCertificate(certificate) };
  return presentation.headers.length > 0
    ? { ...presentation, headers: spoil(presentation.headers) }
    : { ...presentation, query: spoil(presentation.query) };
}

/** A credential whose secret stands in plain sight, so that it can be spoilt. */
function simple({ requirements }: CompiledOperation): CompiledOperation['requirements'][number] | undefined {
  return (
    requirements.find(
      ({ method }) =>
        !signs(method) && method.parts.every(({ in: place, part }) => place !== 'cookie' && part !== 'basic'),
    ) ?? requirements[0]
  );
}

const isSigned = ({ requirement }: Presentation): boolean => signs(requirement.method);

function badSignature(parts: RequestParts, { requirement }: Presentation): RequestParts {
  const place = requirement.method.parts.find(({ part }) => part === 'signature');
  const value = place && partOf(parts, place);
  return place === undefined || value === undefined ? parts : withPart(parts, place, alteredProof(value));
}

async function credential(
  context: Context,
  operation: CompiledOperation,
  faults: readonly Guard[],
): Promise<Presentation> {
  if (faults.includes('permission')) return context.credential(operation, { lacking: true });
  const requirement = simple(operation);
  const presentation = await context.credential(operation, requirement === undefined ? {} : { requirement });
  // A signature is made when the request is whole, and spoilt then.
  return faults.includes('authentication') && !isSigned(presentation) ? badCredential(presentation) : presentation;
}

export async function faultyRequest(
  context: Context,
  operation: CompiledOperation,
  faults: readonly Guard[],
): Promise<RequestParts> {
  const presentation = operation.requirements.length === 0 ? undefined : await credential(context, operation, faults);
  const whole = await context.request(operation);
  // Before it is signed, so that its digest is no fault of its own.
  const valid = faults.includes('validation') ? { ...whole, body: '{"unfinished":' } : whole;
  const signed = presentation === undefined ? valid : context.present(valid, presentation);
  const presented =
    presentation !== undefined && isSigned(presentation) && faults.includes('authentication')
      ? badSignature(signed, presentation)
      : signed;
  let parts =
    named(operation, 'tenant') && presentation !== undefined
      ? withIdentifier(presented, operation, 'tenant', presentation.tenant)
      : presented;
  if (faults.includes('step_up')) parts = withHeader(parts, operation.stepUp!.header, undefined);
  const kind = operation.identifiers[0]?.identifier?.kind;
  if (faults.includes('identifier') && kind !== undefined)
    parts = withIdentifier(parts, operation, kind, `no-such-${kind}`);
  if (faults.includes('rate_limit')) await context.settings({ rate_limits: { [operation.rateLimit!]: { limit: 0 } } });
  return parts;
}
