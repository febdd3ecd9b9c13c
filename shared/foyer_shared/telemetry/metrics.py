"""What Prometheus is told about requests and jobs; events on their way have their own module."""

from prometheus_client import Counter, Histogram

request_seconds = Histogram(
    "foyer_request_seconds",
    "Seconds from a request's arrival to its answer's end.",
    ["service", "method", "route", "status"],
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5),
)
job_seconds = Histogram("foyer_job_seconds", "Seconds of one run of a job.", ["service", "job"])
job_failures = Counter("foyer_job_failures_total", "Runs of a job that raised.", ["service", "job"])
job_items_failed = Counter(
    "foyer_job_items_failed_total",
    "Single things that a job could not do, while it did the others.",
    ["service", "job"],
)
