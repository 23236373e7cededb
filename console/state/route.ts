/** Where in the page the reader is: the fragment of its address, so that places can be linked to. */
import { computed, signal } from '@preact/signals';

const read = (): string => location.hash.replace(/^#\/?/, '');

const fragment = signal(read());
addEventListener('hashchange', () => (fragment.value = read()));

/** `#/requests/7` is `['requests', '7']`. */
export const route = computed(() => fragment.value.split('/').map(decodeURIComponent));

export const hrefOf = (...segments: readonly string[]): string => `#/${segments.map(encodeURIComponent).join('/')}`;

export function go(...segments: readonly string[]): void {
  location.hash = hrefOf(...segments);
}

/** As {@link go}, without a step for the browser's Back. */
export function slide(...segments: readonly string[]): void {
  history.replaceState(undefined, '', hrefOf(...segments));
  fragment.value = read();
}
