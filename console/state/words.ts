/** Times and spans as people read them. */

/** `14:05:09`, in UTC as contracts and journals have it. */
export const clockTime = (ms: number): string => new Date(ms).toISOString().slice(11, 19);

/** `2030-01-01 14:05:09` */
export const dateTime = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');

const UNITS = [
  ['y', 31_536_000_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;

/** `2 h 5 min`: the two largest units. */
export function span(ms: number): string {
  let rest = Math.round(Math.abs(ms) / 1_000) * 1_000;
  const parts: string[] = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${unit}`);
    if (parts.length === 2) break;
  }
  return parts.length === 0 ? '0 s' : parts.join(' ');
}

/** How long an answer took: `0.4 ms`, `144 ms`, `2.1 s` */
export function duration(ms: number): string {
  if (ms >= 1_000) return `${(ms / 1_000).toFixed(1)} s`;
  return ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`;
}

/** `3 min ago`, `in 5 s`, `now` */
export function fromNow(ms: number, now: number): string {
  const apart = ms - now;
  if (Math.abs(apart) < 1_500) return 'now';
  return apart < 0 ? `${span(apart).split(/(?<=[a-z]) /)[0]!} ago` : `in ${span(apart)}`;
}

/** `1 request`, `2 requests` */
export const counted = (count: number, noun: string, plural = `${noun}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? noun : plural}`;

/** `rate_limit` as `rate limit` */
export const plain = (name: string): string => name.replaceAll('_', ' ');

/** With a capital letter, and a full stop. */
export const sentence = (text: string): string =>
  text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
