"""What Prometheus is told about businesses' webhooks. Counters are of one process, gauges of the service."""

from prometheus_client import Counter, Gauge

attempts = Counter(
    "foyer_webhook_attempts_total", "Tries to deliver a webhook: arrived, refused or no_answer.", ["result"]
)
endpoints_stopped = Counter(
    "foyer_webhook_endpoints_stopped_total", "Endpoints that were stopped: gone or failing.", ["because"]
)
endpoints_failing = Gauge(
    "foyer_webhook_endpoints_failing", "How many endpoints have not taken what they got last."
)
oldest_due_seconds = Gauge(
    "foyer_webhook_oldest_due_seconds",
    "Seconds for which the oldest webhook is due, of endpoints that take what they get; 0: none is.",
)

for because in ("gone", "failing"):
    endpoints_stopped.labels(because)  # From 0 on, or Prometheus would take the first for the beginning.
