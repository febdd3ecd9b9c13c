"""What Prometheus is told about answers on tickets."""

from prometheus_client import Histogram

_MINUTE, _HOUR, _DAY = 60, 3600, 86400

first_answer_seconds = Histogram(
    "foyer_ticket_first_answer_seconds",
    "Seconds from what a customer asked to the first answer of staff, by the business's clock.",
    ["category"],
    buckets=(
        *(5 * _MINUTE, 15 * _MINUTE, 30 * _MINUTE),
        *(_HOUR, 2 * _HOUR, 4 * _HOUR, 8 * _HOUR),
        *(_DAY, 2 * _DAY, 4 * _DAY, 7 * _DAY),
    ),
)
