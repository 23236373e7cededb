/** Paths that are the right ones, and were encoded, joined or left unfinished. */
import { matchPath } from '../../contract/path-template.ts';
import { mistake } from '../mistake.ts';
import type { Mistake } from '../mistake.ts';
import { baseOf, hint } from '../words.ts';
import { changedPath, pathsOf } from './requests.ts';

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

export const WRITTEN_PATHS: readonly Mistake[] = [
  changedPath(
    'path-whole-url',
    'put a whole URL behind the base URL',
    (path) => path.replace(/^\/https?:\/{1,2}[^/]+(?:\/~[^/]+)?\/[^/]+/, ''),
    () => 'The path holds a whole URL: it was joined to a base URL that was there already.',
  ),
  changedPath(
    'path-encoded',
    'percent-encoded a path with its slashes, its query or white space',
    (path) => decoded(path).replace(/\?.*$/s, '').trim(),
    () => 'The path is percent-encoded as a whole: its slashes and question mark too, or white space at its end.',
  ),
  changedPath(
    'path-extension',
    'put an extension behind the path',
    (path) => path.replace(/\.(?:json|xml|html?|php|aspx?)$/i, ''),
    () => 'The path ends in the extension of a file; the contract has it without.',
  ),
  mistake('path-value-missing', 'left a value of the path empty', ['unknown_path'], ({ call }) => {
    const { path } = call.request;
    const filled = path.replaceAll(/\/(?=\/|$)/g, '/x');
    const meant =
      filled === path
        ? undefined
        : pathsOf(call).find((one) => one.includes('{') && matchPath(one, filled) !== undefined);
    return meant === undefined
      ? undefined
      : {
          finding: `A value of ${meant} is empty: a variable that is not set?`,
          next: [hint('Ask:', `${baseOf(call)}${meant}`)],
        };
  }),
];
