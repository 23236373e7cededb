/** The control plane's operations on the journal of requests: list, explain one, follow, export, clear. */
import type { components } from '../../specs/generated/control.ts';
import { basisOf } from '../explain/citations.ts';
import { placeOfRule } from '../explain/contract-place.ts';
import { generalAdvice } from '../explain/general-advice.ts';
import type { Journal, JournalEntry, JournalFilter } from '../journal/journal.ts';
import { packageVersion } from './package-version.ts';
import { NO_CONTENT } from './handler.ts';
import type { ControlCall, Handler } from './handler.ts';
import { Problem } from './control-problem.ts';
import { describeDetails, describeEntry, describeWhole, isFaults } from './describe-entry.ts';
import { archived } from './journal-archive.ts';
import { journalStream } from '../journal/journal-stream.ts';

type Refusal = components['schemas']['Refusal'];

const DEFAULT_LIMIT = 100;

/** @throws Problem 400 for an instant that is none */
function instantOf(field: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new Problem(400, `The query's field "${field}" must be an ISO 8601 instant`);
  return ms;
}

export const listJournal: Handler<'listJournal'> = async ({
  sandbox: { journal },
  query: { limit = DEFAULT_LIMIT, order = 'newest', details = false, since, until, ...filter },
}) => {
  const entries = (
    await journal.detailed({
      ...filter,
      limit,
      since: instantOf('since', since),
      until: instantOf('until', until),
    })
  ).map(details ? describeWhole : describeEntry);
  return {
    status: 200,
    body: {
      capacity: journal.capacity,
      dropped: await journal.dropped(),
      entries: order === 'newest' ? entries.reverse() : entries,
    },
  };
};

/** @throws Problem 404 */
async function findEntry(journal: Journal, wanted: string): Promise<JournalEntry> {
  const newest = async (filter: JournalFilter): Promise<JournalEntry | undefined> =>
    (await journal.detailed({ ...filter, limit: 1 }))[0];
  const found =
    wanted === 'last'
      ? await newest({})
      : wanted === 'refused'
        ? await newest({ refused: true })
        : /^\d{1,15}$/.test(wanted)
          ? await journal.find(Number(wanted))
          : await newest({ request_id: wanted });
  if (found) return found;
  const why =
    wanted === 'last'
      ? 'No request has come to this sandbox yet'
      : wanted === 'refused'
        ? 'This sandbox has refused no request yet'
        : `The journal of this sandbox has no request "${wanted}", or has it no longer`;
  throw new Problem(
    404,
    `${why}. An answer has its id in x-tollgate-request; "tollgate logs" and GET /_tollgate/journal list the newest requests`,
  );
}

async function wholeRefusal(
  refusal: Refusal,
  entry: JournalEntry,
  { contracts, files }: Pick<ControlCall<'getJournalEntry'>, 'contracts' | 'files'>,
): Promise<Refusal> {
  if (isFaults(entry)) return { ...refusal, explanation: refusal.explanation ?? generalAdvice(entry) };
  const contract = contracts.get(entry.contract);
  const file = files.get(entry.contract);
  const place = file === undefined ? undefined : await placeOfRule(file, refusal.pointer);
  return {
    ...refusal,
    ...(place !== undefined && { place }),
    ...(contract !== undefined && basisOf(contract.document, refusal.pointer)),
    explanation: refusal.explanation ?? generalAdvice(entry),
  };
}

export const getJournalEntry: Handler<'getJournalEntry'> = async ({ sandbox, path, contracts, files }) => {
  const entry = await findEntry(sandbox.journal, path.id);
  const { refusal, ...described } = describeEntry(entry);
  return {
    status: 200,
    body: {
      ...described,
      ...(refusal && { refusal: await wholeRefusal(refusal, entry, { contracts, files }) }),
      kept: entry.details !== undefined,
      ...describeDetails(entry),
    },
  };
};

export const followJournal: Handler<'followJournal'> = async ({ sandbox: { journal }, query, headers, closing }) => {
  const { after, ...filter } = query;
  const seen = Number(headers['last-event-id']);
  const [newest] = after === undefined ? await journal.list({ limit: 1 }) : [];
  const from = Number.isInteger(seen) && seen > 0 ? seen : (after ?? newest?.id ?? 0);
  return { status: 200, body: journalStream(journal, filter, describeEntry, from, closing) };
};

export const exportJournal: Handler<'exportJournal'> = async ({ sandbox: { journal }, query, headers }) => {
  const entries = await journal.detailed(query);
  const origin = `http://${typeof headers['host'] === 'string' ? headers['host'] : 'localhost'}`;
  return {
    status: 200,
    body: {
      log: {
        version: '1.2',
        creator: { name: 'tollgate', version: packageVersion() },
        entries: entries.map((entry) => archived(entry, origin)).filter((one) => one !== undefined),
      },
    },
  };
};

export const clearJournal: Handler<'clearJournal'> = async ({ sandbox }) => {
  await sandbox.journal.clear();
  return NO_CONTENT;
};
