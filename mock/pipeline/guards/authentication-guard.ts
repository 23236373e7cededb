/** The `authentication` guard: a credential that the operation takes, and that is good. */
import { noCertificate } from '../../auth/certificates/no-certificate.ts';
import { refuse } from '../../request/call.ts';
import type { Call, Refusal } from '../../request/call.ts';

export function authenticationGuard(call: Call): Refusal | undefined {
  const { identification, operation, world } = call;
  if (identification.state === 'bad') return identification.refusal;
  if (identification.state === 'good') {
    call.tenant ??= identification.caller.tenant;
    return undefined;
  }
  const demanded = call.tenant !== undefined && world.people.tenants.get(call.tenant)?.require_token === true;
  if (operation.anonymous && !(demanded && operation.requirements.length > 0)) return undefined;
  const expected = [...new Set(operation.requirements.map(({ method }) => method.credential))].join(' or ');
  const byCertificate = operation.requirements.every(({ method }) => method.kind === 'certificate');
  return refuse(
    'missing_credentials',
    demanded ? 'the call must carry a credential, because this tenant demands one' : 'the call must carry a credential',
    `${operation.pointer}/security`,
    { expected, got: byCertificate ? noCertificate(call) : 'none' },
  );
}
