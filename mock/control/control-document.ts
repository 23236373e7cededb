/** The control plane's own document, and its routes: one for all servers of this process. */
import { readFileSync } from 'node:fs';
import type { Document } from '../contract/openapi-document.ts';
import { routesOf } from './control-routes.ts';

/**
 * Compiled, this file stands in `dist/mock/control/`; `specs/control.yaml`, made into JSON at build time, in
 * `dist/specs/`.
 */
export const CONTROL_DOCUMENT = JSON.parse(
  readFileSync(new URL('../../specs/control.json', import.meta.url), 'utf8'),
) as Document;

export const CONTROL_ROUTES = routesOf(CONTROL_DOCUMENT);
