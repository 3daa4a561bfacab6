-- People who look at pages: each request is of somebody, for a page that is theirs; then a pause.
local asked = {}
local pause = tonumber(os.getenv("PAUSE"))
local threads = {}

function setup(thread)
   threads[#threads + 1] = thread
end

function init(_)
   math.randomseed(os.time())
   bad = 0
   for line in io.lines(os.getenv("ASKED")) do
      local cookie, path = line:match("^([^\t]*)\t(.*)$")
      local headers = { Host = wrk.headers["Host"], Cookie = cookie, ["Accept-Encoding"] = "gzip" }
      asked[#asked + 1] = wrk.format("GET", path, headers)
   end
end

function request()
   return asked[math.random(#asked)]
end

function response(status)
   if status >= 500 then bad = bad + 1 end
end

if pause > 0 then
   function delay()
      return pause + math.random(pause * 2)
   end
end

function done(summary, latency, _)
   local bad_ones = 0
   for _, thread in ipairs(threads) do bad_ones = bad_ones + thread:get("bad") end
   io.write(string.format(
      '\n{"requests a second": %.1f, "p50 ms": %.1f, "p95 ms": %.1f, "max ms": %.1f, "5xx": %d, "not 2xx or 3xx": %d, "sockets": %d}\n',
      summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000, latency:percentile(95) / 1000,
      latency.max / 1000, bad_ones, summary.errors.status,
      summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
