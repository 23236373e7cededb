/**
 * A word as a POSIX shell reads it back: bare where nothing in it means anything to the shell, else in single quotes.
 * Zsh takes a leading `=` for a command's place.
 */
export const quote = (word: string): string =>
  /^[\w@%+:,./-][\w@%+=:,./-]*$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** Gives a command a variable that the shell must know: what is secret stands in no text. */
export const fromEnvironment = (name: string): string => `${name}="\${${name}:?set it first}"`;
