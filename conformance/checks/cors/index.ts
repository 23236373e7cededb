/** Pages that call from a browser. */
import type { CheckFamily } from '../../check.ts';
import { pages } from './pages.ts';
import { people } from './people.ts';

export const cors: readonly CheckFamily[] = [pages, people];
