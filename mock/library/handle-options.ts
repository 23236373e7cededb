/** Validates the arguments of a sandbox handle's functions: filters and settings. */
import { InputError } from '../contract/input-error.ts';
import { suggestion } from '../contract/did-you-mean.ts';
import { durationMs, durationSeconds } from '../contract/durations.ts';
import type { SettingsChange } from './sandbox-handle.ts';
import type { MessageFilter } from '../journal/otp-inbox.ts';
import type { JournalFilter } from '../journal/journal.ts';
import {
  checkArgument,
  checkOptions,
  either,
  flag,
  isRecord,
  oneOf,
  orNull,
  text,
  texts,
  whole,
} from '../contract/check-options.ts';
import type { Rule, Rules } from '../contract/check-options.ts';
import { planNames } from '../contract/price-plan-names.ts';
import type { Settings, World } from '../sandboxes/sandbox.ts';

const contract: Rule = text('the name of a contract that is served');

const MESSAGES: Rules<MessageFilter> = {
  contract,
  to: text('whom the password was sent to'),
  otp_id: text('the id that the request for the password was answered with'),
  after: whole(0),
};

const ENTRIES: Rules<JournalFilter> = {
  contract,
  operation: text('an operation id of the contract'),
  status: whole(100, 599),
  refused: flag,
  request_id: text('the id of a request'),
  credential: text("a credential's name in the contract"),
  rule: text('a failure, a mistake, or words of a rule'),
  since: whole(0, undefined, ' (epoch milliseconds)'),
  until: whole(0, undefined, ' (epoch milliseconds)'),
  after: whole(0),
  limit: whole(1),
};

const YEARS_100 = 3_153_600_000;

const isNumber = (value: unknown, least: number): boolean =>
  typeof value === 'number' && Number.isFinite(value) && value >= least;

function isLifetime(value: unknown): boolean {
  const seconds = typeof value === 'number' || typeof value === 'string' ? durationSeconds(value) : undefined;
  return seconds !== undefined && seconds > 0 && seconds <= YEARS_100;
}

const isNone = (value: unknown): boolean => value === 0 || (typeof value === 'string' && durationMs(value) === 0);

const SETTINGS: Rules<SettingsChange> = {
  consent: oneOf(['contract', 'page', 'headless']),
  otp_threshold: orNull(
    either(
      'an amount of 0 or more, or an object of such amounts by value, such as { KES: 20000 }',
      (value) => isNumber(value, 0),
      (value) => isRecord(value) && Object.values(value).every((amount) => isNumber(amount, 0)),
    ),
  ),
  token_lifetime: orNull({
    must: `seconds above 0 and up to ${YEARS_100}, or a duration such as 5m or PT5M`,
    fits: isLifetime,
  }),
  reuse_leeway: orNull({
    must: `seconds from 0 to ${YEARS_100}, or a duration such as 5s or PT5S`,
    fits: (value) => isNone(value) || isLifetime(value),
  }),
  date_header: oneOf(['sandbox', 'machine']),
  rate_limits: {
    must: 'an object of quotas by class, such as { default: { limit: 5, window_seconds: 60 } }',
    fits: isRecord,
  },
  plan: orNull(text('the name of a plan that the contract speaks of')),
  hardened: flag,
  origins: orNull(texts('origins, such as https://shop.example')),
  explain_header: flag,
  latency_ms: whole(0, 60_000, ' (milliseconds)'),
};

const QUOTA: Rules<Settings['rate_limits'][string]> = {
  limit: orNull(whole(0)),
  window_seconds: { must: 'a number of seconds above 0', fits: (value) => isNumber(value, 0) && value !== 0 },
};

const unknown = (where: string, what: string, name: string, names: readonly string[]): InputError =>
  new InputError(`${where}: the contract has no ${what} "${name}"; ${suggestion(name, names) ?? 'there is none'}`);

/** A contract that is asked for must be served: a filter that nothing can fit is a mistake. */
function checkContract(where: string, filter: unknown, served: readonly string[]): void {
  const { contract: name } = filter as { contract?: string };
  if (name !== undefined && !served.includes(name))
    throw new InputError(`${where}: no served contract is called "${name}"; ${suggestion(name, served) ?? ''}`);
}

/** @throws {InputError} */
export function checkMessageFilter(where: string, filter: unknown, served: readonly string[]): void {
  checkOptions(where, filter, MESSAGES);
  checkContract(where, filter, served);
}

/** @throws {InputError} */
export function checkJournalFilter(where: string, filter: unknown, served: readonly string[]): void {
  checkOptions(where, filter, ENTRIES);
  checkContract(where, filter, served);
}

/** @throws {InputError} */
export function checkSettings({ contract }: World, change: unknown): void {
  const where = 'settings.change';
  checkOptions(where, change, SETTINGS);
  const { plan: wanted, rate_limits: quotas = {} } = change as Partial<Settings>;
  if (wanted !== undefined && wanted !== null && !planNames(contract).includes(wanted))
    throw unknown(where, 'plan', wanted, planNames(contract));
  for (const [name, quota] of Object.entries(quotas)) {
    if (!contract.rateLimits.has(name))
      throw unknown(where, 'class of rate limit', name, [...contract.rateLimits.keys()]);
    checkOptions(`${where}, quota of ${name}`, quota, QUOTA);
    for (const field of ['limit', 'window_seconds'] as const)
      checkArgument(`${where}, quota of ${name}`, `the option ${field}`, quota[field], QUOTA[field]);
  }
}
