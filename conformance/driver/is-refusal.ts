import type { Exchange } from '../exchange.ts';

/** Whether the request was refused for a fault of its own, and not for its quota. */
export const isRefusal = ({ status }: Exchange): boolean => status >= 400 && status < 500 && status !== 429;
