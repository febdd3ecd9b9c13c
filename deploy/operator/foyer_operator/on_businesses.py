"""Work on what businesses have: in each of them, or in the one that has the thing that is named."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeVar

import typer
from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.storage.businesses import Businesses
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.errors import FoyerError
from foyer_shared.basics.origin import Actor, Origin, Scope
from foyer_shared.storage.work import Work

from foyer_operator.system import CannotOperate, System, on_the_system

Thing = TypeVar("Thing")
Find = Callable[[Work], Awaitable[list[Thing]]]

OfBusiness = Annotated[str | None, typer.Option("--business", help="This business's alone, by its id.")]
AsJson = Annotated[bool, typer.Option("--json", help="For scripts.")]


def in_each(service: str, business: str | None, find: Find[Thing]) -> list[Thing]:
    """What is found in all businesses, or in the one with this id. Raises CannotOperate."""

    async def find_all(system: System) -> list[Thing]:
        found = []
        for one in await _businesses(system, business):
            async with system.database(service) as database, database.work(_origin(one)) as work:
                found += await find(work)
        return found

    return on_the_system(find_all)


def on_the_one(
    service: str,
    which: str,
    business: str | None,
    find: Find[Thing],
    do: Callable[[Work, Thing], Awaitable[Any]],
) -> Any:
    """Do something with the one thing that is found, in one transaction; a refusal raises CannotOperate."""

    async def find_and_do(system: System) -> Any:
        async with system.database(service) as database:
            found = []
            for one in await _businesses(system, business):
                async with database.work(_origin(one)) as work:
                    found += [(one, thing) for thing in await find(work)]
            if len(found) != 1:
                several = (
                    "Several businesses have it: name one by --business." if found else "It is not there."
                )
                raise CannotOperate(f"{which}: {several}")
            [(one, thing)] = found
            async with database.work(_origin(one)) as work:
                return await do(work, thing)

    try:
        return on_the_system(find_and_do)
    except FoyerError as refusal:
        raise CannotOperate(f"{which}: {refusal}") from refusal


async def _businesses(system: System, only: str | None) -> list[Business]:
    async with system.database("portal-bff") as portal, portal.session() as session:
        found = await Businesses(session).list_for_everyone()
    chosen = [business for business in found if only in {None, business.id}]
    if only and not chosen:
        raise CannotOperate(f"There is no business {only!r}.")
    return chosen


def _origin(business: Business) -> Origin:
    return Origin(Scope(business.id), Actor.system("operator"), business.now(real_now()))
