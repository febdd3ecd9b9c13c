"""Two hundred customers with varied names and lives, the same at every start."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from foyer_local.seed.business_api import BusinessApi, side_by_side
from foyer_local.seed.catalogue import Offers, subscribe_to
from foyer_local.seed.ledger import Sale

_FIRST = [
    *("Amara", "Bram", "Chloé", "Daan", "Elif", "Femke", "Giorgio", "Hanneke", "Ines", "Jürgen"),
    *("Kofi", "Lieke", "Mateo", "Noor", "Oisín", "Priya", "Quirine", "Rasmus", "Sanne", "Thijs"),
    *("Uma", "Vera", "Wout", "Xenia", "Yara", "Zeynep", "Anouk", "Björn", "Carla", "Diego"),
]
_LAST = [
    *("de Vries", "O'Brien", "Jansen", "Müller", "García", "van den Berg", "Nowak", "Öztürk", "Dubois"),
    *("Smit", "Kowalski", "Peeters", "Rossi", "Bakker", "Schmidt", "Visser", "Martin", "Meijer"),
    *("Søndergaard", "Mulder", "Fernández", "de Boer", "Weber", "Janssens", "Ferrari"),
]
_PLACES = ("NL", "NL", "NL", "DE", "BE", "FR")
_GOODS = (("Poster", 1000), ("Notebook", 1250), ("Tote bag", 1500), ("Handbook", 2500), ("Workshop", 9500))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who buys, with what chance makes of them."""

    number: int
    name: str
    email: str
    country: str
    language: str
    company: str | None
    subscribes_to: tuple[str, str] | None
    subscribed_days_ago: int
    trial_days: int
    buys_days_ago: tuple[int, ...]
    goods: int
    pays_all: bool
    pauses: bool


def people(count: int) -> Iterator[Person]:
    """So many different people; every eighth is a company, every seventh only buys."""
    chance = random.Random(2718)  # noqa: S311  The same people everywhere, nothing to guess.
    offers = (("Studio", "month"), ("Basic", "month"), ("Studio", "year"), ("Basic", "year"))
    for number in range(1, count + 1):
        first, last = chance.choice(_FIRST), chance.choice(_LAST)
        country = chance.choice(_PLACES)
        offer = chance.choice(offers)
        yield Person(
            number=number,
            name=f"{first} {last}",
            email=f"customer{number}@example.com",
            country=country,
            language="nl" if country in {"NL", "BE"} else "en",
            company=f"{last} & {chance.choice(_LAST)}" if number % 8 == 0 else None,
            subscribes_to=None if number % 7 == 0 else offer,
            subscribed_days_ago=chance.randint(1, 340 if offer[1] == "year" else 25),
            trial_days=30 if number % 11 == 0 else 0,
            buys_days_ago=tuple(chance.randint(2, 500) for _ in range(chance.choice((2, 3, 3, 4)))),
            goods=chance.randrange(len(_GOODS)),
            pays_all=number % 9 != 0,
            pauses=number % 13 == 0,
        )


async def open_accounts(api: BusinessApi, everybody: list[Person], *, now: datetime) -> list[str]:
    """Their accounts, side by side; answers the ids in their order."""

    async def one(person: Person) -> str:
        body = {
            "email": person.email,
            "name": person.name,
            "country": person.country,
            "language": person.language,
            "company": person.company,
        }
        at = now - timedelta(days=501)
        made = await api.post("customers", body, name=f"customer {person.number}", at=at)
        customer_id: str = made["id"]
        return customer_id

    return await side_by_side(one(person) for person in everybody)


async def subscribe(
    api: BusinessApi, customers: list[tuple[str, Person]], offers: Offers, *, now: datetime
) -> None:
    """Those who subscribe get invoices to pay; some of them pause."""

    async def one(customer_id: str, person: Person) -> None:
        if person.subscribes_to is None:
            return
        subscription_id = await subscribe_to(
            api,
            customer_id,
            offers[person.subscribes_to],
            at=now - timedelta(days=person.subscribed_days_ago),
            name=f"subscription {person.number}",
            # Who came before the trial was long over pays already.
            trial_days=person.trial_days if person.subscribed_days_ago < person.trial_days else 0,
            collection="invoice",
        )
        if person.pauses:
            await api.post(
                f"subscriptions/{subscription_id}/pause",
                {"requested_by": "customer"},
                name=f"pause {person.number}",
                at=now - timedelta(hours=person.number),
            )

    await side_by_side(one(customer_id, person) for customer_id, person in customers)


def sales(customers: list[tuple[str, Person]], *, now: datetime) -> Iterator[Sale]:
    """About three for each; who does not pay all leaves the last one open."""
    for customer_id, person in customers:
        for purchase, days in enumerate(person.buys_days_ago):
            description, amount = _GOODS[(person.goods + purchase) % len(_GOODS)]
            yield Sale(
                name=f"sale {person.number}.{purchase}",
                customer_id=customer_id,
                at=now - timedelta(days=days, minutes=person.number),
                description=description,
                amount=amount,
                quantity=1 + purchase % 2,
                ordered=purchase == 0,
                paid=person.pays_all or days != min(person.buys_days_ago),
            )
