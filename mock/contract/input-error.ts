/** What was asked for cannot be done as asked; the message is one line that says what, where and how to mend it. */
export class InputError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'InputError';
  }
}
