/** A session: what one client asked in a sandbox, in order, as the rules look at it. Plain data; nothing is fetched. */
import type { components } from '../specs/generated/control.ts';
import type { CompiledContract, CompiledOperation } from '../mock/contract/compiled-contract.ts';

type Schemas = components['schemas'];

/** An entry of the journal, with what is kept of it. */
export type Entry = Schemas['JournalEntry'];
export type Delivery = Schemas['Delivery'];

/** Name of the secret, and what tells whether two are the same. */
export type Mark = readonly [name: string, mark: string];

export interface Message {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Fields of a form or of a JSON object; empty for anything else. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly body: string | undefined;
}

export interface Exchange {
  readonly id: number;
  readonly contract: CompiledContract;
  /** Undefined where the request matched none. */
  readonly operation: CompiledOperation | undefined;
  /** When the request came and when it was answered: milliseconds on the clock that the client goes by. */
  readonly at: number;
  readonly end: number;
  /** Milliseconds that the sandbox's clock was ahead of the machine's. */
  readonly ahead: number;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** 0 where the connection ended without an answer. */
  readonly status: number;
  readonly caller: string | undefined;
  readonly credential: string | undefined;
  /** The failure that a rule of the contract refused with; a fault's answer is none. */
  readonly failure: string | undefined;
  readonly fault: Entry['fault'];
  /** Whether headers and bodies are there. */
  readonly kept: boolean;
  readonly sent: Message;
  readonly got: Message;
  readonly came: readonly Mark[];
  readonly given: readonly Mark[];
}

export interface Session {
  /** Oldest first. */
  readonly exchanges: readonly Exchange[];
  readonly deliveries: readonly Delivery[];
  /** Whether the client has ended: what it has not done by now it will not do. */
  readonly ended: boolean;
}

const NOTHING: Message = { headers: {}, fields: {}, body: undefined };

function fieldsOf(body: string | undefined, type: string): Readonly<Record<string, unknown>> {
  if (body === undefined) return {};
  if (type.includes('x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(body));
  if (!body.startsWith('{')) return {};
  try {
    return JSON.parse(body) as Record<string, unknown>;
  } catch {
    // Cut, or not JSON at all.
    return {};
  }
}

function messageOf(kept: Schemas['KeptMessage'] | undefined): Message {
  if (kept === undefined) return NOTHING;
  const headers = Object.fromEntries(kept.headers.map(([name = '', value = '']) => [name.toLowerCase(), value]));
  return { headers, fields: fieldsOf(kept.body, headers['content-type'] ?? ''), body: kept.body };
}

const marksOf = (marks: readonly (readonly string[])[] | undefined): readonly Mark[] =>
  (marks ?? []).map(([name = '', mark = '']) => [name, mark]);

export interface SessionOptions {
  /** Whose time the client goes by: this machine's, or the sandbox's where it is told that. */
  readonly time?: 'machine' | 'sandbox';
  readonly deliveries?: readonly Delivery[];
  readonly ended?: boolean;
}

/** @param entries of any order; those of contracts that are not given are left out */
export function sessionOf(
  entries: readonly Entry[],
  contracts: ReadonlyMap<string, CompiledContract>,
  { time = 'machine', deliveries = [], ended = false }: SessionOptions = {},
): Session {
  const exchanges = entries.flatMap((entry): readonly Exchange[] => {
    const contract = contracts.get(entry.contract);
    if (contract === undefined) return [];
    // On the sandbox's clock, which may stand still, answers take no time and nobody has moved anything.
    const ahead = time === 'machine' ? (entry.clock_ahead_ms ?? 0) : 0;
    const at = entry.epoch_ms - ahead;
    const [path = '', query = ''] = entry.url.split(/\?(.*)/s, 2);
    return [
      {
        id: entry.id,
        contract,
        operation: contract.operations.find(({ id }) => id === entry.operation),
        at,
        end: time === 'machine' ? at + entry.duration_ms : at,
        ahead,
        method: entry.method,
        path,
        query: Object.fromEntries(new URLSearchParams(query)),
        status: entry.status,
        caller: entry.caller,
        credential: entry.credential,
        failure: entry.fault !== undefined && isFaults(entry) ? undefined : entry.refusal?.failure,
        fault: entry.fault,
        kept: entry.request !== undefined,
        sent: messageOf(entry.request),
        got: messageOf(entry.answer),
        came: marksOf(entry.came),
        given: marksOf(entry.given),
      },
    ];
  });
  return { exchanges: exchanges.sort((a, b) => a.at - b.at || a.id - b.id), deliveries, ended };
}

/** Whether the answer was a fault's: no rule of the contract refused. */
const isFaults = ({ refusal }: Entry): boolean => refusal?.rule.startsWith('the fault ') === true;
