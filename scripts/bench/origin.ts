import type { Started } from './servers.ts';

export const originOf = ({ port }: Pick<Started, 'port'>): string => `http://127.0.0.1:${port}`;
