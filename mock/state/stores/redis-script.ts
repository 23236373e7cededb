/**
 * The one script that does everything a turn of the event loop asks of a sandbox: one call instead of one a verb, each
 * verb atomic, and none of them done once anyone who asked has given up.
 *
 * `KEYS` are hashes of one sandbox. `ARGV` is the deadline in milliseconds of the server's clock, then words: how many
 * bytes each has, and all of them in one text, since a client takes its time over every argument. For each verb they
 * are its name, the index of its hash and its arguments. The answer is the server's time and then one value a verb, or
 * only the time if the deadline has passed. Entries are texts of `entry-text.ts`. Beside a hash stands a
 * sorted set for each kind of entry that is counted, by the instants from which they may go; a new one too many is
 * answered with `full`.
 *
 * `check` compares an entry's text with one that was seen before. A verb after the word `when` and the numbers of checks
 * is done only if all of those found what they were to find, and else answered with `overtaken`.
 *
 * An id of a ring may be reserved for an entry that is written a little later: until then it holds the time when.
 */
import { COUNTED_IN_LUA } from '../counted-entries.ts';

/** What the script answers instead of a write. */
export const FULL = 'full';

/** What the script answers for a verb that was to be done only if entries were as they had been seen. */
export const OVERTAKEN = 'overtaken';

/** What a page holds in place of an entry that is yet to be written. */
export const PENDING = '~';

/** Milliseconds after which a reserved id is taken for one that nobody fills any more. */
const LONGEST_PENDING = 2_000;

/** Entries that go at once at most: a write waits for no more of them. */
const MOST_AT_ONCE = 256;

