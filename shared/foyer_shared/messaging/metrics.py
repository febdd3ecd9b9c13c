"""What Prometheus is told about events on their way; Foyer's own names, beside FastStream's."""

from prometheus_client import Counter, Gauge, Histogram

outbox_oldest_seconds = Gauge(
    "foyer_outbox_oldest_seconds", "Age of the oldest event that the bus has not confirmed.", ["service"]
)
outbox_set_aside = Counter(
    "foyer_outbox_set_aside_total", "Events that the bus refuses for themselves.", ["service"]
)
handled = Counter("foyer_events_handled_total", "Events handled and committed.", ["service", "type"])
repeated = Counter("foyer_events_repeated_total", "Events dropped, having been seen before.", ["service"])
retried = Counter("foyer_events_retried_total", "Tries that failed and are repeated.", ["service", "type"])
dead = Counter("foyer_events_dead_total", "Events given up on, now dead letters.", ["service", "type"])
handler_seconds = Histogram(
    "foyer_event_handler_seconds", "From opening the unit of work to its commit.", ["service", "type"]
)
