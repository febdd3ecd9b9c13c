"""`make run` with a demo of a few customers, who have one subscription each: the faults work on it."""

from datetime import datetime, timedelta

from foyer_local.__main__ import main
from foyer_local.seed import demo, people
from foyer_local.seed.business_api import BusinessApi, side_by_side
from foyer_local.seed.catalogue import make_catalogue, subscribe_to
from foyer_local.seed.demo import Tell
from foyer_local.seed.plant import Settle


async def plant_few(api: BusinessApi, *, now: datetime, customers: int, settle: Settle, tell: Tell) -> None:
    """In place of Northwind's own."""
    tell(f"{customers} customers for the fault tests")
    offers = await make_catalogue(api, at=now - timedelta(days=1000))
    accounts = await people.open_accounts(api, list(people.people(customers)), now=now)
    await settle()
    await side_by_side(
        subscribe_to(
            api,
            customer,
            offers["Studio", "year"],
            at=now - timedelta(days=30),
            name=f"subscription {number}",
            collection="invoice",
        )
        for number, customer in enumerate(accounts)
    )


if __name__ == "__main__":
    demo.plant_northwind = plant_few  # type: ignore[attr-defined]
    main()
