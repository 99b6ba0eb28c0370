-- One wrk thread asking what BENCH_MODE says; the plan comes through the environment, since wrk passes tables badly.
--   fixed    the same request again and again
--   refresh  each answer's refresh token is the next request's; tokens of all connections go through one queue
--   code     GET /authorize with a session's cookie, then POST /token with the code that came back
-- `done` prints one line of JSON.

local mode = os.getenv("BENCH_MODE")
local path = os.getenv("BENCH_PATH")
local cookie = os.getenv("BENCH_COOKIE")
local authorization = os.getenv("BENCH_AUTHORIZATION")
local body = os.getenv("BENCH_BODY")
local authorize = os.getenv("BENCH_AUTHORIZE")
-- The length operator is no use here: it may find any border of a table whose front is taken away.
local queue, head, tail = {}, 1, 0
local form = { ["Content-Type"] = "application/x-www-form-urlencoded", ["Authorization"] = authorization }
local fixed
local threads = {}
exchanged = 0 -- codes; global, so that `done` can ask the thread for it

local function push(value)
  tail = tail + 1
  queue[tail] = value
end

function setup(thread) threads[#threads + 1] = thread end

function init()
  if mode == "refresh" then
    for token in io.lines(os.getenv("BENCH_TOKENS")) do push(token) end
  end
  local headers = authorization and { ["Authorization"] = authorization } or {}
  if body then headers = form end
  fixed = wrk.format(body and "POST" or "GET", path, headers, body)
end

local function pop()
  local value = queue[head]
  if value then
    queue[head] = nil
    head = head + 1
  end
  return value
end

function request()
  if mode == "fixed" then return fixed end
  local value = pop()
  if mode == "refresh" then
    return wrk.format("POST", path, form, body .. "&refresh_token=" .. (value or "none-left"))
  end
  if value then
    exchanged = exchanged + 1
    return wrk.format("POST", path, form, body .. "&code=" .. value)
  end
  return wrk.format("GET", authorize, { ["Cookie"] = cookie })
end

-- Where no answer needs reading, none is handed over: it would cost the driver half its speed.
if mode == "refresh" then
  function response(_, _, text)
    local token = string.match(text, '"refresh_token"%s*:%s*"([^"]+)"')
    if token then push(token) end
  end
elseif mode == "code" then
  function response(_, headers)
    local place = headers["Location"] or headers["location"]
    local code = place and string.match(place, "[?&]code=([^&]+)")
    if code then push(code) end
  end
end

function done(summary, latency)
  local codes = 0
  for _, thread in ipairs(threads) do codes = codes + thread:get("exchanged") end
  io.write(string.format(
    '\n{"requests":%d,"codes":%d,"micros":%d,"p50":%.1f,"p99":%.1f,"refused":%d,"broken":%d}\n',
    summary.requests, codes, summary.duration, latency:percentile(50), latency:percentile(99), summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  ))
end
