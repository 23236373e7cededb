/** What stands where `tls.plain_http` says that plain HTTP would be. */
import { askPlainly } from '../../checks/transport/plain-http-checks.ts';
import type { Context } from '../../check-context.ts';
import { lookAt } from './connection.ts';
import type { Diagnosis, DoctorFinding } from './doctor-finding.ts';

const WHERE = 'tls.plain_http';

const problem = (message: string, change: string): Findings => ({
  good: [],
  findings: [{ whose: 'configuration', level: 'problem', where: WHERE, message, change }],
});

const note = (whose: DoctorFinding['whose'], message: string, change: string): Findings => ({
  good: [],
  findings: [{ whose, level: 'note', where: WHERE, message, change }],
});

const good = (line: string): Findings => ({ good: [line], findings: [] });

type Findings = Pick<Diagnosis, 'findings' | 'good'>;

/** Nothing where the target file does not say. */
export async function plainHttpFindings(context: Context): Promise<Findings> {
  const { target } = context;
  const url = target.tls?.plainHttp;
  if (url === undefined) return { good: [], findings: [] };
  if (!target.baseUrl.startsWith('https:'))
    return note(
      'configuration',
      'it says where plain HTTP is beside HTTPS, and base_url is plain HTTP itself',
      'leave it out, or write https:// in base_url',
    );
  const { host, hostname } = new URL(url);
  switch (await lookAt(url, target)) {
    case 'no host':
      return problem(
        `there is no host called ${hostname}`,
        `look for a typing error in ${WHERE}: where nothing answers, plain HTTP counts as turned away`,
      );
    case 'tls':
      return problem(`${host} speaks TLS`, 'write the port at which plain HTTP would be');
    case 'silent':
      return good(`nothing answers at ${host}, where plain HTTP would be`);
    case 'plain':
      break;
  }
  const found = await askPlainly(context, new URL(target.baseUrl).host);
  if (found === undefined)
    return note('configuration', 'the contract has no operation at base_url that could be asked', 'leave it out');
  if (!found.served) return good(`plain HTTP at ${host} is turned away: ${found.answer}`);
  return note(
    'server',
    `plain HTTP is served: ${found.request} gets ${found.answer}`,
    'refuse it, or redirect it to https; the check transport.plain-http fails for it',
  );
}
