"""What Prometheus is told about mails that come back."""

from prometheus_client import Counter

mails_taken = Counter(
    "foyer_inbound_mails_taken_total", "Mails that came to support, by what became of them.", ["fate"]
)
mails_refused = Counter(
    "foyer_inbound_mails_refused_total", "Mails to support of which nothing was kept, by reason.", ["reason"]
)
