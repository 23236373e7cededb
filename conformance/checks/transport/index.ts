/** How a target is reached: TLS, certificates, redirects. */
import type { CheckFamily } from '../../check.ts';
import { redirects } from './redirect.ts';
import { tls } from './tls.ts';

export const TRANSPORT: readonly CheckFamily[] = [tls, redirects];
