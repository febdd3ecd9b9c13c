"""Ada Lovelace, whom the story is about: `ada@example.com`."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from foyer_local.seed.business_api import BusinessApi
from foyer_local.seed.catalogue import Offers, subscribe_to
from foyer_local.seed.ledger import Sale

ORDERS = 7
OTHER_INVOICES = 17
SHIPPED = {
    "discount": {"percent": 10},
    "shipping": {"label": "Parcel", "amount": 495},
    "shipping_address": {
        "line1": "Herengracht 1",
        "postal_code": "1015 BA",
        "city": "Amsterdam",
        "country": "NL",
    },
}
"""How her notebooks are sent, with what comes off."""


async def open_account(api: BusinessApi, *, now: datetime) -> str:
    """Her account with two ways to pay; answers its id."""
    since = datetime(2024, 3, 3, 9, tzinfo=UTC)
    customer = await api.post(
        "customers",
        {"email": "ada@example.com", "name": "Ada Lovelace", "country": "NL", "language": "en"},
        name="ada",
        at=since,
    )
    customer_id: str = customer["id"]
    card = {
        "customer_id": customer_id,
        "kind": "card",
        "brand": "visa",
        "last4": "4242",
        "exp_month": 12,
        "exp_year": now.year + 3,
        "holder": "Ada Lovelace",
    }
    await api.post("payment-methods", card, name="ada card", at=since)
    mandate = {"customer_id": customer_id, "iban": "NL91ABNA0417164300", "holder": "Ada Lovelace"}
    await api.post("mandates", mandate, name="ada mandate", at=since)
    return customer_id


async def subscribe(api: BusinessApi, customer_id: str, offers: Offers, *, now: datetime) -> None:
    """Her three subscriptions: active and yearly, in trial, paused."""
    await subscribe_to(
        api,
        customer_id,
        offers["Studio", "year"],
        at=_last_third_of_march(now),
        name="ada studio",
        custom_fields={"team_name": "Analytical Engines", "workspace": "analytical.example"},
    )
    await subscribe_to(
        api,
        customer_id,
        offers["Team seats", "month"],
        at=now - timedelta(days=8),
        name="ada seats",
        quantity=5,
        trial_days=14,
    )
    magazine = await subscribe_to(
        api,
        customer_id,
        offers["Print magazine", "month"],
        at=now - timedelta(days=20),
        name="ada magazine",
    )
    await api.post(
        f"subscriptions/{magazine}/pause",
        {"resumes_at": _first_of_month_after(now, days=20).isoformat(), "requested_by": "customer"},
        name="ada pause",
        at=now - timedelta(days=10),
    )


async def ask(api: BusinessApi, customer_id: str, *, now: datetime) -> None:
    """Her open ticket."""
    ticket = {
        "customer_id": customer_id,
        "subject": "Can I get the magazine at my holiday address?",
        "category": "question",
        "text": "We're away for most of August. Is there a way to have it sent to us there?",
    }
    await api.post("tickets", ticket, name="ada ticket", at=now - timedelta(days=2))


def sales(customer_id: str, *, now: datetime) -> Iterator[Sale]:
    """Seven orders, of which one is shipped, and seventeen other invoices over two years; the two newest
    invoices are open.
    """
    articles = ("Poster", "Notebook", "Tote bag", "Handbook", "Mug", "Stickers", "Calendar")
    for number in range(ORDERS):
        yield Sale(
            name=f"ada order {number}",
            customer_id=customer_id,
            at=now - timedelta(days=3 + 51 * number),
            description=articles[number],
            amount=(1000, 4000, 1500, 2500, 1200, 500, 1800)[number],
            ordered=True,
            paid=number > 0,
            shipped=SHIPPED if number == 1 else {},
        )
    for number in range(OTHER_INVOICES):
        yield Sale(
            name=f"ada invoice {number}",
            customer_id=customer_id,
            at=now - timedelta(days=6 + 42 * number),
            description="Workshop, one day" if number == 0 else "Cloud storage, six weeks",
            amount=10000 if number == 0 else 1500 + 100 * (number % 3),
            paid=number > 0,
        )


def _last_third_of_march(now: datetime) -> datetime:
    this_year = datetime(now.year, 3, 3, 9, tzinfo=UTC)
    return this_year if this_year < now else this_year.replace(year=now.year - 1)


def _first_of_month_after(now: datetime, days: int) -> datetime:
    later = now + timedelta(days=days)
    return datetime(later.year + later.month // 12, later.month % 12 + 1, 1, 9, tzinfo=UTC)
