"""Tells again of all that an owner's readers keep copies of."""

from typing import Annotated

import typer

from foyer_operator.announcing import OWNERS, announce_all, business_ids
from foyer_operator.commands.outbox import check_service
from foyer_operator.output import say
from foyer_operator.system import CannotOperate, System, on_the_system


def announce(
    service: Annotated[str, typer.Argument(help=", ".join(OWNERS), show_default=False)],
    business: Annotated[str | None, typer.Option(help="This business's alone, by its id.")] = None,
) -> None:
    """Tell again of all customers (invoicing), products and prices (subscriptions), businesses (portal-bff).

    Readers that lost a copy or have an old one take it; nobody takes it for a change.
    """
    if service not in OWNERS:
        check_service(service)
        raise CannotOperate(f"Nothing of {service} is copied by others; {', '.join(OWNERS)} can announce.")

    async def tell(system: System) -> dict[str, int]:
        async with system.database("portal-bff") as portal:
            businesses = await business_ids(portal)
        if business is not None and business not in businesses:
            raise CannotOperate(f"There is no business {business!r}.")
        told = dict.fromkeys(OWNERS[service], 0)
        async with system.database(service) as database:
            for each in businesses if business is None else [business]:
                for what, announce_what in OWNERS[service].items():
                    async for many in announce_all(database, announce_what, each):
                        told[what] += many
        return told

    for what, many in on_the_system(tell).items():
        say(f"{service} tells again of {many} {what} as soon as one of its workers runs.")
