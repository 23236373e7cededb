/** The store cannot be reached, or did not answer in time. What was asked of it may or may not have been done. */
export class StoreUnavailable extends Error {
  /** @param reason what the store's client says, without secrets */
  constructor(reason: string) {
    super(`the store cannot be reached: ${reason}`);
    this.name = 'StoreUnavailable';
  }
}
