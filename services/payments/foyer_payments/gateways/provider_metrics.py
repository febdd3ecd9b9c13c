"""What Prometheus is told about payment providers."""

from prometheus_client import Counter

provider_away = Counter(
    "foyer_provider_away_total",
    "Calls to a payment provider without an answer of use; they are made again.",
    ["provider"],
)
notices_taken = Counter(
    "foyer_webhooks_taken_total", "Webhooks of a provider, each counted once.", ["provider"]
)
notices_refused = Counter(
    "foyer_webhooks_refused_total", "Webhooks that were not taken, or not followed, by reason.", ["reason"]
)
books_differ = Counter(
    "foyer_books_differ_total",
    "Differences that were found between a payment provider's books and ours.",
    ["provider"],
)
