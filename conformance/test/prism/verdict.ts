/** What Prism has against answers, read from its `sl-violations` field. */
import { LOCATION, field } from './wire.ts';
import type { WireAnswer, WireRequest } from './wire.ts';

interface Violation {
  readonly location: readonly (string | number)[];
  readonly code?: string | number;
  readonly message: string;
}

export interface Verdict {
  /** Answers that Prism held against an operation. */
  judged: number;
  /** Of answers that belong to no operation, for which Prism has nothing to hold them against: method and status. */
  readonly unmatched: string[];
  /** What it has against answers, of any severity. */
  readonly faults: string[];
  /** Exchanges that it cut short, so that nothing was judged. */
  readonly lost: string[];
}

const FIELD = 'sl-violations';
const NO_ROUTE = 'Selected route not found';

export const createVerdict = (): Verdict => ({ judged: 0, unmatched: [], faults: [], lost: [] });

/** The referee takes Location away, since Prism would go there. */
const isOurDoing = ({ code, message }: Violation, answer: WireAnswer): boolean =>
  code === 'required' &&
  message.endsWith(`required property '${LOCATION}'`) &&
  field(answer.headers, LOCATION) !== undefined;

/**
 * Adds one exchange. What Prism has against requests does not count: the suite breaks them on purpose.
 *
 * @param answer the sandbox's; none if Prism did not pass the request on
 * @param said Prism's
 */
export function judge(
  verdict: Verdict,
  { method, url }: WireRequest,
  answer: WireAnswer | undefined,
  said: WireAnswer,
): void {
  const text = field(said.headers, FIELD) ?? '[]';
  // Beyond 8 kB the list is cut off and not JSON any more.
  if (said.status !== answer?.status || !text.startsWith('[')) {
    verdict.lost.push(
      `${method} ${url} ${answer?.status ?? 'not passed on'}: Prism said ${said.status} ${text} ${said.body.toString().slice(0, 200)}`,
    );
    return;
  }
  const violations = JSON.parse(text) as readonly Violation[];
  if (violations.some(({ message }) => message === NO_ROUTE)) {
    verdict.unmatched.push(`${method} ${answer.status}`);
    return;
  }
  verdict.judged++;
  const faults = violations.filter(
    (violation) => violation.location[0] === 'response' && !isOurDoing(violation, answer),
  );
  verdict.faults.push(
    ...faults.map(({ location, message }) => `${method} ${url} ${answer.status} ${location.join('.')}: ${message}`),
  );
}
