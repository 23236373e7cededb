/** What one check did, in order: its requests, who made them, and what it changed over the control plane. */
import type { Finding, Step } from '../check.ts';
import type { Presentation } from '../check-context.ts';
import type { Exchange } from '../exchange.ts';
import type { ControlPlane } from './control-client.ts';

export interface Trace {
  sent(exchange: Exchange): void;
  /** Says what a request was, once it is answered. */
  identify(exchange: Exchange, operation: string | undefined): void;
  /** A credential was made ready to be sent. */
  presented(presentation: Presentation): void;
  /** The credential that a request presented, by its name in the contract. */
  readonly credentialOf: (exchange: Exchange) => string | undefined;
  /** The same control plane; what it is asked to change is kept. */
  watched(control: ControlPlane): ControlPlane;
  /** With what led to it. */
  explained(finding: Finding): Finding;
}

/** The last of so many, which is more than a person reads. */
const MOST = 12;

const READS = new Set(['GET', 'HEAD']);

/** `key nile-market`, `client web`, `user alice` */
const who = ({ key, client, user, requirement }: Presentation): string =>
  key !== undefined
    ? `key ${key.id}`
    : client !== undefined
      ? `a token of client ${client.client_id}`
      : user !== undefined
        ? `user ${user.id}`
        : requirement.method.credential.replaceAll('_', ' ');

/** Where a credential may be in a request: the last word of a header, a value of the query. */
function* valuesOf({ headers, url }: Exchange): Generator<string> {
  for (const [, value] of headers) yield lastWord(value);
  const query = url.indexOf('?');
  if (query >= 0) yield* new URLSearchParams(url.slice(query + 1).replace(/#.*/s, '')).values();
}

/** One that should be taken: a check may present what it made up. */
const isGood = ({ key, client, user }: Presentation): boolean =>
  client !== undefined || user !== undefined || key?.status === 'active';

const lastWord = (value: string): string => value.slice(value.lastIndexOf(' ') + 1);

/** @param onAnswer told of each answer of an operation */
export function createTrace(
  onAnswer: (operation: string, credential: string | undefined, status: number) => void,
): Trace {
  const steps: Step[] = [];
  const known = new WeakMap<Exchange, Presentation>();
  /** By what is secret in it: a check may spell the scheme of a good credential another way. */
  const bySecret = new Map<string, Presentation>();

  function presentedIn(exchange: Exchange): Presentation | undefined {
    for (const value of valuesOf(exchange)) {
      const presentation = bySecret.get(value);
      if (presentation !== undefined) return presentation;
    }
    return undefined;
  }

  const trace: Trace = {
    sent(exchange) {
      steps.push({ exchange });
      if (steps.length > 2 * MOST) steps.splice(0, MOST);
    },
    presented(presentation) {
      if (!isGood(presentation)) return;
      for (const [, value] of [...presentation.headers, ...presentation.query])
        bySecret.set(lastWord(value), presentation);
    },
    identify(exchange, operation) {
      const presentation = bySecret.size === 0 ? undefined : presentedIn(exchange);
      if (presentation !== undefined) known.set(exchange, presentation);
      if (operation !== undefined) onAnswer(operation, presentation?.requirement.method.credential, exchange.status);
    },
    credentialOf: (exchange) => known.get(exchange)?.requirement.method.credential,
    watched: (control) => ({
      sandbox: control.sandbox,
      call(method, path, body) {
        if (!READS.has(method))
          steps.push({ did: `${method} ${path}${body === undefined ? '' : ` ${JSON.stringify(body)}`}` });
        return control.call(method, path, body);
      },
      of: (sandbox) => trace.watched(control.of(sandbox)),
    }),
    explained(finding) {
      const shown = steps.findLastIndex((step) => 'exchange' in step && step.exchange === finding.exchange);
      const before = (shown < 0 ? steps : steps.slice(0, shown)).slice(-MOST);
      return {
        ...finding,
        ...(before.length > 0 && {
          steps: before.map((step) => {
            const presentation = 'exchange' in step ? known.get(step.exchange) : undefined;
            return presentation === undefined ? step : { ...step, as: who(presentation) };
          }),
        }),
      };
    },
  };
  return trace;
}
