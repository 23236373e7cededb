/**
 * The one script that does everything a turn of the event loop asks of a sandbox: one call instead of one a verb, each
 * verb atomic, and none of them done once anyone who asked has given up.
 *
 * `KEYS` are hashes of one sandbox. `ARGV` is the deadline in milliseconds of the server's clock, then words: how many
 * bytes each has, and all of them in one text, since a client takes its time over every argument. For each verb they
 * are its name, the index of its hash and its arguments. The answer is the server's time and then one value a verb, or
 * only the time if the deadline has passed. Entries are texts of `entry-text.ts`. How many there are of a kind, and when
 * the first of them may go, stands in the same hash; a new one too many is answered with `full`.
 */
import { COUNTED_IN_LUA, ENTRIES_A_MS } from '../counted-entries.ts';

/** What the script answers instead of a write. */
export const FULL = 'full';

export const SCRIPT = `
${COUNTED_IN_LUA}
local time = redis.call('TIME')
local ms = time[1] * 1000 + math.floor(time[2] / 1000)
local answer = { ms }
if ms > tonumber(ARGV[1]) then return answer end

local function live(text, now)
  if not text then return false end
  local bar = string.find(text, '|', 1, true)
  return not bar or bar == 1 or tonumber(string.sub(text, 1, bar - 1)) > tonumber(now)
end

local function remove(hash, key)
  redis.call('HDEL', hash, key)
  local group = counted(key)
  if group then redis.call('HINCRBY', hash, '#n:' .. group, -1) end
end

local function makeRoom(hash, group, now)
  local cursor, seen, left, due, ended = '0', 0, 0, math.huge, {}
  repeat
    local scanned = redis.call('HSCAN', hash, cursor, 'COUNT', 1000)
    cursor = scanned[1]
    local found = scanned[2]
    for i = 1, #found, 2 do
      seen = seen + 1
      local own, remembered = counted(found[i])
      if own == group then
        local bar = string.find(found[i + 1], '|', 1, true)
        local goes = bar == 1 and math.huge or tonumber(string.sub(found[i + 1], 1, bar - 1)) - remembered
        if goes <= now then ended[#ended + 1] = found[i] elseif goes < due then due = goes end
      end
    end
  until cursor == '0'
  for _, key in ipairs(ended) do redis.call('HDEL', hash, key) end
  for _, key in ipairs(redis.call('HKEYS', hash)) do
    if counted(key) == group then left = left + 1 end
  end
  return left, math.max(due, now + math.floor(seen / ${ENTRIES_A_MS}))
end

local function written(hash, key, text, now, most)
  local group, remembered = counted(key)
  if group then
    local known = redis.call('HMGET', hash, '#n:' .. group, '#d:' .. group)
    local count, due = tonumber(known[1] or '0'), tonumber(known[2] or 'inf')
    local isNew = redis.call('HEXISTS', hash, key) == 0
    if isNew and most ~= '' and count >= tonumber(most) then
      if due <= tonumber(now) then
        count, due = makeRoom(hash, group, tonumber(now))
        redis.call('HSET', hash, '#n:' .. group, string.format('%d', count), '#d:' .. group, string.format('%.17g', due))
      end
      if count >= tonumber(most) then return '${FULL}' end
    end
    local bar = string.find(text, '|', 1, true)
    local goes = bar == 1 and math.huge or tonumber(string.sub(text, 1, bar - 1)) - remembered
    if isNew then redis.call('HINCRBY', hash, '#n:' .. group, 1) end
    if goes < due then redis.call('HSET', hash, '#d:' .. group, string.format('%.17g', goes)) end
  end
  redis.call('HSET', hash, key, text)
  return 1
end

local verbs = {
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
  push = { 2, function(hash, text, capacity)
    local id = redis.call('HINCRBY', hash, 'last', 1)
    redis.call('HSET', hash, id, text)
    redis.call('HDEL', hash, id - tonumber(capacity))
    return id
  end },
  page = { 3, function(hash, before, limit, capacity)
    local last = tonumber(redis.call('HGET', hash, 'last') or '0')
    local from = math.min(last, tonumber(before) - 1)
    local found = { from }
    for id = from, math.max(1, from - limit + 1, last - capacity + 1), -1 do
      found[#found + 1] = redis.call('HGET', hash, id)
    end
    return found
  end },
  drop = { 0, function(hash)
    local last = redis.call('HGET', hash, 'last')
    redis.call('UNLINK', hash)
    if last then redis.call('HSET', hash, 'last', last) end
    return 1
  end },
  clear = { 1, function(hash, start)
    if start == '' then return redis.call('UNLINK', hash) end
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
  local verb = verbs[words[at]]
  local count = verb[1]
  answer[#answer + 1] = verb[2](KEYS[tonumber(words[at + 1])], unpack(words, at + 2, at + 1 + count))
  at = at + 2 + count
end
return answer
`;
