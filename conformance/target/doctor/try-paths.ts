/** Whether the contract's paths are where the target file says, judged by requests that change nothing. */
import { NotRun } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import type { CompiledOperation, CompiledContract } from '../../../mock/contract/compiled-contract.ts';
import { marksAt } from '../../evidence-marks.ts';
import type { Target } from '../target.ts';
import type { DoctorFinding } from './doctor-finding.ts';

const NOT_FOUND = 404;

/** How a server says that it has no such operation. */
const NOT_THERE = [NOT_FOUND, 405, 501];

/** Enough to tell a wrong base URL from one missing operation. */
const MOST_PROBES = 8;

interface Probe {
  readonly operation: CompiledOperation;
  readonly exchange: Exchange;
}

/** Operations that can be asked without credentials, records or effects. */
function harmless({ operations }: CompiledContract): readonly CompiledOperation[] {
  const found = operations.filter(
    ({ path, action, method }) => !path.includes('{') && (method === 'GET' || action.type === 'token.issue'),
  );
  return [...found]
    .sort((a, b) => Number(b.action.type === 'authorize') - Number(a.action.type === 'authorize'))
    .slice(0, MOST_PROBES);
}

/** Operations that refuse a request without a credential before they look at it: to be asked shows whether they exist. */
const guarded = ({ operations }: CompiledContract, asked: readonly CompiledOperation[]): readonly CompiledOperation[] =>
  operations.filter(
    (operation) =>
      operation.requirements.length > 0 &&
      !operation.anonymous &&
      operation.method !== 'DELETE' &&
      !operation.path.includes('{') &&
      !asked.includes(operation),
  );

/** What the paths answer without any credential. */
async function probe(context: Context, operations = harmless(context.contract)): Promise<readonly Probe[]> {
  const probes: Probe[] = [];
  for (const operation of operations) {
    const { method, path } = operation;
    probes.push({
      operation,
      exchange: await context.send({ method, path, query: [], headers: [], body: method === 'GET' ? undefined : '' }),
    });
  }
  return probes;
}

/** Which of these operations answer as if they were there. */
export async function thereOf(context: Context, operations: readonly CompiledOperation[]): Promise<readonly string[]> {
  const asked = [...harmless(context.contract), ...guarded(context.contract, [])].filter((operation) =>
    operations.includes(operation),
  );
  const probes = await probe(context, [...new Set(asked)]);
  return probes.filter(({ exchange: { status } }) => !NOT_THERE.includes(status)).map(({ operation: { id } }) => id);
}

/** Other base URLs that are worth a try, the likeliest first. */
function candidates({ name, document }: CompiledContract, { baseUrl }: Target): readonly string[] {
  const { origin, pathname } = new URL(baseUrl);
  const shorter = pathname === '/' ? [] : [baseUrl.slice(0, baseUrl.lastIndexOf('/')), origin];
  const declared = (document.servers ?? []).flatMap(({ url }) =>
    URL.canParse(url) && new URL(url).pathname !== '/' ? [origin + new URL(url).pathname.replace(/\/+$/, '')] : [],
  );
  return [...new Set([...declared, ...shorter, `${baseUrl}/${name}`, `${origin}/${name}`])].filter(
    (url) => url !== baseUrl,
  );
}

async function betterBase(
  contract: CompiledContract,
  target: Target,
  open: (target: Target) => Context,
): Promise<string | undefined> {
  for (const baseUrl of candidates(contract, target)) {
    const found = (await probe(open({ ...target, baseUrl }))).filter(
      ({ exchange: { status } }) => status !== NOT_FOUND,
    );
    if (found.length > 0) return baseUrl;
  }
  return undefined;
}

export interface PathDiagnosis {
  readonly findings: readonly DoctorFinding[];
  /** Any answer of the target, for its Date header. */
  readonly sample: Exchange | undefined;
  /** Whether the base URL is right, so that going on makes sense. */
  readonly found: boolean;
  /** Ids of operations that are not there, though others are. */
  readonly missing: readonly string[];
}

/** @param open makes a context for a variant of the target */
export async function pathFindings(
  contract: CompiledContract,
  target: Target,
  open: (target: Target) => Context,
): Promise<PathDiagnosis> {
  const none = (error: unknown): readonly Probe[] => {
    if (error instanceof NotRun) return [];
    throw error;
  };
  const probes = await probe(open(target)).catch(none);
  const sample = probes[0]?.exchange;
  const missing = probes.filter(({ exchange: { status } }) => status === NOT_FOUND);
  if (probes.length > 0 && missing.length === probes.length) {
    const better = await betterBase(contract, target, open);
    const change =
      better === undefined
        ? "correct the path in base_url: the contract's paths are put after it"
        : `write base_url: ${better} — the contract's paths answer there`;
    return {
      found: false,
      sample,
      missing: [],
      findings: [
        {
          whose: 'configuration',
          level: 'problem',
          where: 'base_url',
          message: `every path of the contract is 404 below ${target.baseUrl}`,
          change,
        },
      ],
    };
  }
  const asked = probes.map(({ operation }) => operation);
  const others = await probe(open(target), guarded(contract, asked)).catch(none);
  const all = [...probes, ...others.filter(({ exchange: { status } }) => NOT_THERE.includes(status))];
  return {
    found: true,
    sample,
    findings: all.flatMap((one) => judge(one, contract)),
    missing: all.filter(({ exchange: { status } }) => NOT_THERE.includes(status)).map(({ operation: { id } }) => id),
  };
}

function judge(
  { operation: { id, method, pointer }, exchange: { status, url, answerHeaders } }: Probe,
  contract: CompiledContract,
): readonly DoctorFinding[] {
  const { location } = answerHeaders;
  if (NOT_THERE.includes(status)) {
    return [
      {
        whose: 'server',
        // What nobody documents need not be there.
        level: marksAt(contract, pointer)?.['x-evidence'] === 'assumed' ? 'note' : 'problem',
        where: id,
        message: `${method} ${url} is not there (${status}), though other paths of the contract are`,
        change: `if it stands elsewhere, say where: endpoints: { ${id}: https://… }; if the server has no such operation: not_implemented: [${id}], which --write adds to the file`,
      },
    ];
  }
  if (status >= 500) {
    return [
      {
        whose: 'server',
        level: 'problem',
        where: id,
        message: `${method} ${url} without credentials is answered with ${status}`,
        change: "find the error in the server's log: a request without credentials should be refused, not break it",
      },
    ];
  }
  if ([301, 302, 307, 308].includes(status) && location !== undefined && isSamePathElsewhere(url, location)) {
    return [
      {
        whose: 'configuration',
        level: 'problem',
        where: 'base_url',
        message: `${url} redirects to ${location}`,
        change: `write the address it redirects to: ${new URL(location).origin}`,
      },
    ];
  }
  return [];
}

function isSamePathElsewhere(url: string, location: string): boolean {
  if (!URL.canParse(location)) return false;
  const [from, to] = [new URL(url), new URL(location)];
  return from.origin !== to.origin && from.pathname.replace(/\/+$/, '') === to.pathname.replace(/\/+$/, '');
}
