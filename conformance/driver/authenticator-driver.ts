/** Verifications where an authenticator is the only second factor: enrolled anew, with a code that the suite reckons. */
import { CheckFailure } from '../check.ts';
import type { CompiledContract, CompiledOperation } from '../../mock/contract/compiled-contract.ts';
import { refusedCall } from '../symptom.ts';
import { authenticatorCode, authenticatorOf, periodOf } from './authenticator-code.ts';
import { exampleBody } from './contract-examples.ts';
import { factOf } from './declared-responses.ts';
import type { DriverCore } from './driver-core.ts';
import { withValue } from './json-values.ts';

/** The operation that a step-up's verification comes from, where the contract sends no one-time passwords. */
export function verifyingAuthenticator({ operations }: CompiledContract): CompiledOperation | undefined {
  if (operations.some(({ action }) => action.type === 'otp.request')) return undefined;
  return operations.find(({ action }) => action.type === 'authenticator.verify' && action.operation !== undefined);
}

/** Gives the person of a tenant a new secret, and trades the code that it makes now. */
export async function verifyByAuthenticator(
  core: DriverCore,
  verify: CompiledOperation,
  operation: string,
  resource: string | undefined,
  tenant: string | undefined,
): Promise<string> {
  const { action } = verify;
  if (action.type !== 'authenticator.verify') throw new Error(`${verify.id} verifies no authenticator`);
  const { context, contract } = core;
  const enroll = context.operation(
    'authenticator.enroll',
    (other) => other.action.type === 'authenticator.enroll' && other.action.authenticator === action.authenticator,
  );
  const presentation = await context.credential(verify, tenant === undefined ? {} : { tenant });
  const of = { tenant: presentation.tenant };
  const enrolled = await context.send(context.present(await context.request(enroll, {}, of), presentation));
  const secret = factOf(contract, enroll, 'authenticator.secret', enrolled.answerBody) ?? '';
  core.secret(secret);
  const rule = authenticatorOf(contract, action.authenticator);
  const moving = rule.kind === 'hotp' ? 0 : periodOf(rule, await context.clock.now());
  let body = withValue(
    exampleBody(contract, verify)?.value ?? {},
    action.code,
    authenticatorCode(rule, secret, moving),
  );
  body = withValue(body, action.operation!, operation);
  if (action.resource !== undefined) body = withValue(body, action.resource, resource);
  const exchange = await context.send(
    context.present(await context.request(verify, { body: JSON.stringify(body) }, of), presentation),
  );
  const token = factOf(contract, verify, 'otp.verification_token', exchange.answerBody);
  if (exchange.status >= 300 || token === undefined)
    throw new CheckFailure({
      expected: 'a verification token for the right code of an authenticator',
      got: `status ${exchange.status}`,
      exchange,
      symptoms: [
        refusedCall(verify.id, core.trace?.credentialOf(exchange), exchange.status, `status ${exchange.status}`),
      ],
      preparation: true,
    });
  core.secret(token);
  return token;
}
