/**
 * A contract of one's own: how long it takes from spawn to the first answer, read anew and as it was kept, and what many
 * operations cost a request.
 */
import { wire } from '../cases.ts';
import { SERVER_CORE } from '../cores.ts';
import { middlePath, NAME, ownDocument } from '../own-document.ts';
import { comparison, costWords, takeTurns } from '../rounds.ts';
import type { Contender } from '../rounds.ts';
import { notRun, ratioRow } from '../rows.ts';
import type { Row } from '../rows.ts';
import { startSandboxProcess, withServers } from '../servers.ts';
import type { Started } from '../servers.ts';
import { spreadOf } from '../statistics.ts';
import type { Group, Run } from './group.ts';
import { firstAnswer } from './start-up.ts';

const OPERATIONS = 50;
const LONGEST_MS = 400;
const ROUNDS = 7;
const QUICK_ROUNDS = 2;
const MS = 1_000;

const FEW = 10;
const MANY = 1_000;
const RATIO_TARGET = 0.95;

/** @param kept whether it is served as it was kept at an earlier start */
async function startUp(quick: boolean, kept: boolean): Promise<Row> {
  const before = process.env['TOLLGATE_CACHE'];
  if (!kept) process.env['TOLLGATE_CACHE'] = 'off';
  try {
    const contracts = [ownDocument(OPERATIONS)];
    const once = () =>
      firstAnswer(() => startSandboxProcess({ core: SERVER_CORE, contracts }), `/${NAME}${middlePath(OPERATIONS)}`);
    if (kept) await once();
    const times: number[] = [];
    for (let round = 0; round < (quick ? QUICK_ROUNDS : ROUNDS); round++) times.push(((await once()).cpu ?? NaN) * MS);
    const spread = spreadOf(times);
    const name = `start-up of a contract of ${OPERATIONS} operations, ${kept ? 'kept from an earlier start' : 'read anew'}`;
    const group = OWN_CONTRACT.name;
    if (Number.isNaN(spread.median)) return notRun(group, name, '', 'needs Linux: elsewhere the system does not tell');
    return {
      group,
      name,
      against: '',
      value: spread.median,
      spread,
      unit: 'ms',
      target: LONGEST_MS,
      better: 'lower',
      note: 'processor time to the first answer',
    };
  } finally {
    if (before === undefined) delete process.env['TOLLGATE_CACHE'];
    else process.env['TOLLGATE_CACHE'] = before;
  }
}

async function perRequest({ pace }: Run): Promise<Row> {
  const start = (operations: number) => (): Promise<Started> =>
    startSandboxProcess({ core: SERVER_CORE, contracts: [ownDocument(operations)] });
  return withServers([start(FEW), start(MANY)], async (servers) => {
    const contenders = [FEW, MANY].map(
      (operations, i): Contender => ({
        name: `${operations} operations`,
        server: servers[i]!,
        request: () => wire({ method: 'GET', path: `/${NAME}${middlePath(operations)}`, headers: {} }),
        status: 200,
      }),
    );
    const [few = [], many = []] = await takeTurns(contenders, pace);
    const compared = comparison(many, few);
    return ratioRow({
      group: OWN_CONTRACT.name,
      name: `GET, a document of ${MANY.toLocaleString('en')} operations`,
      against: `one of ${FEW}`,
      ...compared,
      target: RATIO_TARGET,
      better: 'higher',
      note: costWords(compared),
    });
  });
}

export const OWN_CONTRACT: Group = {
  name: 'own-contract',
  cases: [],
  run: async (run) => [await startUp(run.quick, false), await startUp(run.quick, true), await perRequest(run)],
};
