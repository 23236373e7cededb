/** What a server and the process that checks its contracts tell each other. */
import type { components } from '../../../specs/generated/control.ts';

type Run = components['schemas']['ConformanceRun'];

/** What is checked, and how. */
export interface Order {
  readonly name: string;
  /** As it is served: what a file has become by now does not matter. */
  readonly document: unknown;
  /** Where the server listens. */
  readonly url: string;
  readonly token: string | undefined;
  /** The certificate that it made for itself (PEM); undefined where it has none or was given one. */
  readonly certificate: string | undefined;
  readonly level: 'must' | 'should' | 'may' | undefined;
  readonly only: readonly string[] | undefined;
  /** `tollgate verify` with this server and contract. */
  readonly command: string;
}

/** To the process. Once it says that it listens, the order; any time after that, to come to its end. */
export type Told = Order | 'cancel';

/** From the process: that it listens; why it does not begin; how many checks there are; what there is so far; the end. */
export type Tells =
  | { readonly is: 'listening' }
  | { readonly is: 'refused'; readonly why: string }
  | { readonly is: 'begun'; readonly checks: number }
  | { readonly is: 'so_far'; readonly done: number; readonly totals: NonNullable<Run['totals']> }
  | { readonly is: 'ended'; readonly report: Partial<Run> };
