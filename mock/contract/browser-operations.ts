/** Which operations web pages call from their scripts, and of which origins. */
import type { CompiledOperation, CompiledParameter } from './compiled-contract.ts';

/** Endpoints that a browser is sent to, and that no script calls (RFC 9700 §2.6). */
const FOR_PEOPLE: readonly string[] = ['authorize', 'authorize.decide', 'device.verify', 'sso.enter', 'page'];

/**
 * Whether scripts are meant to call it at all; what stands in for an operation has no path of its own, and is for
 * anybody.
 */
export const isForScripts = ({ action, path, method }: CompiledOperation): boolean =>
  path === '' || !(FOR_PEOPLE.includes(action.type) || (action.type === 'link.redeem' && method === 'GET'));

/** The origin list of an operation that has one. */
export const originList = ({ identifiers }: CompiledOperation): CompiledParameter | undefined =>
  identifiers.find(({ identifier }) => identifier?.kind === 'origin');
