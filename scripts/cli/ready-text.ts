/** What a person needs next, once the sandbox runs. */
import { exampleRequest } from '../../mock/example-request.ts';
import type { RunningServer } from '../../mock/server-options.ts';

export interface ReadyOptions {
  /** Whether curl has no reason to trust the certificate. */
  readonly selfSigned: boolean;
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
  return [`Tollgate listens on ${server.url}`, '', ...lines, `Control plane: ${server.controlUrl} (clock, one-time passwords, journal, sandboxes). Ctrl-C ends it.`].join('\n');
}
