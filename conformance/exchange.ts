/** One request and its answer, as they went over the wire. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
  /** Names as sent. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | undefined;
  readonly status: number;
  /** Names in lower case; a repeated header is joined with `, `. */
  readonly answerHeaders: Readonly<Record<string, string>>;
  readonly answerBody: string;
  /** Milliseconds. */
  readonly duration: number;
}
