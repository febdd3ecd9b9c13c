"""What is sent around: a pause, as subscriptions tells it, and the small service that sends and reads it."""

from datetime import UTC, datetime

from foyer_shared.basics.origin import Actor, Origin, Scope
from foyer_shared.contracts.subscriptions import SubscriptionPaused
from foyer_shared.storage.rows import service_metadata
from sqlalchemy import Column, Integer, Table, Text

BUSINESS, CUSTOMER = "biz_01jdnrthw1nde8000000000000", "cus_01jdada00000e8000000000000"
_NOON = "2026-11-22T12:00:00Z"
_PRICE = {"amount": 29000, "currency": "EUR"}

PAUSED = SubscriptionPaused.model_validate(
    {
        "subscription": {
            "subscription_id": "sub_01jdst0d10000e800000000000",
            "customer_id": CUSTOMER,
            "status": "paused",
            "name": "Studio",
            "items": [
                {
                    "price_id": "price_01jdst0d10000e800000000000",
                    "product_id": "prod_01jdst0d10000e800000000000",
                    "product_name": "Studio",
                    "quantity": 1,
                    "unit_amount": _PRICE,
                }
            ],
            "amount": _PRICE,
            "interval": "year",
            "interval_count": 1,
            "collection": "automatic",
            "current_period_start": _NOON,
            "current_period_end": _NOON,
        },
        "paused_at": _NOON,
        "resumes_at": _NOON,
    }
)

METADATA = service_metadata("load")
things = Table("things", METADATA, Column("id", Integer, primary_key=True), Column("state", Text))
effects = Table("effects", METADATA, Column("event_id", Text), Column("subject", Text))


def origin() -> Origin:
    """Work of the customer's."""
    return Origin(Scope(BUSINESS, CUSTOMER), Actor.system("load"), datetime.now(UTC), "req_load")
