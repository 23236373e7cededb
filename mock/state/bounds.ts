/** What a sandbox's memory may come to: every bound with its default, and the option that moves it. */

export interface Bound {
  /** Unless the options say otherwise. */
  readonly most: number;
  /** What is counted, and in what. */
  readonly what: string;
  /** What happens to one more than there may be. */
  readonly full: 'refused' | 'oldest goes' | 'turned away';
}

/** The options of the library by these names; the command's are `--max-records`, `--max-body-bytes`. */
export const BOUNDS = {
  maxRecords: { most: 100_000, what: 'records of a resource, in each contract of a sandbox', full: 'refused' },
  maxTokens: {
    most: 500_000,
    what: 'tokens, codes, one-time passwords, sessions and used nonces, in each contract of a sandbox',
    full: 'refused',
  },
  maxKeys: { most: 10_000, what: 'keys, deleted ones included, in each contract of a sandbox', full: 'refused' },
  maxPeople: {
    most: 500,
    what: 'tenants, users and clients, of each, that were made or changed, in each contract of a sandbox',
    full: 'refused',
  },
  maxIdempotencyKeys: {
    most: 100_000,
    what: 'answers remembered for idempotency keys, in each contract of a sandbox',
    full: 'refused',
  },
  maxConnections: { most: 10_000, what: 'connections at once, to each port of each process', full: 'turned away' },
  maxBodyBytes: {
    most: 67_108_864,
    what: 'bytes of request bodies above 16 KiB in memory at once, in each process',
    full: 'refused',
  },
} as const satisfies Readonly<Record<string, Bound>>;

export type BoundName = keyof typeof BOUNDS;

export type BoundOptions = { readonly [K in BoundName]?: number | undefined };

export type Bounds = Readonly<Record<BoundName, number>>;

export const BOUND_NAMES = Object.keys(BOUNDS) as readonly BoundName[];

/** How the command calls an option: `--max-body-bytes`. */
export const optionOf = (name: BoundName): string =>
  `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** What there may be, and how to get room for more. */
export const roomFor = (name: BoundName, most: number, resource?: string): string =>
  `at most ${most} ${resource === undefined ? BOUNDS[name].what : `records of ${resource}`} (${optionOf(name)} allows more)`;

/** Each as the options have it. */
export function boundsOf(options: BoundOptions): Bounds {
  return Object.fromEntries(BOUND_NAMES.map((name) => [name, options[name] ?? BOUNDS[name].most])) as Bounds;
}
