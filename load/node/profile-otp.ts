/** One-time passwords and the call that needs one. */
import { exampleBody } from '../../conformance/driver/contract-examples.ts';
import { withValue } from '../../conformance/driver/json-values.ts';
import type { CompiledOperation } from '../../mock/contract/compiled-contract.ts';
import type { OtpFlow } from '../k6/profile.ts';
import { callsOf } from './profile-calls.ts';
import type { CredentialKind } from './profile-calls.ts';
import { NotApplicable } from './profile-inputs.ts';
import type { ProfileInputs } from './profile-inputs.ts';

/** Changes that leave nothing behind come first; those bound to one record would need a new record each time. */
function steppedUp({ contract }: ProfileInputs): CompiledOperation | undefined {
  const fits = contract.operations.filter(
    ({ stepUp, path }) =>
      stepUp !== undefined &&
      stepUp.resource === undefined &&
      stepUp.amount?.record === undefined &&
      !path.includes('{'),
  );
  return fits.find(({ action }) => action.type === 'profile.update') ?? fits[0];
}

const KINDS: readonly CredentialKind[] = ['key', 'token'];

/** @throws {NotApplicable} where the contract or the target has none */
export async function otpFlow(inputs: ProfileInputs): Promise<OtpFlow> {
  const { contract, target } = inputs;
  const find = (type: string): CompiledOperation | undefined =>
    contract.operations.find(({ action }) => action.type === type);
  const [asks, verifies, acts] = [find('otp.request'), find('otp.verify'), steppedUp(inputs)];
  if (asks?.action.type !== 'otp.request' || verifies?.action.type !== 'otp.verify' || acts?.stepUp === undefined)
    throw new NotApplicable('the contract has no operation that a one-time password steps up to');
  if (target.otp.kind !== 'fixed' && (target.otp.kind !== 'control' || target.control === undefined))
    throw new NotApplicable(
      'k6 reads one-time passwords from a control plane or as a fixed code, and the target offers neither (capabilities.otp)',
    );
  const { operation: named, resource } = asks.action;
  const asked = withValue(exampleBody(contract, asks)?.value ?? {}, named, acts.stepUp.operation);
  const checked = withValue(
    withValue(exampleBody(contract, verifies)?.value ?? {}, verifies.action.id, '__OTP_ID__'),
    verifies.action.code,
    '__OTP_CODE__',
  );
  const { amount, header } = acts.stepUp;
  const example = exampleBody(contract, acts)?.value;
  const changed = amount?.body === undefined ? example : withValue(example, amount.body, amount.at_least);

  const [act] = await callsOf(inputs, acts, {
    kinds: KINDS,
    parts: { body: JSON.stringify(changed) },
    headers: [
      [header, '__VERIFICATION__'],
      ...(acts.idempotency === undefined ? [] : [[acts.idempotency.name, '__IDEMPOTENCY_KEY__'] as const]),
    ],
  });
  const body = JSON.stringify(resource === undefined ? asked : withValue(asked, resource, undefined));
  const requests = await callsOf(inputs, asks, { kinds: KINDS, parts: { body }, facts: ['otp.id'] });
  const verifications = await callsOf(inputs, verifies, {
    kinds: KINDS,
    parts: { body: JSON.stringify(checked) },
    facts: ['otp.verification_token'],
  });
  const request = requests.find(({ caller }) => caller === act?.caller);
  const verify = verifications.find(({ caller }) => caller === act?.caller);
  if (act === undefined || request === undefined || verify === undefined)
    throw new NotApplicable('the target has no credential that may ask for a one-time password and use it');
  return { request, verify, act, code: target.otp.kind === 'fixed' ? target.otp.code : null };
}
