/**
 * Builds a valid request of an operation: identifiers, parameters, body, second factor. Credentials are added by
 * anyone who sends it.
 */
import type { CompiledOperation, CompiledParameter } from '../../mock/contract/compiled-contract.ts';
import { fillPath } from '../../mock/contract/path-template.ts';
import { writeValue } from '../../mock/contract/value-encoding.ts';
import type { FormFields, RequestParts } from '../check-context.ts';
import { defaultTenant } from './choose-credential.ts';
import { actionRequest } from './action-request.ts';
import type { ActionRequest, Who } from './action-request-parts.ts';
import { exampleBody, exampleParameter, exampleValue } from './contract-examples.ts';
import type { DriverCore } from './driver-core.ts';
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

function identifierValue(core: DriverCore, parameter: CompiledParameter, tenant: string): string | undefined {
  const { identifier } = parameter;
  switch (identifier?.kind) {
    case 'tenant':
      return tenant;
    case 'developer':
      return core.target.credentials.developers[0]?.id;
    case 'origin':
      return allowedOrigin(identifier.allow);
    default:
      return exampleParameter(core.contract, parameter);
  }
}

/** Each identifier once, in a header where it may stand there. */
function placeIdentifiers(core: DriverCore, { identifiers }: CompiledOperation, tenant: string, placed: Placed): void {
  const kinds = new Set<string>();
  for (const parameter of [...identifiers].sort((a, b) => Number(b.in === 'header') - Number(a.in === 'header'))) {
    const { kind = '', required = true } = parameter.identifier ?? {};
    const value = required && !kinds.has(kind) ? identifierValue(core, parameter, tenant) : undefined;
    if (value === undefined) continue;
    kinds.add(kind);
    (parameter.in === 'query' ? placed.query : placed.headers).push([parameter.name, value]);
  }
}

function placeParameters(core: DriverCore, operation: CompiledOperation, wanted: ActionRequest, placed: Placed): void {
  for (const parameter of operation.parameters) {
    const given = wanted.parameters[parameter.name];
    if (parameter.in === 'path' || (!parameter.required && given === undefined)) continue;
    const value = given ?? toldValue(core, operation, parameter) ?? exampleValue(core.contract, parameter);
    const pairs = writeValue(parameter.name, parameter.encoding, value);
    if (parameter.in === 'cookie')
      placed.headers.push(['Cookie', pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('; ')]);
    else (parameter.in === 'query' ? placed.query : placed.headers).push(...pairs);
  }
}

/** What the target file says for a parameter. */
const toldValue = (
  { target: { parameters = {} } }: DriverCore,
  { id }: CompiledOperation,
  { name }: CompiledParameter,
): string | undefined => parameters[`${id}.${name}`] ?? parameters[name];

function pathOf(core: DriverCore, operation: CompiledOperation, wanted: ActionRequest): string {
  let guessed: string | undefined;
  const path = fillPath(operation.path, (name) => {
    const parameter = operation.parameters.find((one) => one.in === 'path' && one.name === name);
    const known = wanted.parameters[name] ?? (parameter && toldValue(core, operation, parameter));
    if (known !== undefined || parameter === undefined) return known ?? '';
    guessed ??= name;
    return exampleParameter(core.contract, parameter);
  });
  if (guessed !== undefined && core.control === undefined && !core.target.isMock) core.guessed.set(path, guessed);
  return path;
}

function writeBody(form: FormFields | undefined, type: string, body: unknown): string | undefined {
  if (body === undefined || typeof body === 'string') return body;
  if (form !== undefined) return form.write(body as Record<string, unknown>);
  return type === FORM ? formBody(body as Record<string, string>) : JSON.stringify(body);
}

const NOTHING: ActionRequest = { parameters: {}, body: undefined };

/** A request as far as it follows from the contract's parameters alone. */
function assemble(core: DriverCore, operation: CompiledOperation, tenant: string, wanted: ActionRequest): RequestParts {
  const placed: Placed = { headers: [], query: [] };
  placeIdentifiers(core, operation, tenant, placed);
  placeParameters(core, operation, wanted, placed);
  const type = exampleBody(core.contract, operation)?.type;
  const named = type ?? operation.contentType;
  const form = type === undefined ? undefined : formFields(core.contract, operation, type);
  if (named !== undefined) placed.headers.push(['Content-Type', sentType(named)]);
  return {
    method: operation.method,
    path: pathOf(core, operation, wanted),
    ...placed,
    body: type === undefined ? undefined : writeBody(form, type, wanted.body),
    ...(form && { form }),
  };
}

/**
 * @param overrides take the place of whole parts; with a body given, none is made (nor anything asked of the target for
 *   it)
 * @param who default: the tenant whose credential fits the operation
 */
export async function buildRequest(
  core: DriverCore,
  operation: CompiledOperation,
  overrides: Partial<RequestParts> = {},
  who: Partial<Who> = {},
): Promise<RequestParts> {
  const tenant = who.tenant ?? defaultTenant(core, operation);
  const isBare = 'body' in overrides && (overrides.path !== undefined || !operation.path.includes('{'));
  const wanted = isBare ? NOTHING : await actionRequest(core, operation, { tenant, presentation: who.presentation });
  if (wanted.whole) return { ...wanted.whole, ...overrides };
  const parts = assemble(core, operation, tenant, wanted);
  if (isBare || !needsStepUp(operation, wanted)) return { ...parts, ...overrides };
  const verification = await core.context.otp.verification(
    operation.stepUp!.operation,
    stepUpResource(operation, wanted.body),
    { tenant },
  );
  return { ...parts, headers: [...parts.headers, [operation.stepUp!.header, verification]], ...overrides };
}
