/** Which sandbox the page looks at, and whether it may. */
import { signal } from '@preact/signals';

const meta = (name: string): string =>
  document.querySelector<HTMLMetaElement>(`meta[name="tollgate-${name}"]`)?.content ?? '';

/** Path of the control plane on the server that served the page, without a trailing slash. */
export const CONTROL = meta('control');

const TOKEN = 'tollgate-control-token';

/** Kept as long as the tab is open, and nowhere else. */
export const token = signal(sessionStorage.getItem(TOKEN) ?? '');

export function keepToken(text: string): void {
  if (text === '') sessionStorage.removeItem(TOKEN);
  else sessionStorage.setItem(TOKEN, text);
  token.value = text;
}

export const sandbox = signal(new URLSearchParams(location.search).get('sandbox') ?? meta('sandbox'));

export function chooseSandbox(name: string): void {
  const url = new URL(location.href);
  if (name === meta('sandbox')) url.searchParams.delete('sandbox');
  else url.searchParams.set('sandbox', name);
  history.replaceState(undefined, '', url);
  sandbox.value = name;
}

/** `closed` is for who may not look from where they are, with or without a token. */
export type Access =
  | { readonly state: 'open' }
  | { readonly state: 'token' }
  | { readonly state: 'closed'; readonly why: string };

export const access = signal<Access>({ state: 'open' });

export const connection = signal<'connecting' | 'live' | 'lost'>('connecting');
