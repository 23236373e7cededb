/** Tokens in addresses, where others read them too. */
import type { TokenRecord } from '../../mock/auth/oauth/token-records.ts';
import type { Seams } from '../../mock/pipeline/seams.ts';
import { mutants } from './mutant.ts';
import type { Has } from './wrap/breakable-contracts.ts';
import { keeping, TOKENS_KEPT } from './wrap/wrap-store.ts';
import { actingOn, telling } from './wrap/wrap-steps.ts';

const givesTokens: Has = ({ operations }) =>
  operations.some(({ action }) => action.type === 'authorize' && action.response_types?.includes('token') === true);

/** Where a browser is sent with something in the fragment it is sent elsewhere. */
const sending = (change: (address: string, fragment: string) => string): Seams =>
  telling(['authorize', 'authorize.decide'], (facts) => {
    const [address = '', fragment] = String(facts['location'] ?? '').split('#');
    return fragment === undefined ? facts : { ...facts, location: change(address, fragment) };
  });

const isToken = (fragment: string): boolean => fragment.includes('access_token=');

export const IMPLICIT_GRANTS = mutants(givesTokens, [
  {
    id: 'implicit.in-query',
    title: 'The token comes back in the query, which servers and logs see.',
    killedBy: ['oauth.implicit'],
    seams: sending((address, fragment) => `${address}${isToken(fragment) ? '?' : '#'}${fragment}`),
  },
  {
    id: 'implicit.dead',
    title: 'The token of an address is good for nothing.',
    killedBy: ['oauth.implicit'],
    seams: actingOn(
      ['authorize', 'authorize.decide'],
      keeping<TokenRecord>(TOKENS_KEPT, (record, options) => [{ ...record, revoked: true }, options]),
    ),
  },
  {
    id: 'implicit.refreshable',
    title: 'A refresh token comes with a token in an address.',
    killedBy: ['oauth.implicit-refresh'],
    seams: sending((address, fragment) => `${address}#${fragment}${isToken(fragment) ? '&refresh_token=r' : ''}`),
  },
  {
    id: 'implicit.state-lost',
    title: 'state does not come back beside a token.',
    killedBy: ['oauth.implicit-state'],
    seams: sending((address, fragment) => `${address}#${fragment.replace(/&state=[^&]*/, '')}`),
  },
  {
    id: 'implicit.error-in-query',
    title: 'An error of a request for a token comes back in the query.',
    killedBy: ['oauth.implicit-error'],
    seams: sending((address, fragment) => `${address}${isToken(fragment) ? '#' : '?'}${fragment}`),
  },
]);
