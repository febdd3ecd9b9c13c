"""Compares payment providers' books with ours."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import typer
from foyer_payments.domain.errors import SpanNotPossible
from foyer_payments.domain.reconciliation import LONGEST, check_span
from foyer_payments.storage.reconciliations import Reconciliation, Reconciliations
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.money import Money

from foyer_operator.announcing import business_ids
from foyer_operator.output import print_json, print_table, say
from foyer_operator.system import CannotOperate, System, on_the_system

USUAL = timedelta(days=7)
LOOKS_EVERY = 0.5


def reconcile(
    business: Annotated[str | None, typer.Option(help="This business's alone, by its id.")] = None,
    since: Annotated[
        datetime | None, typer.Option(help="Payments begun from then on, UTC. [default: 7 days ago]")
    ] = None,
    until: Annotated[datetime | None, typer.Option(help="And before then, UTC. [default: now]")] = None,
    wait: Annotated[float, typer.Option(min=0, help="Seconds in which payments may answer.")] = 60,
    as_json: Annotated[bool, typer.Option("--json", help="For scripts.")] = False,
) -> None:
    """Have payments compare each provider's books with ours; exit code 1 when they differ, with where."""
    end = _utc(until) if until else real_now()
    begin = _utc(since) if since else end - USUAL
    try:
        check_span(begin, end)
    except SpanNotPossible as error:
        raise CannotOperate(f"--since is before --until, and at most {LONGEST.days} days before.") from error

    async def compare(system: System) -> list[Reconciliation]:
        async with system.database("portal-bff") as portal:
            if business is not None and business not in await business_ids(portal):
                raise CannotOperate(f"There is no business {business!r}.")
        async with system.database("payments") as database:
            async with database.session() as session:
                asked = await Reconciliations(session).ask_for_everyone(
                    begin, end, real_now(), business_id=business, again=True
                )
            given_up_at = time.monotonic() + wait
            while True:
                async with database.session() as session:
                    made = await Reconciliations(session).read_for_everyone(asked)
                if all(each.found for each in made) or time.monotonic() >= given_up_at:
                    return made
                await asyncio.sleep(min(LOOKS_EVERY, wait))

    made = on_the_system(compare)
    if as_json:
        print_json([_record(each) for each in made])
    else:
        _print(made)
    if any(each.found is None for each in made):
        raise CannotOperate(
            "Not all could be compared: does a worker of payments run, does the provider answer?"
        )
    raise typer.Exit(1 if any(each.found and each.found.differences for each in made) else 0)


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _print(made: list[Reconciliation]) -> None:
    if not made:
        say("There is no account at a provider.")
    for each in made:
        place = f"{each.account_id} ({each.provider}) of {each.business_id}"
        if each.found is None:
            say(f"? {place}: not compared yet")
            continue
        mark = "✗" if each.found.differences else "✓"
        say(f"{mark} {place}: {each.found.payments} payments, {each.found.charges} charges at the provider")
        if each.found.differences:
            print_table(_differences(each), when_empty="")


def _record(each: Reconciliation) -> dict[str, Any]:
    found = each.found
    return {
        "business_id": each.business_id,
        "account_id": each.account_id,
        "provider": each.provider,
        "since": each.since,
        "until": each.until,
        "compared": found is not None,
        "payments": found.payments if found else None,
        "charges": found.charges if found else None,
        "differences": _differences(each),
    }


def _differences(each: Reconciliation) -> list[dict[str, Any]]:
    return [
        {
            "kind": difference.kind,
            "payment_id": difference.payment_id,
            "provided_id": difference.provided_id,
            "ours": _amount(difference.ours),
            "theirs": _amount(difference.theirs),
        }
        for difference in (each.found.differences if each.found else ())
    ]


def _amount(money: Money) -> str:
    return f"{money.amount} {money.currency}"
