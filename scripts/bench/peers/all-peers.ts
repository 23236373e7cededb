import { EMULATE } from './emulate.ts';
import { OAUTH2_MOCK_SERVER } from './oauth2-mock-server.ts';
import { OIDC_PROVIDER } from './oidc-provider.ts';
import type { Peer, Work } from './peer.ts';
import { PRISM, SILENT_PRISM } from './prism.ts';

export const PEERS: readonly Peer[] = [PRISM, SILENT_PRISM, EMULATE, OIDC_PROVIDER, OAUTH2_MOCK_SERVER];

/** What the sandbox's requests per processor second shall be of each peer's. */
export const TARGETS: Readonly<Record<Work, Readonly<Record<string, number>>>> = {
  'authenticated GET': { [PRISM.name]: 15, [SILENT_PRISM.name]: 15, [EMULATE.name]: 2.2 },
  'opaque token': { [PRISM.name]: 15, [SILENT_PRISM.name]: 12, [OIDC_PROVIDER.name]: 4, [EMULATE.name]: 3 },
  'RS256 token': { [OIDC_PROVIDER.name]: 1.5, [OAUTH2_MOCK_SERVER.name]: 2 },
};
