/** How a redirect URI that is not registered can be, for the developer who sees the page. */
import { CONTROL_PREFIX } from '../../request/control-prefix.ts';
import { nearest, redirectUriFlaw } from '../../contract/redirect-uri.ts';
import type { SeedClient } from '../../../specs/generated/vocabulary.ts';
import type { Advice, Call } from '../../request/call.ts';

/** Safe in a POSIX shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** Both, one above the other, with a mark below the first character in which they differ. */
function compared(registered: string, given: string, same: number): string {
  return `registered  ${registered}\nrequested   ${given}\n            ${' '.repeat(same)}^`;
}

/**
 * @param uri as the request has it; undefined where it has none
 * @param list where the client registers such URIs
 */
export function registering(
  call: Call,
  client: SeedClient,
  uri: string | undefined,
  list: 'redirect_uris' | 'post_logout_redirect_uris' = 'redirect_uris',
): readonly Advice[] {
  if (uri === undefined || redirectUriFlaw(uri) !== undefined) return [];
  const { contract, sandbox, publicUrl } = call.world;
  const registered = client[list] ?? [];
  const near = nearest(registered, uri);
  const url = `${call.request.origin}${publicUrl?.path ?? ''}${CONTROL_PREFIX}/clients/${contract.name}/${encodeURIComponent(client.client_id)}?sandbox=${sandbox.name}`;
  const body = JSON.stringify({ [list]: [...registered, uri] });
  return [
    ...(near === undefined
      ? []
      : [{ text: `They differ from character ${near.same + 1} on:`, code: compared(near.uri, uri, near.same) }]),
    ...(list === 'redirect_uris'
      ? [
          {
            text: 'To register it with every client, start the sandbox with:',
            code: `tollgate mock --redirect-uri ${quoted(uri)}`,
          },
        ]
      : []),
    {
      text: 'To register it with this client of the running sandbox:',
      code: `curl -X PATCH ${quoted(url)} -H 'Content-Type: application/json' -d ${quoted(body)}`,
    },
  ];
}
