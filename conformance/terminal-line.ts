/** Takes back what stands on the terminal's present line. */
export const CLEAR_LINE = '\r\u001b[K';
