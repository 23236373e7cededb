/** Whether two URLs are one place, whatever is asked there. */
export function samePlace(a: string, b: string): boolean {
  const place = (url: string): string => {
    const { origin, pathname } = new URL(url);
    return origin + pathname.replace(/\/+$/, '');
  };
  return URL.canParse(a) && URL.canParse(b) && place(a) === place(b);
}
