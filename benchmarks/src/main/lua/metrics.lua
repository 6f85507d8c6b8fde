-- What wrk prints at its end, besides its own report: a metric a line, times in nanoseconds.
function done(summary, latency, requests)
  local errors = summary.errors
  local nanos = summary.duration * 1000
  local metrics = {
    requests = summary.requests,
    rate = summary.requests / summary.duration * 1e6,
    wall = nanos / summary.requests,
    p50 = latency:percentile(50) * 1000,
    p99 = latency:percentile(99) * 1000,
    p999 = latency:percentile(99.9) * 1000,
    errors = errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    clientBusy = os.clock() * 1e9 / nanos,
  }
  for name, value in pairs(metrics) do
    print(string.format("%s %f", name, value))
  end
end
