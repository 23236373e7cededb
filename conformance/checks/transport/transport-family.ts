/** The checks of the connection: TLS, certificates, redirects. */
import type { CheckFamily } from '../../check.ts';
import { dates } from './date.ts';
import { redirects } from './secrets-in-redirects.ts';
import { tls } from './tls-checks.ts';

export const TRANSPORT: readonly CheckFamily[] = [tls, redirects, dates];
