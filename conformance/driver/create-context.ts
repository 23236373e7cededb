/** Puts the driver together: what one check works with. */
import { NotRun } from '../check.ts';
import type { Context } from '../check-context.ts';
import { createClockDriver } from './target-clock.ts';
import { chooseCredential } from './choose-credential.ts';
import { createExpect } from './expectations.ts';
import { guessedIn } from './guessed-values.ts';
import { createBorrowedKeys } from './borrowed-keys.ts';
import { createKeys } from './key-driver.ts';
import type { DriverCore } from './driver-core.ts';
import { createMemory, createOAuth } from './oauth-driver.ts';
import { obtain } from './obtain-credential.ts';
import { createLinks } from './link-driver.ts';
import { createOtp } from './otp-driver.ts';
import { urlOf } from './request-parts.ts';
import { present } from './present-credential.ts';
import { createWearer } from './wear-certificate.ts';
import { createProver } from './prove-key.ts';
import { buildRequest } from './request-builder.ts';
import { machineNow } from '../machine-clock.ts';
import { createWatcher, operationOf } from '../values/watch-answers.ts';

export function createContext(given: Omit<DriverCore, 'context' | 'guessed'>): Context {
  const outside = { ...given, guessed: new Map<string, string>() };
  const { contract, target, control, secret, watch } = outside;
  const clock = createClockDriver(outside);
  const watcher = watch && createWatcher({ contract, target, clock, ...watch });
  const { trace } = outside;
  const prover = createProver(contract, target, () => clock.now());
  const wearer = createWearer();

  const context: Context = {
    contract,
    target,
    async send(asked, options) {
      const given = wearer.wear(asked);
      const parts = prover === undefined ? given : await prover.prove(given);
      const sentAt = machineNow();
      watcher?.sent(parts);
      const exchange = await outside.send(
        {
          method: parts.method,
          url: urlOf(contract, target, parts),
          headers: parts.headers,
          body: parts.body,
          ...(parts.absolute && { absolute: true }),
          ...(parts.certificate && { certificate: parts.certificate }),
        },
        options,
      );
      wearer.learn(parts, exchange);
      borrowed?.learn(parts, exchange);
      trace?.identify(exchange, operationOf(contract, parts)?.id);
      await watcher?.answered(parts, exchange, sentAt);
      const proves = parts.headers.length > given.headers.length;
      return prover?.learn(exchange) === true && proves && exchange.status >= 400
        ? context.send(given, options)
        : exchange;
    },
    async burst(asked, count) {
      const given = wearer.wear(asked);
      const parts = prover === undefined ? given : await prover.prove(given);
      if (parts.headers.length > given.headers.length)
        context.notRun('a request that proves a key is good once, and cannot be sent many times at once');
      return outside.burst(
        {
          method: parts.method,
          url: urlOf(contract, target, parts),
          headers: parts.headers,
          body: parts.body,
          ...(parts.certificate && { certificate: parts.certificate }),
        },
        count,
      );
    },
    request: (operation, overrides, who) => buildRequest(core, operation, overrides, who),
    present(parts, presentation) {
      trace?.presented(presentation);
      return present(contract, parts, presentation, (whole) => urlOf(contract, target, whole));
    },

    async credential(operation, options = {}) {
      const found = chooseCredential(core, operation, options);
      if (found) return obtain(core, found);
      const wish = `${options.lacking ? ' without the permission' : ''}${options.tenant === undefined ? '' : ` of tenant ${options.tenant}`}${options.notTenant === undefined ? '' : ` of another tenant than ${options.notTenant}`}`;
      throw new NotRun(`the target has no credential${wish} for ${operation.id}`);
    },

    async call(operation, { parts, ...options } = {}) {
      const found = chooseCredential(core, operation, options);
      if (
        found === undefined &&
        (options.requirement !== undefined || options.lacking === true || !operation.anonymous)
      )
        return context.notRun(`the target has no credential for ${operation.id}`);
      if (found === undefined)
        return context.send(
          await buildRequest(core, operation, parts, options.tenant === undefined ? {} : { tenant: options.tenant }),
        );
      const presentation = await obtain(core, found);
      const tenant =
        options.notTenant === undefined || options.tenant !== undefined ? presentation.tenant : options.notTenant;
      return context.send(
        context.present(await buildRequest(core, operation, parts, { tenant, presentation }), presentation),
      );
    },

    operation(type, fits = () => true) {
      return (
        contract.operations.find((operation) => operation.action.type === type && fits(operation)) ??
        context.notRun(`the contract has no operation that does ${type}`)
      );
    },

    get oauth() {
      return oauth;
    },
    get otp() {
      return otp;
    },
    get links() {
      return links;
    },
    clock,
    get keys() {
      return keys;
    },
    expect: createExpect(contract, target.isMock, {
      credentialOf: trace?.credentialOf,
      guessedIn: (exchange) => guessedIn(outside.guessed, exchange),
      onRefusal: watcher?.refused,
      onAdvice: outside.advise,
    }),

    async settings(change) {
      if (control === undefined) throw new NotRun('settings are changed over a control plane, and the target has none');
      watcher?.changes(change);
      await control.call('PATCH', `/settings/${encodeURIComponent(contract.name)}`, change);
    },
    notRun(reason) {
      throw new NotRun(reason);
    },
    secret,
  };

  const core: DriverCore = { ...outside, context };
  const oauth = createOAuth(core, createMemory());
  const otp = createOtp(core);
  const links = createLinks(core);
  const { aside, atEnd } = outside;
  const borrowed =
    control === undefined && target.safety.renewKeys === true && aside && atEnd
      ? createBorrowedKeys(core, aside)
      : undefined;
  if (borrowed !== undefined) atEnd?.(borrowed.giveBack);
  const keys = createKeys(outside, borrowed);
  return context;
}
