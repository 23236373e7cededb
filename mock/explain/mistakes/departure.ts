/** How a guess departs from the contract: the name of the mistake and words for it. */
export interface Departure {
  readonly mistake: string;
  /** After "the client": `joined the parts by ":"`. */
  readonly words: string;
}
