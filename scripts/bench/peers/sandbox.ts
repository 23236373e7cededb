/** The sandbox itself, doing what the peers do. */
import { BENCH_CONTRACTS, liftQuotas } from '../cases.ts';
import { startSandboxProcess } from '../servers.ts';
import { CASE_OF, contractExchange } from './contract-work.ts';
import type { Peer } from './peer.ts';

export const SANDBOX: Peer = {
  name: 'tollgate',
  how: { 'authenticated GET': '', 'opaque token': '', 'RS256 token': '' },
  cannot: {},
  start: (_work, core) => startSandboxProcess({ core, contracts: BENCH_CONTRACTS }),
  unbound: liftQuotas,
  exchange(work, base) {
    const mount = `/${CASE_OF[work].contract}`;
    return contractExchange(work, base + mount, mount);
  },
};
