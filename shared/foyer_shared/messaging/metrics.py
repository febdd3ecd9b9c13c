"""What Prometheus is told about events on their way; Foyer's own names, beside FastStream's.

Counters and histograms are of one process: sum them. Gauges are of the service, looked up by each of its
processes (`watch.py`): take the `max`, for `up` the `min`, and `sum` only the connections of the pools.
"""

from prometheus_client import Counter, Gauge, Histogram

outbox_oldest_seconds = Gauge(
    "foyer_outbox_oldest_seconds",
    "Age in seconds of the oldest event that the bus has not confirmed; 0: none waits.",
    ["service"],
)
outbox_waiting = Gauge(
    "foyer_outbox_waiting", "How many events the bus has not confirmed, without those set aside.", ["service"]
)
outbox_set_aside_rows = Gauge(
    "foyer_outbox_set_aside_rows", "How many events the bus refused for themselves, now.", ["service"]
)
outbox_set_aside = Counter(
    "foyer_outbox_set_aside_total", "Events that the bus refused for themselves, ever.", ["service"]
)
queue_waiting = Gauge(
    "foyer_queue_waiting", "How many events wait for the service on the bus, delayed ones too.", ["service"]
)
dead_letters = Gauge(
    "foyer_dead_letters",
    "How many events a reader has given up on, now; the reader `unroutable` has those that nobody reads.",
    ["reader"],
)
database_up = Gauge("foyer_database_up", "1 when the database answers this process, else 0.", ["service"])
bus_up = Gauge("foyer_bus_up", "1 when the bus answers this process, else 0.", ["service"])
database_pool_in_use = Gauge(
    "foyer_database_pool_in_use", "Connections of this process's pool that are in use.", ["service"]
)
database_pool_size = Gauge(
    "foyer_database_pool_size", "Connections that this process's pool may hold.", ["service"]
)
handled = Counter("foyer_events_handled_total", "Events handled and committed.", ["service", "type"])
repeated = Counter("foyer_events_repeated_total", "Events dropped, having been seen before.", ["service"])
retried = Counter("foyer_events_retried_total", "Tries that failed and are repeated.", ["service", "type"])
dead = Counter("foyer_events_dead_total", "Events given up on, ever.", ["service", "type"])
handler_seconds = Histogram(
    "foyer_event_handler_seconds",
    "Seconds from opening the unit of work to its commit.",
    ["service", "type"],
)
