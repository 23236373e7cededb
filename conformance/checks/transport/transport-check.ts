/** What the checks of a connection have in common. */
import type { Check } from '../../check.ts';
import type { Context } from '../../check-context.ts';

/** The base URL, and that of every endpoint that stands on another host. */
export function hosts({ target }: Context): readonly URL[] {
  const urls = [target.baseUrl, ...Object.values(target.endpoints).filter((url) => /^https?:/.test(url))].map(
    (url) => new URL(url),
  );
  return urls.filter((url, i) => url.protocol === 'https:' && urls.findIndex(({ host }) => host === url.host) === i);
}

type Transport = Pick<Check, 'id' | 'title' | 'citation' | 'run'> & Partial<Pick<Check, 'level'>>;

export const transport = (check: Transport): Check => ({
  level: 'must',
  evidence: 'standard',
  needs: ['tls'],
  ...check,
});
