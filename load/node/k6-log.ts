/** Reads k6's log: the script's messages about failures, and k6's own errors. */

/** What went wrong for some virtual users, as the script says it. */
export interface LoggedFailure {
  readonly operation: string;
  readonly caller: string;
  readonly kind: string;
  readonly status: number;
  readonly reason: string;
  /** Virtual users that said so. */
  readonly users: number;
}

export interface K6Log {
  line(text: string): void;
  loggedFailures(): readonly LoggedFailure[];
  /** The first few. */
  complaints(): readonly string[];
  /** Failures that the script has told of so far. */
  failures(): number;
  /** Why the script found no way to the target; undefined where it did. */
  unreachable(): string | undefined;
}

/** What the script writes; `load/k6/lib/log-channel.ts` is the other side. */
type Message = Omit<LoggedFailure, 'users'> | { readonly failures: number } | { readonly unreachable: string };

const PREFIX = 'tollgate:';
const MOST_COMPLAINTS = 5;

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}

export function createK6Log(): K6Log {
  const logged = new Map<string, LoggedFailure>();
  const complaints = new Set<string>();
  let failures = 0;
  let unreachable: string | undefined;

  function hear(message: Message): void {
    if ('failures' in message) failures += message.failures;
    else if ('unreachable' in message) unreachable ??= message.unreachable;
    else {
      const { operation, caller, kind, status, reason } = message;
      const key = [operation, caller, kind, status, kind === 'quota' ? reason : ''].join(' ');
      logged.set(key, {
        operation,
        caller,
        kind,
        status,
        reason: logged.get(key)?.reason ?? reason,
        users: (logged.get(key)?.users ?? 0) + 1,
      });
    }
  }

  return {
    line(text) {
      const entry = parse(text);
      const message = typeof entry?.['msg'] === 'string' ? entry['msg'] : text;
      if (message.startsWith(PREFIX)) hear(JSON.parse(message.slice(PREFIX.length)) as Message);
      else if (entry?.['level'] === 'error' && !/^thresholds on metrics|^test run was aborted/.test(message))
        complaints.add(message.split('\n', 1)[0]!);
    },
    loggedFailures: () => [...logged.values()],
    complaints: () => [...complaints].slice(0, MOST_COMPLAINTS),
    failures: () => failures,
    unreachable: () => unreachable,
  };
}
