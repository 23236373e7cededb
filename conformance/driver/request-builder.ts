/**
 * Builds a valid request of an operation: identifiers, parameters, body, second factor. Credentials are added by
 * anyone who sends it.
 */
import type { CompiledOperation, CompiledParameter } from '../../mock/contract/compiled-contract.ts';
import { fillPath } from '../../mock/contract/path-template.ts';
import { writeValue } from '../../mock/contract/value-encoding.ts';
import type { FormFields, RequestParts } from '../check-context.ts';
import { defaultTenant } from './choose-credential.ts';
import { draftRequest } from './action-request.ts';
import type { Draft, Who } from './action-request-parts.ts';
import { exampleBody, exampleParameter, exampleValue } from './contract-examples.ts';
import type { Kit } from './driver-parts.ts';
import { formFields, sentType } from './form-body.ts';
import { FORM, formBody } from './request-parts.ts';
import { needsStepUp, stepUpResource } from './step-up-request.ts';

type Pair = readonly [string, string];

interface Placed {
  readonly headers: Pair[];
  readonly query: Pair[];
}

/** An origin that the allow-list lets in. */
function allowedOrigin(allow: readonly string[] = []): string {
  const [entry = '*'] = allow;
  if (entry.includes('://')) return entry;
  return `https://${entry === '*' ? 'example.com' : entry.startsWith('.') ? `app${entry}` : entry}`;
}

function identifierValue(kit: Kit, parameter: CompiledParameter, tenant: string): string | undefined {
  const { identifier } = parameter;
  switch (identifier?.kind) {
    case 'tenant':
      return tenant;
    case 'developer':
      return kit.target.credentials.developers[0]?.id;
    case 'origin':
      return allowedOrigin(identifier.allow);
    default:
      return exampleParameter(kit.contract, parameter);
  }
}

/** Each identifier once, in a header where it may stand there. */
function placeIdentifiers(kit: Kit, { identifiers }: CompiledOperation, tenant: string, placed: Placed): void {
  const kinds = new Set<string>();
  for (const parameter of [...identifiers].sort((a, b) => Number(b.in === 'header') - Number(a.in === 'header'))) {
    const { kind = '', required = true } = parameter.identifier ?? {};
    const value = required && !kinds.has(kind) ? identifierValue(kit, parameter, tenant) : undefined;
    if (value === undefined) continue;
    kinds.add(kind);
    (parameter.in === 'query' ? placed.query : placed.headers).push([parameter.name, value]);
  }
}

function placeParameters(kit: Kit, { parameters }: CompiledOperation, draft: Draft, placed: Placed): void {
  for (const parameter of parameters) {
    const given = draft.parameters[parameter.name];
    if (parameter.in === 'path' || (!parameter.required && given === undefined)) continue;
    const pairs = writeValue(parameter.name, parameter.encoding, given ?? exampleValue(kit.contract, parameter));
    if (parameter.in === 'cookie')
      placed.headers.push(['Cookie', pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('; ')]);
    else (parameter.in === 'query' ? placed.query : placed.headers).push(...pairs);
  }
}

function pathOf(kit: Kit, { path, parameters }: CompiledOperation, draft: Draft): string {
  return fillPath(path, (name) => {
    const parameter = parameters.find((one) => one.in === 'path' && one.name === name);
    return draft.parameters[name] ?? (parameter ? exampleParameter(kit.contract, parameter) : '');
  });
}

function writeBody(form: FormFields | undefined, type: string, body: unknown): string | undefined {
  if (body === undefined || typeof body === 'string') return body;
  if (form !== undefined) return form.write(body as Record<string, unknown>);
  return type === FORM ? formBody(body as Record<string, string>) : JSON.stringify(body);
}

const NOTHING: Draft = { parameters: {}, body: undefined };

/** A request as far as it follows from the contract's parameters alone. */
function assemble(kit: Kit, operation: CompiledOperation, tenant: string, draft: Draft): RequestParts {
  const placed: Placed = { headers: [], query: [] };
  placeIdentifiers(kit, operation, tenant, placed);
  placeParameters(kit, operation, draft, placed);
  const type = exampleBody(kit.contract, operation)?.type;
  const named = type ?? operation.contentType;
  const form = type === undefined ? undefined : formFields(kit.contract, operation, type);
  if (named !== undefined) placed.headers.push(['Content-Type', sentType(named)]);
  return {
    method: operation.method,
    path: pathOf(kit, operation, draft),
    ...placed,
    body: type === undefined ? undefined : writeBody(form, type, draft.body),
    ...(form && { form }),
  };
}

/**
 * @param overrides take the place of whole parts; with a body given, none is made (nor anything asked of the target for
 *   it)
 * @param who default: the tenant whose credential fits the operation
 */
export async function buildRequest(
  kit: Kit,
  operation: CompiledOperation,
  overrides: Partial<RequestParts> = {},
  who: Partial<Who> = {},
): Promise<RequestParts> {
  const tenant = who.tenant ?? defaultTenant(kit, operation);
  const isBare = 'body' in overrides && (overrides.path !== undefined || !operation.path.includes('{'));
  const draft = isBare ? NOTHING : await draftRequest(kit, operation, { tenant, presentation: who.presentation });
  if (draft.whole) return { ...draft.whole, ...overrides };
  const parts = assemble(kit, operation, tenant, draft);
  if (isBare || !needsStepUp(operation, draft)) return { ...parts, ...overrides };
  const verification = await kit.context.otp.verification(
    operation.stepUp!.operation,
    stepUpResource(operation, draft.body),
    { tenant },
  );
  return { ...parts, headers: [...parts.headers, [operation.stepUp!.header, verification]], ...overrides };
}
