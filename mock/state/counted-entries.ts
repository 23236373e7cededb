/** What each entry of a world counts as, and when it may go to make room for another: told by its key. */
import type { BoundName } from './bounds.ts';

export type StoreBound = Extract<BoundName, 'maxRecords' | 'maxTokens' | 'maxKeys' | 'maxIdempotencyKeys'>;

export interface Counted {
  readonly bound: StoreBound;
  /** Those of one name are counted together. */
  readonly group: string;
  /** Milliseconds before its end from which an entry is only remembered, so that it can be told from one that never was. */
  readonly remembered: number;
}

const DAY = 24 * 3_600_000;

/** Longer than any clock goes: what ends then is only remembered. */
const EVER = 9e15;

/** By what stands before the first colon. What has no place here follows from something that has. */
const BY_WORD: Readonly<Record<string, readonly [bound: StoreBound, remembered: number]>> = {
  code: ['maxTokens', DAY],
  consent: ['maxTokens', DAY],
  device: ['maxTokens', DAY],
  pushed: ['maxTokens', DAY],
  otp: ['maxTokens', DAY],
  verification: ['maxTokens', DAY],
  link: ['maxTokens', DAY],
  session: ['maxTokens', DAY],
  spent: ['maxTokens', DAY],
  login: ['maxTokens', 0],
  logout: ['maxTokens', 0],
  assertion: ['maxTokens', 0],
  proof: ['maxTokens', 0],
  sig: ['maxTokens', 0],
  family: ['maxTokens', 0],
  key: ['maxKeys', 0],
  idem: ['maxIdempotencyKeys', 0],
};

/** Tokens are found by their digest alone, which has this length and no colon. */
const DIGEST_LENGTH = 43;
const TOKEN_REMEMBERED = DAY;

/** Records of each resource are counted apart. */
const RECORD = 'r';

const TOKEN: Counted = { bound: 'maxTokens', group: 'maxTokens', remembered: TOKEN_REMEMBERED };

const BY_GROUP = new Map<string, Counted>(
  Object.entries(BY_WORD).map(([word, [bound, remembered]]) => [word, { bound, group: bound, remembered }]),
);

/** @returns undefined for an entry that is not counted */
export function countedAs(key: string): Counted | undefined {
  const colon = key.indexOf(':');
  if (colon === -1) return key.length === DIGEST_LENGTH ? TOKEN : undefined;
  const word = key.slice(0, colon);
  if (word !== RECORD) return BY_GROUP.get(word);
  const end = key.indexOf(':', colon + 1);
  const group = end === -1 ? key : key.slice(0, end);
  let records = BY_GROUP.get(group);
  if (records === undefined) BY_GROUP.set(group, (records = { bound: 'maxRecords', group, remembered: EVER }));
  return records;
}

/** Whose records are counted. */
export const resourceOf = ({ bound, group }: Pick<Counted, 'bound' | 'group'>): string | undefined =>
  bound === 'maxRecords' ? group.slice(RECORD.length + 1) : undefined;

/** The same in Lua: `counted(key)` gives the group and how long an entry is remembered, or nothing. */
export const COUNTED_IN_LUA = `
local words = {${Object.entries(BY_WORD)
  .map(([word, [bound, remembered]]) => ` ['${word}'] = { '${bound}', ${remembered} }`)
  .join(',')} }
local function counted(key)
  local colon = string.find(key, ':', 1, true)
  if not colon then
    if #key == ${DIGEST_LENGTH} then return '${TOKEN.group}', ${TOKEN_REMEMBERED} end
    return nil
  end
  local word = string.sub(key, 1, colon - 1)
  if word == '${RECORD}' then
    local stop = string.find(key, ':', colon + 1, true)
    return stop and string.sub(key, 1, stop - 1) or key, ${EVER}
  end
  local found = words[word]
  if found then return found[1], found[2] end
  return nil
end
`;

/** What ends now and is remembered for as long as there is room. */
export const REMEMBERED_ONLY = EVER;
