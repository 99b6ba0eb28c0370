-- Wrong passwords for one account from BENCH_ADDRESSES addresses, each in a network of its own. `done` prints how often
-- each status came, and how many got no answer, as one line of JSON.

local cookie = os.getenv("BENCH_COOKIE")
local body = os.getenv("BENCH_BODY")
local addresses = tonumber(os.getenv("BENCH_ADDRESSES"))
local at = 0
local threads = {}
statuses = "" -- global, so that `done` can ask the thread for it
local counts = {}

function setup(thread) threads[#threads + 1] = thread end

function request()
  at = (at + 1) % addresses
  local address = string.format("10.%d.%d.1", math.floor(at / 250), at % 250)
  return wrk.format("POST", "/login", {
    ["Content-Type"] = "application/x-www-form-urlencoded",
    ["Cookie"] = cookie,
    ["Sec-Fetch-Site"] = "same-origin",
    ["X-Forwarded-For"] = address,
  }, body)
end

function response(status)
  counts[status] = (counts[status] or 0) + 1
  local all = {}
  for one, count in pairs(counts) do all[#all + 1] = string.format('"%d":%d', one, count) end
  statuses = table.concat(all, ",")
end

function done(summary)
  local errors = summary.errors
  local unanswered = errors.connect + errors.read + errors.write + errors.timeout
  local found = threads[1]:get("statuses")
  io.write(string.format('\n{%s%s"unanswered":%d}\n', found, found == "" and "" or ",", unanswered))
end
