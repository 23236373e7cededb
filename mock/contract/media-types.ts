/** Media types as keys of `content`: in any case, with parameters, and as ranges (`application/*`). */

/** `Application/JSON; charset=utf-8` → `application/json`. */
export const bareType = (type: string): string => type.split(';', 1)[0]!.trim().toLowerCase();

export const FORM = 'application/x-www-form-urlencoded';
export const MULTIPART = 'multipart/form-data';

/** Whether a key of `content` means a type; both bare. */
export const coversType = (key: string, type: string): boolean =>
  key === type || key === '*/*' || (key.endsWith('/*') && type.startsWith(key.slice(0, -1)));

/** The entry of `content` for a type: the type's own before a range. @param content by bare type */
export function contentFor<T>(content: ReadonlyMap<string, T>, type: string): T | undefined {
  return content.get(type) ?? content.get(type.replace(/\/.*/, '/*')) ?? content.get('*/*');
}

/** What is sent under a key of `content`: of a range that takes JSON, JSON. */
export function concreteType(key: string): string {
  const type = bareType(key);
  if (!type.includes('*')) return type;
  return type === '*/*' || type === 'application/*'
    ? 'application/json'
    : type === 'text/*'
      ? 'text/plain'
      : 'application/octet-stream';
}

export const isJsonType = (type: string): boolean => /[/+]json$/.test(concreteType(type));
