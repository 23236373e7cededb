/** One-time passwords: asked for, read as the target allows, traded for a verification token. */
import { CheckFailure, NotRun } from '../check.ts';
import type { OtpRequestAction } from '../../specs/generated/vocabulary.ts';
import type { CompiledOperation } from '../../mock/contract/compiled-contract.ts';
import type { OtpDriver } from '../check-drivers.ts';
import { countedNoun } from '../counted-noun.ts';
import { markedBasis } from '../evidence-marks.ts';
import type { Exchange } from '../exchange.ts';
import { brokenRule, refusedCall } from '../symptom.ts';
import { askCommand } from './ask-command.ts';
import { askPerson } from './ask-person.ts';
import { verifyByAuthenticator, verifyingAuthenticator } from './authenticator-driver.ts';
import { exampleBody } from './contract-examples.ts';
import { valueAt, withValue } from './json-values.ts';
import type { DriverCore } from './driver-core.ts';
import { existingRecord, recordId } from './existing-records.ts';
import { factOf } from './declared-responses.ts';

/** Seconds that the inbox is waited for. */
const PATIENCE = 5;

function actionOf({ id, action }: CompiledOperation): OtpRequestAction {
  if (action.type !== 'otp.request') throw new Error(`${id} sends no password`);
  return action;
}

/** The example of the contract, with a record of this tenant where the verified operation is about one. */
export async function otpRequestBody(core: DriverCore, operation: CompiledOperation, tenant: string): Promise<unknown> {
  const { operation: named, resource: place } = actionOf(operation);
  const example = exampleBody(core.contract, operation)?.value;
  const verified = core.contract.operations.find(
    ({ stepUp }) => stepUp !== undefined && stepUp.operation === valueAt(example, named),
  );
  const resource =
    verified?.stepUp?.amount?.record?.resource ??
    (verified && 'resource' in verified.action ? String(verified.action.resource) : undefined);
  if (place === undefined || resource === undefined || verified?.stepUp?.resource === undefined) return example;
  const id = recordId(core, resource, await existingRecord(core, resource, { tenant }));
  return id === undefined ? example : withValue(example, place, id);
}

async function readSource(core: DriverCore, id: string, to: string): Promise<string> {
  const { target, contract, control } = core;
  switch (target.otp.kind) {
    case 'control': {
      if (control === undefined)
        throw new NotRun('one-time passwords are read from a control plane, and the target has none');
      const message = await control.call<{ readonly code: string } | undefined>(
        'GET',
        `/otp/wait?timeout=${PATIENCE}&contract=${encodeURIComponent(contract.name)}&otp_id=${encodeURIComponent(id)}`,
      );
      if (message === undefined)
        throw new CheckFailure({
          expected: `a one-time password sent to ${to}`,
          got: `none within ${PATIENCE} seconds`,
          symptoms: [brokenRule('no one-time password arrives', 'none arrives')],
          preparation: true,
        });
      return message.code;
    }
    case 'command':
      return askCommand(core, 'capabilities.otp', target.otp, { OTP_ID: id, OTP_TO: to });
    case 'fixed':
      return target.otp.code;
    case 'prompt':
      return askPerson(core, '', `One-time password ${id}, sent to ${to}: `);
    case 'none':
      throw new NotRun('the target does not say how a one-time password is read');
  }
}

export function createOtp(core: DriverCore): OtpDriver {
  /** Whose each password is: the same credential has to verify it. */
  const tenants = new Map<string, string>();
  /** What each was asked for by. */
  const asked = new Map<string, Exchange>();

  const otp: OtpDriver = {
    async request(operation, resource, { tenant } = {}) {
      const asks = core.context.operation('otp.request');
      const { operation: named, resource: place, deliver_to: delivery } = actionOf(asks);
      const presentation = await core.context.credential(asks, tenant === undefined ? {} : { tenant });
      let body = withValue(exampleBody(core.contract, asks)?.value ?? {}, named, operation);
      if (place !== undefined) body = withValue(body, place, resource);
      const parts = await core.context.request(asks, { body: JSON.stringify(body) });
      const exchange = await core.context.send(core.context.present(parts, presentation));
      const id = exchange.status < 300 ? factOf(core.contract, asks, 'otp.id', exchange.answerBody) : undefined;
      if (id === undefined)
        throw new CheckFailure({
          expected: 'an answer that names the one-time password sent',
          got: `status ${exchange.status}`,
          exchange,
          symptoms: [
            refusedCall(
              asks.id,
              presentation.requirement.method.credential,
              exchange.status,
              `status ${exchange.status}`,
            ),
          ],
          preparation: true,
        });
      tenants.set(id, presentation.tenant);
      asked.set(id, exchange);
      return { exchange, id, to: String(valueAt(body, delivery)) };
    },
    async read(id, to) {
      const code = await readSource(core, id, to);
      core.secret(code);
      const asks = core.context.operation('otp.request');
      const { digits } = actionOf(asks);
      if (code.length !== digits)
        throw new CheckFailure({
          expected: `a one-time password of ${countedNoun(digits, 'digit')}`,
          got: `one of ${countedNoun(code.length, 'character')}`,
          exchange: asked.get(id),
          symptoms: [
            {
              ...brokenRule(
                code.length < digits
                  ? 'a one-time password arrives short: a leading zero is lost on the way'
                  : `a one-time password has another length than ${digits}`,
                countedNoun(code.length, 'character'),
                markedBasis(core.contract, asks.pointer),
              ),
              operation: core.context.operation('otp.verify').id,
            },
          ],
          preparation: true,
        });
      return code;
    },
    async verify(id, code) {
      const operation = core.context.operation('otp.verify');
      if (operation.action.type !== 'otp.verify') throw new Error(`${operation.id} verifies no password`);
      const body = withValue(
        withValue(exampleBody(core.contract, operation)?.value ?? {}, operation.action.id, id),
        operation.action.code,
        code,
      );
      const tenant = tenants.get(id);
      return core.context.call(operation, {
        ...(tenant !== undefined && { tenant }),
        parts: { body: JSON.stringify(body) },
      });
    },
    async verification(operation, resource, options) {
      const alone = verifyingAuthenticator(core.contract);
      if (alone !== undefined) return verifyByAuthenticator(core, alone, operation, resource, options?.tenant);
      const { id, to } = await otp.request(operation, resource, options);
      const exchange = await otp.verify(id, await otp.read(id, to));
      const token = factOf(
        core.contract,
        core.context.operation('otp.verify'),
        'otp.verification_token',
        exchange.answerBody,
      );
      if (exchange.status >= 300 || token === undefined)
        throw new CheckFailure({
          expected: 'a verification token for the right one-time password',
          got: `status ${exchange.status}`,
          exchange,
          symptoms: [
            refusedCall(
              core.context.operation('otp.verify').id,
              core.trace?.credentialOf(exchange),
              exchange.status,
              `status ${exchange.status}`,
            ),
          ],
          preparation: true,
        });
      core.secret(token);
      return token;
    },
  };
  return otp;
}
