"""What services have announced: what waits, and sending it once more."""

from typing import Annotated, Any

import typer

from foyer_operator import outbox_rows
from foyer_operator.moments import moment
from foyer_operator.outbox_rows import Choice
from foyer_operator.output import duration, print_json, print_table, say
from foyer_operator.services import NAMES
from foyer_operator.system import CannotOperate, System, on_the_system

app = typer.Typer(help=__doc__, no_args_is_help=True)


def check_service(service: str) -> str:
    """The name, or CannotOperate."""
    if service not in NAMES:
        raise CannotOperate(f"There is no service {service!r}: {', '.join(NAMES)}.")
    return service


@app.command()
def status(as_json: Annotated[bool, typer.Option("--json", help="For scripts.")] = False) -> None:
    """Of each service: unsent events, the age of the oldest, those set aside, those sent in the last hour."""

    async def read(system: System) -> list[dict[str, Any]]:
        found = []
        for name in NAMES:
            async with system.database(name) as database:
                found.append({"service": name, **await outbox_rows.standing(database)})
        return found

    services = on_the_system(read)
    if as_json:
        print_json(services)
        return
    print_table([_line(each) for each in services], when_empty="")
    aside = [{"service": each["service"], **row} for each in services for row in each["set_aside"]]
    if aside:
        say("\nSet aside:")
        print_table(aside, when_empty="")


def _line(service: dict[str, Any]) -> dict[str, Any]:
    return {
        "service": service["service"],
        "unsent": service["unsent"],
        "oldest": duration(service["oldest_seconds"]),
        "set_aside": len(service["set_aside"]),
        "sent_in_the_last_hour": service["sent_last_hour"],
    }


@app.command()
def replay(
    service: Annotated[str, typer.Argument(help=", ".join(NAMES), show_default=False)],
    ids: Annotated[list[str] | None, typer.Option("--id", help="This event; may be repeated.")] = None,
    since: Annotated[str | None, typer.Option(help="Announced from then on, as 2026-03-10T09:30Z.")] = None,
    until: Annotated[str | None, typer.Option(help="Announced before.")] = None,
    event_type: Annotated[str | None, typer.Option("--type", help="As subscription.paused.")] = None,
    set_aside: Annotated[bool, typer.Option("--set-aside", help="Those that the bus refused.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say how many, and change nothing.")] = False,
) -> None:
    """Send events once more; readers that have had one drop it. Sent ones are kept for 7 days."""
    check_service(service)
    choice = Choice(ids or (), moment("--since", since), moment("--until", until), event_type, set_aside)
    if not choice.names_something:
        raise CannotOperate("Say which events: --id, --since, --until, --type or --set-aside.")

    async def send_again(system: System) -> int:
        async with system.database(service) as database:
            unknown = await outbox_rows.unknown_ids(database, choice.ids)
            if unknown:
                raise CannotOperate(f"The outbox of {service} has no event {unknown[0]!r}.")
            if dry_run:
                return await outbox_rows.count(database, choice)
            return await outbox_rows.send_again(database, choice)

    many = on_the_system(send_again)
    events = "1 event" if many == 1 else f"{many} events"
    if dry_run:
        say(f"Would send {events} of {service} again.")
    else:
        say(f"{service} sends {events} again as soon as one of its workers runs.")
