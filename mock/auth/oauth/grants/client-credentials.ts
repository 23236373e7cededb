/**
 * A client asks for itself.
 *
 * @see RFC 6749 §4.4
 */
import { issueToClient } from './issue-to-client.ts';
import type { GrantHandler } from './grant.ts';

export const clientCredentials: GrantHandler = {
  grant: 'client_credentials',
  name: 'client_credentials',
  parameters: [],
  handle: (request) => issueToClient(request, 'client_credentials'),
};
