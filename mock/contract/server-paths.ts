/** The paths at which a contract's `servers` stand: `/v1` of `https://api.example/v1`. */
import type { Document, Server } from './openapi-document.ts';

function basePath({ url, variables = {} }: Server): string {
  const filled = url.replaceAll(/\{([^{}]+)\}/g, (_, name: string) => variables[name]?.default ?? '');
  const path = filled.replace(/^[a-z][\w+.-]*:\/\/[^/]*/i, '').replace(/[?#].*$/, '');
  return path.replace(/^\.?\/*/, '/').replace(/\/+$/, '');
}

/** Where the first server stands, which is what a client is told; empty for the root. */
export const firstBasePath = ({ servers = [] }: Document): string => (servers[0] ? basePath(servers[0]) : '');

/**
 * What may stand before a path of the contract, the longest first. A path that the contract itself begins so is taken
 * as the contract writes it.
 */
export function basePaths({ servers = [], paths = {} }: Document): readonly string[] {
  const found = new Set([...servers, ...Object.values(paths).flatMap((item) => item.servers ?? [])].map(basePath));
  return [...found]
    .filter((base) => base !== '' && !Object.keys(paths).some((path) => path === base || path.startsWith(`${base}/`)))
    .sort((a, b) => b.length - a.length);
}
