/** What a person needs next, once the sandbox runs. */
import { exampleRequest } from '../../mock/example-request.ts';
import type { RunningServer } from '../../mock/server-options.ts';

export interface ReadyOptions {
  /** Whether curl has no reason to trust the certificate. */
  readonly selfSigned: boolean;
}

/** A leading slash replaces the path of a base URL (RFC 3986 §5.2.2): what to do where a client lives by that. */
function rootText({ plans, ownPorts, url, contractUrl }: RunningServer): readonly string[] {
  if (ownPorts !== undefined) return [`Each contract has a port of its own, and stands below ${url}/<contract> too.`];
  const names = [...plans.keys()];
  if (names.some((name) => contractUrl(name) === url)) return [];
  const [first = ''] = names;
  return [`Does your client drop the path of its base URL, as .NET's new Uri(base, "/path") does? Then start with ${names.length === 1 ? `--root ${first}` : '--port-per-contract, or --root <contract>'}.`];
}

export function readyText(server: RunningServer, { selfSigned }: ReadyOptions): string {
  const curl = (line: string): string => (selfSigned ? line.replace(/^curl /, 'curl -k ') : line);
  const lines = [...server.plans.values()].flatMap((plan) => {
    const url = server.contractUrl(plan.name);
    return [
      plan.title,
      `  base URL     ${url}`,
      `  credentials  ${curl(`curl ${server.controlUrl}/credentials/${plan.name}`)}`,
      `  try          ${curl(exampleRequest(plan, url))}`,
      '',
    ];
  });
  return [`Tollgate listens on ${server.url}`, '', ...lines, ...rootText(server), `Control plane: ${server.controlUrl} (clock, one-time passwords, journal, sandboxes). Ctrl-C ends it.`].join('\n');
}
