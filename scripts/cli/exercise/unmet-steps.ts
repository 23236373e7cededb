/** What was planned and did not happen, with what would make it happen. A rule that nothing tested is not kept. */
import type { components } from '../../../specs/generated/control.ts';
import type { Plan, PlannedFault, Step } from '../../../grade/plans/plan.ts';
import type { Session } from '../../../grade/session.ts';
import { issuesOf, seconds } from '../../../grade/tokens.ts';
import type { PlayedStep } from './play-plan.ts';

type Fault = components['schemas']['Fault'];

const KINDS = {
  token: 'request for a token',
  authorize: 'sign-in',
  call: 'call',
  read: 'read (GET)',
  write: 'write',
} as const;

const isOperation = ({ on, operation }: PlannedFault): string =>
  on === undefined ? (operation === undefined ? 'call' : `call of ${operation}`) : KINDS[on];

const EFFECTS = [
  ['wrong_state', 'an answer with another state than was sent'],
  ['unknown_field', 'an unknown field'],
  ['cut_body', 'half a body'],
  ['slow_body_ms', 'a slow body'],
  ['latency_ms', 'a late answer'],
  ['latency_spread_ms', 'a late answer'],
] as const;

function faultText(fault: PlannedFault): string {
  if (fault.drop === true) return fault.after === true ? 'an answer that is lost' : 'a dropped connection';
  if (fault.status !== undefined) return `a ${fault.status}`;
  return EFFECTS.find(([key]) => fault[key] !== undefined && fault[key] !== false)?.[1] ?? 'a fault';
}

const more = (count: number, noun: string): string =>
  `${count} more ${noun.replace(/^(\w+)/, count === 1 ? '$1' : '$1s')}`;

function unmetFault(fault: PlannedFault, ids: readonly string[], faults: readonly Fault[]): readonly string[] {
  // Deleted by the client itself, or of a kind that this contract does not have.
  const own = faults.filter(({ id }) => ids.includes(id));
  const turn = (fault.skip ?? 0) + (fault.every ?? 1);
  const most = Math.max(...own.map(({ fitted }) => fitted));
  if (own.length === 0 || most >= turn) return [];
  const noun = isOperation(fault);
  const needs =
    most === 0 && turn === 1
      ? `the client made no ${noun}`
      : `make ${more(turn - most, noun)}${fault.on === undefined || own.length === 1 ? '' : ' of one operation'}`;
  return [`${faultText(fault)} on a ${noun}: ${needs}`];
}

function stepText({ clock, settings, signing_keys: rotate, key, webhook }: Step): string {
  if (clock !== undefined) return `the clock moves by ${clock}`;
  if (rotate !== undefined) return 'new signing keys';
  if (key !== undefined) return `the key ${key.id}: ${key.do}`;
  if (webhook !== undefined) return `a webhook sent once more (${webhook})`;
  return `the settings ${Object.keys(settings ?? {}).join(', ')}`;
}

function unmetStep(
  { step, faults, after, unfit }: PlayedStep,
  all: readonly Fault[],
  session: Session,
): readonly string[] {
  const { fault, webhook, after_requests: count, after: span } = step;
  const came = session.exchanges.length;
  const what = fault === undefined ? stepText(step) : `${faultText(fault)} on a ${isOperation(fault)}`;
  if (unfit !== undefined) return [`${what}: ${unfit}`];
  if (after === undefined)
    return [
      count !== undefined && came < count
        ? `${what}: comes after ${count} requests, and there were ${came}`
        : `${what}: comes ${span === undefined ? 'later' : `after ${span}`}, and the client had ended`,
    ];
  if (fault !== undefined) return unmetFault(fault, faults, all);
  if (webhook !== undefined)
    return session.deliveries.length > 0 ? [] : [`${what}: no webhook had been sent; let the client ask for one`];
  return came > after ? [] : [`${what}: it came after the last request; make one more`];
}

/** A short life of tokens shows nothing of a client that ends before them. */
function unmetLife({ settings = {} }: Plan, session: Session): readonly string[] {
  if (settings['token_lifetime'] === undefined) return [];
  const first = issuesOf(session).find(({ expires }) => Number.isFinite(expires));
  const last = session.exchanges.at(-1);
  if (first === undefined || last === undefined || last.at >= first.expires) return [];
  return [
    `a token that expires: it lives ${seconds(first.expires - first.exchange.end)}, and the client ended ${seconds(last.end - first.exchange.end)} after it got it; let the client work for longer`,
  ];
}

/** @param faults those of the sandbox, when the client had ended */
export const unmetSteps = (
  plan: Plan,
  played: readonly PlayedStep[],
  faults: readonly Fault[],
  session: Session,
): readonly string[] => [
  ...new Set([...unmetLife(plan, session), ...played.flatMap((one) => unmetStep(one, faults, session))]),
];
