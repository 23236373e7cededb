/**
 * An OpenAPI Overlay: changes that are kept apart from the document they are made to.
 *
 * @see https://spec.openapis.org/overlay/v1.0.0.html
 */
import parseJsonPath from '#jsonpath-parser';
import { isJson } from '../import/walk-openapi.ts';
import type { Json } from '../import/walk-openapi.ts';

export interface Action {
  readonly target: string;
  readonly description?: string;
  readonly update?: unknown;
  readonly remove?: boolean;
  /** Of Overlay 1.1: a JSONPath of what is laid over the target. */
  readonly copy?: string;
}

export interface Overlay {
  readonly overlay: string;
  /** The document, as a reference from the overlay's own place. */
  readonly extends: string;
  readonly actions: readonly Action[];
}

/** Something wrong with an overlay, and where in it. */
export interface OverlayFault {
  readonly pointer: string;
  readonly message: string;
  readonly suggestion?: string;
}

export const isOverlay = (parsed: unknown): parsed is Json =>
  isJson(parsed) && parsed['overlay'] !== undefined && parsed['openapi'] === undefined;

const KEYS = ['target', 'description', 'update', 'remove', 'copy'];

/** @returns every fault; an overlay without any is one to apply */
export function faultsOf(overlay: Json): readonly OverlayFault[] {
  const faults: OverlayFault[] = [];
  const fault = (pointer: string, message: string, suggestion?: string): void =>
    void faults.push({ pointer, message, ...(suggestion !== undefined && { suggestion }) });
  const { overlay: version, extends: document, actions } = overlay;
  if (typeof version !== 'string' || !/^1\.[01]\.\d+$/.test(version))
    fault('#/overlay', `"overlay" is ${JSON.stringify(version)}`, 'write overlay: 1.0.0');
  if (typeof document !== 'string' || document === '')
    fault(
      document === undefined ? '#/overlay' : '#/extends',
      'the overlay does not say which document it is for',
      'add extends: ./publisher.yaml',
    );
  if (!Array.isArray(actions) || actions.length === 0)
    fault(actions === undefined ? '#/overlay' : '#/actions', '"actions" must be a list with at least one action');
  else for (const [i, action] of (actions as unknown[]).entries()) faultsOfAction(action, `#/actions/${i}`, fault);
  return faults;
}

function faultsOfAction(
  action: unknown,
  pointer: string,
  fault: (pointer: string, message: string, suggestion?: string) => void,
): void {
  if (!isJson(action)) return fault(pointer, 'an action is an object with a target');
  for (const key of Object.keys(action))
    if (!KEYS.includes(key) && !key.startsWith('x-'))
      fault(`${pointer}/${key}`, `an action has no "${key}"`, `there are ${KEYS.join(', ')}`);
  const { target, update, remove, copy } = action;
  const wrong = jsonPathFault(target);
  if (wrong !== undefined) fault(target === undefined ? pointer : `${pointer}/target`, `"target" ${wrong}`);
  const wrongCopy = copy === undefined ? undefined : jsonPathFault(copy);
  if (wrongCopy !== undefined) fault(`${pointer}/copy`, `"copy" ${wrongCopy}`);
  if (remove !== undefined && typeof remove !== 'boolean')
    fault(`${pointer}/remove`, `"remove" is ${JSON.stringify(remove)}, and must be true or false`);
  if (update === undefined && copy === undefined && remove !== true)
    fault(pointer, 'the action does nothing', 'give it an update, or remove: true');
}

/** What is wrong with a JSONPath; undefined if it is one. */
function jsonPathFault(path: unknown): string | undefined {
  if (typeof path !== 'string') return 'must be a JSONPath such as $.info';
  try {
    parseJsonPath(path);
    return undefined;
  } catch (error) {
    return `is no JSONPath (RFC 9535): ${(error as Error).message.split('\n', 1)[0]!}`;
  }
}
