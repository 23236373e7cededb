/** What the control plane can be asked: for whoever has its address and nothing else. */
import { CONTROL_PREFIX } from '../request/control-prefix.ts';
import { CONTROL_ROUTES } from './control-document.ts';
import type { Handler } from './handler.ts';

const operations = Object.fromEntries(
  CONTROL_ROUTES.map(({ method, segments, summary }) => [
    `${method} ${`${CONTROL_PREFIX}/${segments.join('/')}`.replace(/\/$/, '')}`,
    summary,
  ]),
);

export const getIndex: Handler<'getIndex'> = () => ({ status: 200, body: { operations } });