export const SCRIPT = `
${COUNTED_IN_LUA}
local time = redis.call('TIME')
local ms = time[1] * 1000 + math.floor(time[2] / 1000)
local answer = { ms }
if ms > tonumber(ARGV[1]) then return answer end

local function live(text, now)
  if not text then return false end
  local bar = string.find(text, '|', 1, true)
  return bar == 1 or tonumber(string.sub(text, 1, bar - 1)) > tonumber(now)
end

local function orderOf(hash, group) return hash .. '#o:' .. group end

local function remove(hash, key)
  redis.call('HDEL', hash, key)
  local group = counted(key)
  if group then redis.call('ZREM', orderOf(hash, group), key) end
end

local function written(hash, key, text, now, most)
  local group, remembered = counted(key)
  if group then
    local order = orderOf(hash, group)
    if redis.call('HEXISTS', hash, key) == 0 then
      local count = redis.call('ZCARD', order)
      if count == 0 then redis.call('HSET', hash .. '#groups', group, 1) end
      if most ~= '' and count >= tonumber(most) then
        local ended = redis.call('ZRANGEBYSCORE', order, '-inf', now, 'LIMIT', 0, ${MOST_AT_ONCE})
        for _, one in ipairs(ended) do remove(hash, one) end
        if count - #ended >= tonumber(most) then return '${FULL}' end
      end
    end
    local bar = string.find(text, '|', 1, true)
    local goes = bar == 1 and math.huge or tonumber(string.sub(text, 1, bar - 1)) - remembered
    redis.call('ZADD', order, string.format('%.17g', goes), key)
  end
  redis.call('HSET', hash, key, text)
  return 1
end

-- Of a ring: the oldest entry, the bytes of all of them, and the last that was cleared away.
local function kept(hash, last, capacity)
  local found = redis.call('HMGET', hash, 'first', 'bytes', 'cleared')
  local first = tonumber(found[1] or math.max(1, last - capacity + 1))
  return first, tonumber(found[2] or '0'), tonumber(found[3] or (found[1] and '0' or first - 1))
end

-- Writes an entry of a ring, and drops the oldest until what is left has room.
local function put(hash, id, text, last, first, held, capacity, bytes)
  redis.call('HSET', hash, id, text)
  while first <= last and (last - first >= capacity or (held > bytes and first < last)) do
    held = held - redis.call('HSTRLEN', hash, first)
    redis.call('HDEL', hash, first)
    first = first + 1
  end
  redis.call('HSET', hash, 'first', first, 'bytes', held)
  return id
end

local checks = {}

local verbs = {
  pass = { 0, function() return 1 end },
  check = { 2, function(hash, key, text)
    checks[#checks + 1] = (redis.call('HGET', hash, key) or '') == text
    return 1
  end },
  get = { 1, function(hash, key) return redis.call('HGET', hash, key) end },
  many = { 1, function(hash, keys)
    local found = {}
    for i, key in ipairs(cjson.decode(keys)) do found[i] = redis.call('HGET', hash, key) end
    return found
  end },
  set = { 4, function(hash, key, text, now, most) return written(hash, key, text, now, most) end },
  add = { 4, function(hash, key, text, now, most)
    if live(redis.call('HGET', hash, key), now) then return 0 end
    return written(hash, key, text, now, most)
  end },
  take = { 2, function(hash, key, now)
    local text = redis.call('HGET', hash, key)
    if not live(text, now) then return false end
    remove(hash, key)
    return text
  end },
  incr = { 4, function(hash, key, by, until_, now)
    local text = redis.call('HGET', hash, key)
    local count = 0
    if live(text, now) then
      local bar = string.find(text, '|', 1, true)
      until_ = string.sub(text, 1, bar - 1)
      count = tonumber(string.sub(text, bar + 1))
    end
    local changed = until_ .. '|' .. string.format('%.17g', count + tonumber(by))
    redis.call('HSET', hash, key, changed)
    return changed
  end },
  within = { 3, function(hash, _, list, now)
    local counts = cjson.decode(list)
    local found, room = {}, true
    for i, count in ipairs(counts) do
      local text = redis.call('HGET', hash, count[1])
      found[i] = live(text, now) and text or ''
      local bar = string.find(found[i], '|', 1, true)
      if tonumber(bar and string.sub(found[i], bar + 1) or '0') >= count[2] then room = false end
    end
    local answer = { room and 1 or 0 }
    for i, count in ipairs(counts) do
      if room then
        local bar = string.find(found[i], '|', 1, true)
        local until_ = bar and string.sub(found[i], 1, bar - 1) or count[3]
        local value = bar and tonumber(string.sub(found[i], bar + 1)) or 0
        found[i] = until_ .. '|' .. string.format('%.17g', value + 1)
        redis.call('HSET', hash, count[1], found[i])
      end
      answer[i + 1] = found[i]
    end
    return answer
  end },
  swap = { 5, function(hash, key, seen, text, now, most)
    local found = redis.call('HGET', hash, key) or ''
    if found ~= seen then return found end
    return written(hash, key, text, now, most)
  end },
  push = { 3, function(hash, text, capacity, bytes)
    local id = redis.call('HINCRBY', hash, 'last', 1)
    local first, held = kept(hash, id - 1, capacity)
    return put(hash, id, text, id, first, held + #text, tonumber(capacity), tonumber(bytes))
  end },
  reserve = { 1, function(hash, capacity)
    local id = redis.call('HINCRBY', hash, 'last', 1)
    local first, held = kept(hash, id - 1, capacity)
    local text = '${PENDING}' .. string.format('%.0f', ms)
    redis.call('HSET', hash, id, text, 'first', first, 'bytes', held + #text)
    return id
  end },
  fill = { 4, function(hash, id, text, capacity, bytes)
    local last = tonumber(redis.call('HGET', hash, 'last') or '0')
    local first, held = kept(hash, last, capacity)
    -- Cleared away, or dropped for newer ones, before it came to be written.
    if tonumber(id) < first or tonumber(id) > last then return 0 end
    held = held - redis.call('HSTRLEN', hash, id) + #text
    return put(hash, id, text, last, first, held, tonumber(capacity), tonumber(bytes))
  end },
  page = { 3, function(hash, before, limit, capacity)
    local last = tonumber(redis.call('HGET', hash, 'last') or '0')
    local first = kept(hash, last, capacity)
    local from = math.min(last, tonumber(before) - 1)
    local found = { from }
    for id = from, math.max(first, from - limit + 1), -1 do
      local text = redis.call('HGET', hash, id)
      if text and string.sub(text, 1, 1) == '${PENDING}' then
        text = ms - tonumber(string.sub(text, 2)) < ${LONGEST_PENDING} and '${PENDING}'
      end
      found[#found + 1] = text
    end
    return found
  end },
  dropped = { 1, function(hash, capacity)
    local first, _, cleared = kept(hash, tonumber(redis.call('HGET', hash, 'last') or '0'), capacity)
    return first - 1 - cleared
  end },
  drop = { 0, function(hash)
    local last = redis.call('HGET', hash, 'last')
    redis.call('UNLINK', hash)
    if last then redis.call('HSET', hash, 'last', last, 'first', last + 1, 'bytes', 0, 'cleared', last) end
    return 1
  end },
  clear = { 1, function(hash, start)
    if start == '' then
      for _, group in ipairs(redis.call('HKEYS', hash .. '#groups')) do redis.call('UNLINK', orderOf(hash, group)) end
      return redis.call('UNLINK', hash, hash .. '#groups')
    end
    for _, key in ipairs(redis.call('HKEYS', hash)) do
      if string.sub(key, 1, #start) == start then remove(hash, key) end
    end
    return 1
  end },
  sweep = { 3, function(hash, cursor, count, now)
    local scanned = redis.call('HSCAN', hash, cursor, 'COUNT', count)
    local found = scanned[2]
    for i = 1, #found, 2 do
      if not live(found[i + 1], now) then remove(hash, found[i]) end
    end
    return scanned[1]
  end },
}

local words, start = {}, 1
for length in string.gmatch(ARGV[2], '%d+') do
  words[#words + 1] = string.sub(ARGV[3], start, start + length - 1)
  start = start + length
end

local at = 1
while at <= #words do
  local stands = true
  if words[at] == 'when' then
    for index in string.gmatch(words[at + 1], '%d+') do stands = stands and checks[tonumber(index)] end
    at = at + 2
  end
  local verb = verbs[words[at]]
  local count = verb[1]
  answer[#answer + 1] = not stands and '${OVERTAKEN}'
    or verb[2](KEYS[tonumber(words[at + 1])], unpack(words, at + 2, at + 1 + count))
  at = at + 2 + count
end
return answer
`;
