/** What k6 has beside what its types declare. */
declare const console: { warn(text: string): void };
