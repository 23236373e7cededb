/** Finds the user's mistakes before a run, so that the run finds the server's. */
import { secretsOf } from '../../driver/listed-credentials.ts';
import { Unreachable } from '../../driver/unreachable.ts';
import type { CompiledContract } from '../../../mock/contract/compiled-contract.ts';
import { InputError } from '../../../mock/contract/input-error.ts';
import { discover } from '../discover.ts';
import type { Discovered } from '../discover.ts';
import { leaveOut } from '../not-implemented.ts';
import { openSession } from '../target-session.ts';
import type { Session } from '../target-session.ts';
import type { Target } from '../target.ts';
import { assumeFindings, capabilityFindings } from './capabilities.ts';
import { clockFindings } from './clock-skew.ts';
import { connectionFindings } from './connection.ts';
import { controlFindings } from './try-control-plane.ts';
import { tryCredentials } from './try-credentials.ts';
import type { Diagnosis, DoctorFinding } from './doctor-finding.ts';
import { pathFindings, thereOf } from './try-paths.ts';
import { plainHttpFindings } from './try-plain-http.ts';
import { redirectFindings } from './try-redirect-uris.ts';

export async function diagnose(contract: CompiledContract, target: Target): Promise<Diagnosis> {
  const connection = await reach(target);
  const problems = connection.filter(({ level }) => level === 'problem');
  if (problems.length > 0) return { findings: connection, good: [], reachable: !problems.some(isUnreachable) };
  const known = await discovered(contract, target);
  if ('level' in known) return { findings: [...connection, known], good: [], reachable: true };
  const own = leaveOut(known);
  const { findings, ...rest } = await treat(own, connection);
  return { ...rest, findings: [...findings, ...(await wronglyLeftOut(known, own))] };
}

/** A contract of standards, with what the server's metadata say; or that there are none. */
async function discovered(contract: CompiledContract, target: Target): Promise<Discovered | DoctorFinding> {
  try {
    return await discover(contract, target);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return {
      whose: 'configuration',
      level: 'problem',
      where: 'base_url',
      message: error.message,
      change: 'write the issuer as base_url, letter for letter as its metadata say',
    };
  }
}

async function treat({ contract, target }: Discovered, connection: readonly DoctorFinding[]): Promise<Diagnosis> {
  const session = openSession(contract, target);
  for (const secret of secretsOf(target.credentials)) session.redaction.add(secret);
  try {
    const rest = await examine(contract, target, session);
    return {
      ...rest,
      findings: [...connection, ...rest.findings].map((finding) => ({
        ...finding,
        message: session.redaction.text(finding.message),
      })),
    };
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    return {
      findings: [
        ...connection,
        {
          whose: 'connection',
          level: 'problem',
          where: 'base_url',
          message: error.message,
          change: 'see whether the server still runs',
        },
      ],
      good: [],
      reachable: false,
    };
  } finally {
    session.close();
  }
}

/** What not_implemented names, and the server has. */
async function wronglyLeftOut(known: Discovered, { contract }: Discovered): Promise<readonly DoctorFinding[]> {
  const named = known.contract.operations.filter(({ id }) => !contract.operations.some((kept) => kept.id === id));
  if (named.length === 0) return [];
  const session = openSession(known.contract, known.target);
  try {
    const there = await thereOf(session.context(), named);
    return there.map((id) => ({
      whose: 'configuration',
      level: 'note',
      where: 'not_implemented',
      message: `${id} is there, though the file says that it is not implemented`,
      change: `take ${id} off not_implemented, so that it is checked`,
    }));
  } catch (error) {
    if (error instanceof Unreachable) return [];
    throw error;
  } finally {
    session.close();
  }
}

const isUnreachable = ({ message, whose }: DoctorFinding): boolean =>
  whose === 'connection' || message.startsWith('there is no host');

/** Each host that the target file names, once. */
async function reach(target: Target): Promise<readonly DoctorFinding[]> {
  const places: [string, string][] = [
    ['base_url', target.baseUrl],
    ...Object.entries(target.endpoints).map(([id, url]): [string, string] => [`endpoints.${id}`, url]),
    ...(target.control === undefined ? [] : [['capabilities.control', target.control] as [string, string]]),
  ];
  const hosts = new Map(places.reverse().map(([where, url]) => [new URL(url).origin, [where, url] as const]));
  return (await Promise.all([...hosts.values()].map(([where, url]) => connectionFindings(url, where, target)))).flat();
}

async function examine(contract: CompiledContract, target: Target, session: Session): Promise<Diagnosis> {
  const open = session.context;
  const plain = await plainHttpFindings(open(target));
  const good = [`${target.baseUrl} can be reached`, ...plain.good];
  const findings: DoctorFinding[] = [
    ...assumeFindings(contract, target),
    ...plain.findings,
    ...(await controlFindings(contract, target, open)),
  ];
  const paths = await pathFindings(contract, target, open);
  findings.push(...clockFindings(contract, paths.sample), ...paths.findings);
  if (!paths.found) return { findings, good, reachable: true };
  if (paths.findings.length === 0) good.push("the contract's paths are there");

  // A world of a control plane brings its own credentials.
  const trials = target.control === undefined ? await tryCredentials(contract, target, open) : [];
  const refusals = trials.flatMap(({ finding }) => finding ?? []);
  findings.push(...refusals);
  const tried = trials.filter((trial) => trial.tried);
  if (tried.length > refusals.length)
    good.push(`${tried.length - refusals.length} of ${trials.length} credentials are taken`);
  const untried = trials.filter((trial) => !trial.tried).map(({ where }) => where);
  if (untried.length > 0) good.push(`not tried, for it would take more than a read: ${untried.join(', ')}`);
  if (target.control === undefined && target.credentials.tenants.length === 0)
    findings.push({
      whose: 'configuration',
      level: 'problem',
      where: 'credentials.tenants',
      message: 'there is no tenant',
      change: 'list at least one, and a key or client of it',
    });

  if (target.control === undefined) findings.push(...(await redirectFindings(contract, target, open)));
  return {
    findings: [...findings, ...capabilityFindings(contract, target)],
    good,
    reachable: true,
    missing: paths.missing,
  };
}
