/** Faults that somebody asked for, so that a client can be seen to bear them: what, for whom, and how often. */

/** What the control plane added; it stands among a world's settings, and its count in the world's store. */
export type Fault = {
  readonly id: string;
  /** For whom; what is absent is any. */
  readonly operation?: string | undefined;
  readonly credential?: string | undefined;
  /** Id of the client, key or user that calls. */
  readonly client?: string | undefined;
  /** How often; without any of them always. `first` counts each caller for itself. */
  readonly first?: number | undefined;
  readonly next?: number | undefined;
  readonly every?: number | undefined;
  /** Milliseconds of the machine's time by which the answer is late. */
  readonly latency_ms?: number | undefined;
  /** Up to so many more, from the seeded source. */
  readonly latency_spread_ms?: number | undefined;
  /** The provider's own answer of this status. */
  readonly status?: number | undefined;
  /** Seconds that the client is told to wait. */
  readonly retry_after?: number | undefined;
  /** The connection ends without an answer. */
  readonly drop?: boolean | undefined;
  /** The body takes so many milliseconds. */
  readonly slow_body_ms?: number | undefined;
  /** The connection ends in the middle of the body. */
  readonly cut_body?: boolean | undefined;
  /** A field that no contract has stands in the body. */
  readonly unknown_field?: boolean | undefined;
  /** The `state` that an authorization answers is not the client's. */
  readonly wrong_state?: boolean | undefined;
  /** The request takes effect before its answer is lost. */
  readonly after?: boolean | undefined;
};

/** What the journal keeps of a fault that met a request. */
export interface FaultNote {
  readonly id: string;
  /** What it did, in words: `answered 429, Retry-After 2 s`. */
  readonly did: string;
  /** Whether the answer was the fault's own, or none: no rule refused the request. */
  readonly answered: boolean;
  /** Whether the client has not got the answer whole. */
  readonly lost: boolean;
  /** Whether the request was judged and took effect. */
  readonly effect: boolean;
}

/** Whether the request is left alone by all rules, and changes nothing. */
export const isInstead = ({ status, drop, after }: Fault): boolean =>
  after !== true && (status !== undefined || drop === true);

export function didWords(fault: Fault): string {
  const { latency_ms: latency = 0, latency_spread_ms: spread = 0 } = fault;
  const { status, retry_after: wait, drop, slow_body_ms: slow, cut_body: cut, unknown_field: field } = fault;
  const words = [
    ...(latency + spread > 0 ? [`was ${spread === 0 ? latency : `${latency} to ${latency + spread}`} ms late`] : []),
    ...(status === undefined ? [] : [`answered ${status}${wait === undefined ? '' : `, Retry-After ${wait} s`}`]),
    ...(drop === true ? ['dropped the connection'] : []),
    ...(slow === undefined ? [] : [`sent the body in ${slow} ms`]),
    ...(cut === true ? ['cut the body'] : []),
    ...(field === true ? ['put an unknown field into the body'] : []),
    ...(fault.wrong_state === true ? ['sent another state than the client did'] : []),
  ].join(', ');
  return fault.after === true ? `${words}, after the request took effect` : words;
}
