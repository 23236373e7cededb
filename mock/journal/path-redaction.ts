/** Secrets in paths: which segments of an operation's path carry one. */
import type { CompiledOperation } from '../contract/compiled-contract.ts';

/** Stands where a secret stood. */
export const REDACTED = '[redacted]';

/** @param certain whether the path is known to be this operation's; else its fixed segments are compared first */
export type SecretPath = (path: string, certain: boolean) => string;

const PARAMETER = /\{([^}]+)\}/g;

/**
 * Takes the secret segments out of the operation's paths. They are counted from the end, so that it does not matter
 * where the contract is mounted.
 *
 * @returns undefined where no path parameter is secret
 */
export function secretPaths({ path: template, parameters }: CompiledOperation): SecretPath | undefined {
  const secret = new Set(
    parameters.filter((parameter) => parameter.in === 'path' && parameter.secret).map(({ name }) => name),
  );
  if (secret.size === 0) return undefined;
  const segments = template.split('/').slice(1).reverse();
  const hidden = segments.map((segment) => [...segment.matchAll(PARAMETER)].some(([, name]) => secret.has(name!)));
  const fixed = segments.map((segment) => (segment.includes('{') ? undefined : segment));
  return (path, certain) => {
    const sent = path.replace(/\/$/, '').split('/').reverse();
    if (sent.length < segments.length) return path;
    if (!certain && fixed.some((segment, i) => segment !== undefined && segment !== sent[i])) return path;
    const end = path.endsWith('/') ? '/' : '';
    return (
      sent
        .map((segment, i) => (hidden[i] === true ? REDACTED : segment))
        .reverse()
        .join('/') + end
    );
  };
}
