/** What a person needs next, once the sandbox runs. */
import { exampleRequest } from '../../../mock/contract/examples/curl-example.ts';
import type { RunningServer } from '../../../mock/server/server-options.ts';
import type { ImportReport } from '../../../mock/contract/import/import-document.ts';
import { DEFAULT_URL } from '../running/running-sandbox.ts';
import { importText } from './import-text.ts';
import { quoted, trustText } from './certificate-authority.ts';

export interface ReadyOptions {
  /** Whether curl has no reason to trust the certificate. */
  readonly selfSigned: boolean;
  /** File of the certificate that clients have to trust, where it was written. */
  readonly ca?: string | undefined;
  /** What was inferred of contracts that were OpenAPI documents, by name. */
  readonly imported?: ReadonlyMap<string, ImportReport>;
}

/** A leading slash replaces the path of a base URL (RFC 3986 §5.2.2): what to do where a client lives by that. */
function rootText({ contracts, ownPorts, publicUrl: url, contractUrl }: RunningServer): readonly string[] {
  if (ownPorts !== undefined) return [`Each contract has a port of its own, and stands below ${url}/<contract> too.`];
  const names = [...contracts.keys()];
  if (names.some((name) => contractUrl(name) === url)) return [];
  const [first = ''] = names;
  return [
    `Does your client drop the path of its base URL, as .NET's new Uri(base, "/path") does? Then start with ${names.length === 1 ? `--root ${first}` : '--port-per-contract, or --root <contract>'}.`,
  ];
}

/** Where the command looks by itself, it need not be told. */
const explainCommand = (url: string): string => `npx tollgate explain${url === DEFAULT_URL ? '' : ` --url ${url}`}`;

function trusting(url: string, selfSigned: boolean, ca: string | undefined): readonly string[] {
  if (ca !== undefined) return trustText(ca, url);
  return selfSigned
    ? ['No client trusts the certificate yet: --tls-ca FILE writes it, and says how they come to.', '']
    : [];
}

export function readyText(server: RunningServer, { selfSigned, ca, imported }: ReadyOptions): string {
  const trust = ca === undefined ? (selfSigned ? '-k' : undefined) : `--cacert ${quoted(ca)}`;
  const curl = (line: string): string => (trust === undefined ? line : line.replace(/^curl /, () => `curl ${trust} `));
  const lines = [...server.contracts.values()].flatMap((compiled) => {
    const url = server.contractUrl(compiled.name);
    const report = imported?.get(compiled.name);
    return [
      compiled.title,
      `  base URL     ${url}`,
      `  credentials  ${curl(`curl ${server.controlUrl}/credentials/${compiled.name}`)}`,
      `  try          ${curl(exampleRequest(compiled, url))}`,
      ...(report === undefined ? [] : importText(report, compiled, url, curl)),
      '',
    ];
  });
  return [
    `Tollgate listens on ${server.url}${server.publicUrl === server.url ? '' : `; clients find it at ${server.publicUrl}`}`,
    '',
    ...lines,
    ...trusting(server.url, selfSigned, ca),
    ...rootText(server),
    `Control plane: ${server.controlUrl} lists what it can do: the clock, one-time passwords, journal, sandboxes.`,
    `Refused? ${explainCommand(server.url)} says why, and what to change. So does ${server.controlUrl} in a browser.`,
    'Ctrl-C ends it.',
  ].join('\n');
}
