/** Reads a journal from a file: as the control plane answers it, as lines of JSON, or as an HTTP archive. */
import { matchPath } from '../mock/contract/path-template.ts';
import type { CompiledContract } from '../mock/contract/compiled-contract.ts';
import { InputError } from '../mock/contract/input-error.ts';
import { marksIn, marksInUrl, markOf } from '../mock/journal/secret-marks.ts';
import type { Entry } from './session.ts';

interface Pair {
  readonly name: string;
  readonly value: string;
}

interface HarEntry {
  readonly startedDateTime: string;
  readonly time: number;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: readonly Pair[];
    readonly postData?: { readonly text?: string };
  };
  readonly response: {
    readonly status: number;
    readonly headers: readonly Pair[];
    readonly content: { readonly text?: string };
  };
  readonly _tollgate?: Omit<Entry, 'request' | 'answer'>;
}

const kept = (headers: readonly Pair[], body: string | undefined): NonNullable<Entry['request']> => ({
  headers: headers.map(({ name, value }) => [name, value]),
  ...(body !== undefined && body !== '' && { body }),
  bytes: body?.length ?? 0,
});

/** An archive of other origin holds its secrets; only marks of them are looked at. */
const SALT = 'archive';

function readJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return Object.fromEntries(new URLSearchParams(text ?? ''));
  }
}

/** What a browser or a proxy saw, with the operation that its path means. */
function foreign(har: HarEntry, id: number, { name, operations, basePath }: CompiledContract): Entry | undefined {
  const { request, response } = har;
  if (!URL.canParse(request.url)) return undefined;
  const { pathname, search } = new URL(request.url);
  const paths = [pathname, pathname.replace(basePath, ''), pathname.replace(`/${name}`, '')];
  const operation = operations.find(
    ({ method, path }) => method === request.method && paths.some((one) => matchPath(path, one) !== undefined),
  );
  const bearer = request.headers
    .filter((header) => header.name.toLowerCase() === 'authorization')
    .map(({ value }) => value.split(' ').at(-1)!);
  const credential = operation?.requirements.find(({ method }) => method.kind === 'token')?.method.credential;
  const location = response.headers.find((header) => header.name.toLowerCase() === 'location')?.value;
  return {
    id,
    time: har.startedDateTime,
    epoch_ms: Date.parse(har.startedDateTime),
    contract: name,
    ...(operation !== undefined && { operation: operation.id }),
    method: request.method,
    url: pathname + search,
    status: response.status,
    duration_ms: har.time,
    address: '',
    ...(credential !== undefined && { credential }),
    request: kept(request.headers, request.postData?.text),
    answer: kept(response.headers, response.content.text),
    came: [
      ...(credential === undefined ? [] : bearer.map((secret) => [credential, markOf(SALT, secret)])),
      ...marksInUrl(SALT, request.url),
      ...marksIn(SALT, readJson(request.postData?.text)),
    ].map(([one = '', mark = '']) => [one, mark]),
    given: [
      ...(location === undefined ? [] : marksInUrl(SALT, location)),
      ...marksIn(SALT, readJson(response.content.text)),
    ].map(([one, mark]) => [one, mark]),
  };
}

function ofArchive(entries: readonly HarEntry[], contracts: readonly CompiledContract[]): readonly Entry[] {
  return entries.flatMap((har, i): readonly Entry[] => {
    if (har._tollgate !== undefined)
      return [
        {
          ...har._tollgate,
          request: kept(har.request.headers, har.request.postData?.text),
          answer: kept(har.response.headers, har.response.content.text),
        },
      ];
    const found = contracts.flatMap((contract) => {
      const entry = foreign(har, i + 1, contract);
      return entry === undefined ? [] : [entry];
    });
    const meant = found.find(({ operation }) => operation !== undefined);
    return meant === undefined ? [] : [meant];
  });
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    try {
      return text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown);
    } catch {
      throw new InputError(`${file} is no journal: it is neither JSON nor one JSON object a line`);
    }
  }
}

const isEntry = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && 'epoch_ms' in value && 'contract' in value;

/**
 * @param contracts those whose operations the paths of an archive may mean
 * @throws {InputError} for a file that is none of these
 */
export function readJournal(text: string, file: string, contracts: readonly CompiledContract[]): readonly Entry[] {
  const value = parsed(text, file);
  const { log, entries } = (Array.isArray(value) ? { entries: value } : value) as {
    readonly log?: { readonly entries?: readonly HarEntry[] };
    readonly entries?: readonly unknown[];
  };
  if (log?.entries !== undefined) return ofArchive(log.entries, contracts);
  if (entries?.every(isEntry) === true) return entries;
  throw new InputError(
    `${file} is no journal: write one with "curl .../_tollgate/journal?details=true&limit=10000" or as HAR with /_tollgate/journal/har`,
  );
}

/** The contracts that a journal tells of, where it is the sandbox's own. */
export function contractsIn(text: string, file: string): readonly string[] {
  const value = parsed(text, file) as {
    readonly log?: { readonly entries?: readonly HarEntry[] };
    readonly entries?: readonly Entry[];
  };
  const entries = Array.isArray(value) ? (value as readonly Entry[]) : (value.entries ?? []);
  const names = [
    ...entries.map((one) => one.contract),
    ...(value.log?.entries ?? []).map((one) => one._tollgate?.contract),
  ];
  return [...new Set(names.filter((name) => name !== undefined))];
}
