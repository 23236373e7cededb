/** The checks of CORS: pages that call from a browser. */
import type { CheckFamily } from '../../check.ts';
import { pages } from './page-requests.ts';
import { people } from './navigated-endpoints.ts';

export const cors: readonly CheckFamily[] = [pages, people];
