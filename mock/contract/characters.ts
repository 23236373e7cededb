/** How long a text is, as a person reads it: `1 character`, `12 characters`. */
export const characters = ({ length }: string): string => `${length} ${length === 1 ? 'character' : 'characters'}`;
