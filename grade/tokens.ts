/** Tokens of a session: who got which, when, and what became of it. */
import type { Exchange, Session } from './session.ts';

export type ActionType = NonNullable<Exchange['operation']>['action']['type'];

export const isAction = ({ operation }: Exchange, ...types: readonly ActionType[]): boolean =>
  operation !== undefined && types.includes(operation.action.type);

/** The client has the answer, whole, and it is a success. */
export const isGood = ({ status, fault }: Exchange): boolean => status >= 200 && status < 400 && fault?.lost !== true;

export const isTokenRequest = (exchange: Exchange): boolean => isAction(exchange, 'token.issue');

const NOT_CALLS: readonly ActionType[] = [
  'token.issue',
  'token.revoke',
  'token.introspect',
  'authorize',
  'authorize.push',
  'authorize.decide',
  'device.authorize',
  'device.verify',
  'metadata',
  'resource_metadata',
  'jwks',
  'end_session',
];

/** A call of the API itself, as against one that has to do with getting in. */
export const isCall = (exchange: Exchange): boolean =>
  exchange.operation !== undefined && !isAction(exchange, ...NOT_CALLS);

export const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

export const markNamed = (marks: Exchange['came'], name: string): string | undefined =>
  marks.find(([one]) => one === name)?.[1];

export interface Issue {
  readonly exchange: Exchange;
  readonly access: string | undefined;
  readonly refresh: string | undefined;
  /** On the client's clock; Infinity where the answer does not say. */
  readonly expires: number;
  readonly grant: string;
  /** The refresh token that was traded in. */
  readonly traded: string | undefined;
  readonly scope: string | undefined;
  readonly client: string;
}

const grantOf = ({ sent }: Exchange, traded: string | undefined): string =>
  text(sent.fields['grant_type']) ?? (traded === undefined ? 'unknown' : 'refresh_token');

export function issueOf(exchange: Exchange): Issue {
  const { sent, got, came, given } = exchange;
  const seconds = Number(got.fields['expires_in']);
  const traded = markNamed(came, 'refresh_token');
  return {
    exchange,
    access: markNamed(given, 'access_token'),
    refresh: markNamed(given, 'refresh_token'),
    expires: Number.isFinite(seconds) && 'expires_in' in got.fields ? exchange.end + seconds * 1_000 : Infinity,
    grant: grantOf(exchange, traded),
    traded,
    scope: text(got.fields['scope']) ?? text(sent.fields['scope']),
    client: text(sent.fields['client_id']) ?? exchange.caller ?? '',
  };
}

/** Tokens that the client got, in order. */
export const issuesOf = ({ exchanges }: Session): readonly Issue[] =>
  exchanges.filter((exchange) => isTokenRequest(exchange) && isGood(exchange) && exchange.kept).map(issueOf);

/** Marks of the credentials that a call was made with. */
export const bearers = ({ came, contract }: Exchange): readonly string[] =>
  came.filter(([name]) => contract.credentials.has(name)).map(([, mark]) => mark);

/** Whether a request was made when the client had another one's answer. */
export const follows = (later: Exchange, earlier: Exchange): boolean =>
  later.id > earlier.id && later.at >= earlier.end;

/** The same request again: method, path, query and body. */
export const sameRequest = (a: Exchange, b: Exchange): boolean =>
  a.contract === b.contract &&
  a.method === b.method &&
  a.path === b.path &&
  JSON.stringify(a.query) === JSON.stringify(b.query) &&
  a.sent.body === b.sent.body;

/** The next time that this very request is made. */
export const nextTry = (exchange: Exchange, { exchanges }: Session): Exchange | undefined =>
  exchanges.find((other) => follows(other, exchange) && sameRequest(exchange, other));

/** Runs of one request that was made again and again, until it got through. */
export function runsOf({ exchanges }: Session, isFailed: (exchange: Exchange) => boolean): readonly Exchange[][] {
  const runs: Exchange[][] = [];
  const taken = new Set<Exchange>();
  for (const first of exchanges) {
    if (taken.has(first) || !isFailed(first)) continue;
    const run = [first];
    for (const other of exchanges) {
      const last = run.at(-1)!;
      if (!follows(other, last) || taken.has(other) || !sameRequest(other, first)) continue;
      run.push(other);
      taken.add(other);
      if (!isFailed(other)) break;
    }
    taken.add(first);
    runs.push(run);
  }
  return runs;
}

const SECOND = 1_000;

export const seconds = (ms: number): string => {
  const rounded = Math.round(ms / 100) / 10;
  return Math.abs(ms) < SECOND ? `${Math.round(ms)} ms` : `${rounded} s`;
};
