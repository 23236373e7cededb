/** `Application/JSON; charset=utf-8` → `application/json`; undefined for no header. */
export function mediaType(contentType: string | readonly string[] | undefined): string | undefined {
  if (typeof contentType !== 'string') return undefined;
  const end = contentType.indexOf(';');
  return (end === -1 ? contentType : contentType.slice(0, end)).trim().toLowerCase();
}
