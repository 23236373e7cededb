/**
 * Where the references of a document may lead: by default no further than its own folder. A document from somewhere
 * else would otherwise read any file of this machine, and ask any server that it can reach.
 */
import { realpathSync } from 'node:fs';
import { dirname, relative, resolve, isAbsolute } from 'node:path';
import { shownFile } from '../lint/lint-finding.ts';

/** Why a URL that was asked for by name is not read; undefined if it is: one of this machine, or allowed. */
export function refusedUrl(url: string, allowed: readonly string[]): string | undefined {
  if (!URL.canParse(url) || !/^https?:/i.test(url)) return 'only http and https URLs are read';
  if (isLoopback(url) || allowed.some((one) => isUrl(one) && below(one, url))) return undefined;
  return `it is not on this machine; allow it with --allow-refs ${new URL('.', url).href}`;
}

export interface Refused {
  readonly message: string;
  readonly suggestion: string;
}

export const isUrl = (place: string): boolean => /^[a-z][a-z\d+.-]+:\/\//i.test(place);

/** Where a reference leads to, its fragment left aside. @param from absolute path or URL of what refers */
export function referredPlace(from: string, reference: string): string {
  const [place = ''] = reference.split('#', 1);
  if (isUrl(place)) return place;
  return isUrl(from) ? new URL(place, from).href : resolve(dirname(from), place);
}

/** Whether a URL leads to this machine itself. */
export function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  return /^(.+\.)?localhost$|^127(\.\d+){3}$|^\[::1\]$/.test(hostname);
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function inside(folder: string, file: string): boolean {
  const path = relative(folder, file);
  return path === '' || (!path.startsWith('..') && !isAbsolute(path));
}

/** Whether a URL is another, or stands below it: not `/v10` below `/v1`. */
function below(allowed: string, url: string): boolean {
  if (!URL.canParse(allowed) || !URL.canParse(url)) return false;
  const [outer, inner] = [new URL(allowed), new URL(url)];
  const folder = outer.pathname.endsWith('/') ? outer.pathname : `${outer.pathname}/`;
  return outer.origin === inner.origin && (inner.pathname === outer.pathname || inner.pathname.startsWith(folder));
}

/**
 * @param root absolute path or URL of the document
 * @param allowed folders and URLs besides its own folder, with what stands below them
 * @returns why a file or URL is not read; undefined if it is. Where symbolic links lead counts.
 */
export function reachOf(root: string, allowed: readonly string[]): (place: string) => Refused | undefined {
  const own = isUrl(root) ? [] : [dirname(root), dirname(real(root))];
  const folders = [...own, ...allowed.filter((place) => !isUrl(place)).map((f) => resolve(f))].map(real);
  const urls = [...allowed.filter(isUrl), ...(isUrl(root) ? [new URL('.', root).href] : [])];
  return (place) => {
    if (place === root) return undefined;
    if (isUrl(place)) {
      if (urls.some((url) => /^https?:/i.test(place) && below(url, place))) return undefined;
      return {
        message: 'it is not a file, and nothing is fetched unless you allow it',
        suggestion: `save it beside the document, or allow it with --allow-refs ${URL.canParse(place) ? new URL('.', place).href : place}`,
      };
    }
    const file = real(place);
    if (folders.some((folder) => inside(folder, file))) return undefined;
    return {
      message: "it lies outside the document's folder",
      suggestion: `allow it with --allow-refs ${shownFile(dirname(file)) || '.'}`,
    };
  };
}
