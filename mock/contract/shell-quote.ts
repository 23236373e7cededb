/**
 * A word as a POSIX shell reads it back: bare where nothing in it means anything to the shell, else in single quotes.
 */
export const quote = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
