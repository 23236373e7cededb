/**
 * A word as a POSIX shell reads it back: bare where nothing in it means anything to the shell, else in single quotes.
 * Zsh takes a leading `=` for a command's place.
 */
export const quote = (word: string): string =>
  /^[\w@%+:,./-][\w@%+=:,./-]*$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** Before a command that needs a control token, where there is one: the shell must know it, what is secret stands in no text. */
export const withControlToken = (token: string | undefined): string =>
  token === undefined ? '' : 'TOLLGATE_CONTROL_TOKEN="${TOLLGATE_CONTROL_TOKEN:?set it first}" ';
