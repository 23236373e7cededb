/**
 * A device without a browser asks for codes: one to poll with, and one to show to a person.
 *
 * @see RFC 8628 §3.1, §3.2
 */
import { chain } from '../../state/awaitable.ts';
import { contractMs } from '../../contract/durations.ts';
import { partiesOf } from './parties.ts';
import { bindCredential } from './bound-credential.ts';
import { clientAuthenticator, requireActive, requireGrant } from './client-authentication.ts';
import { openDeviceCode } from './device-codes.ts';
import { field, readForm, refuseMalformed } from './endpoint-form.ts';
import { actionOf, isRefusal, operationsWith, refused } from './found-or-refused.ts';
import { invalidScope } from './grants/grant.ts';
import { endpointUrl } from './issuer.ts';
import { authorizationTargets, readTargets, refuseTarget } from './resource-indicators.ts';
import { resolveScope } from './scope-rules.ts';
import type { Party } from './client-authentication.ts';
import type { Form } from './endpoint-form.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import type { ActionStep, Call, Outcome } from '../../request/call.ts';
import type { CompiledContract, CompiledOperation } from '../../contract/compiled-contract.ts';

/** RFC 8628 §3.2: where nothing else is said. */
const INTERVAL = 'PT5S';

export function deviceAuthorize(operation: CompiledOperation, contract: CompiledContract): ActionStep {
  const action = actionOf(operation, 'device.authorize');
  const bound = bindCredential(contract, action.credential);
  const lists = authorizationTargets(bound.credential);
  const lifetimeMs = contractMs(action.lifetime);
  const intervalMs = contractMs(action.interval ?? INTERVAL);
  const authenticate = clientAuthenticator(operation, contract, action);
  const page = operationsWith(contract.operations, 'device.verify').find((one) => one.operation.method === 'GET');

  function issue(call: Call, form: Form, party: Party): Awaitable<Outcome> {
    const refusal =
      requireActive(call, party, operation.pointer) ?? requireGrant(party, 'device_code', operation.pointer);
    if (refusal) return refused(refusal);
    const verdict = resolveScope(bound.scopes, field(form, 'scope'), party.scopes);
    if (verdict.problem !== undefined) return refused(invalidScope(call, verdict.problem, verdict.got));
    const asked = readTargets(call, bound, form, lists);
    if ('rule' in asked) return refused(refuseTarget(call, asked));
    const { world } = call;
    // The setting takes everybody's consent for granted, whatever they would be asked on.
    const [first] = partiesOf(world, party.tenant, {});
    const decision =
      world.settings.consent === 'headless' && first !== undefined ? { approved: true, user: first.id } : undefined;
    const about = {
      client: party.id,
      tenant: party.tenant,
      credential: bound.name,
      scope: verdict.scope,
      ...(asked.length > 0 && { audience: asked }),
      interval_ms: intervalMs,
    };
    return chain(openDeviceCode(call, about, lifetimeMs, decision), ({ device_code, user_code }): Outcome => {
      const uri = page && endpointUrl(call, page.operation);
      return {
        answer: {
          facts: {
            'device.device_code': device_code,
            'device.user_code': user_code,
            'device.verification_uri': uri,
            'device.verification_uri_complete': uri && `${uri}?user_code=${user_code}`,
            'device.expires_in': Math.round(lifetimeMs / 1000),
            'device.interval': Math.round(intervalMs / 1000),
          },
        },
      };
    });
  }

  return (call) => {
    const form = readForm(call);
    if (isRefusal(form)) return refused(form);
    const malformed = refuseMalformed(call, form, lists);
    if (malformed) return refused(malformed);
    return chain(authenticate(call, form), (party) => (isRefusal(party) ? refused(party) : issue(call, form, party)));
  };
}
