/** Names of parameters and metadata, which are written as they are: `code_challenge`, `jwks`. */
const NAME = /^(?:[a-z\d]+_[a-z\d_]+|jwks)\b/;

/** A rule or a flaw as the beginning of a sentence. */
export const capital = (text: string): string =>
  NAME.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);
