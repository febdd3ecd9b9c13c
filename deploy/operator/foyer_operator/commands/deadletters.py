"""Events that a reader gave up on: look at them, put them back, throw them away."""

from typing import Annotated

import typer
from foyer_shared.messaging.transport import UNROUTABLE, DeadLetter, NoSuchDeadLetter
from sqlalchemy.dialects.postgresql import insert

from foyer_operator.forgotten import WHY, may_be_forgotten
from foyer_operator.output import print_json, print_records, print_table, progress, say
from foyer_operator.services import NAMES
from foyer_operator.shown_letter import details, summary
from foyer_operator.system import CannotOperate, System, on_the_system

app = typer.Typer(help=__doc__, no_args_is_help=True)

READERS = (*NAMES, UNROUTABLE)


def _check_reader(reader: str) -> str:
    if reader not in READERS:
        raise CannotOperate(f"There is no reader {reader!r}: {', '.join(READERS)}.")
    return reader


Reader = Annotated[str, typer.Argument(help=f"{', '.join(READERS)}", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="For scripts.")]


@app.command("list")
def list_letters(
    reader: Annotated[str | None, typer.Argument(help="All of them when none is named.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many of each reader.")] = 100,
    as_json: Json = False,
) -> None:
    """The oldest first, with the reason of each."""
    readers = READERS if reader is None else (_check_reader(reader),)

    async def read(system: System) -> list[tuple[str, DeadLetter]]:
        letters = system.transport.dead_letters
        return [(each, letter) for each in readers for letter in await letters.list_dead(each, limit=limit)]

    records = [summary(each, letter) for each, letter in on_the_system(read)]
    print_records(records, as_json=as_json, when_empty="No dead letters.")


@app.command()
def show(reader: Reader, message_id: str, as_json: Json = False) -> None:
    """One of them with its data, without what is confidential."""
    _check_reader(reader)
    letter = on_the_system(lambda system: _find(system, reader, message_id))
    found = details(reader, letter)
    if as_json:
        print_json(found)
        return
    data, envelope = found.pop("data"), found.pop("envelope")
    attributes = found | {f"{name} (event)": value for name, value in (envelope or {}).items()}
    print_table([{"attribute": name, "value": value} for name, value in attributes.items()], when_empty="")
    say("")
    print_json(data)


@app.command()
def replay(
    reader: Reader,
    message_id: Annotated[str | None, typer.Argument()] = None,
    every: Annotated[bool, typer.Option("--all", help="All of the reader's.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Also what is too old to be safe.")] = False,
) -> None:
    """Put it back into its reader's queue, with all its tries; an unroutable one goes to all its readers.

    With --all the exit code is 1 when some were left because they are too old.
    """
    _check_reader(reader)
    if (message_id is None) is not every:
        raise CannotOperate("Name the id of one dead letter, or --all.")

    if message_id is not None:
        identity = message_id
        on_the_system(lambda system: _replay_one(system, reader, identity, force=force))
        say(f"Replayed 1 of {reader}.")
        return
    replayed, left = on_the_system(lambda system: _replay_all(system, reader, force=force))
    say(f"Replayed {replayed} of {reader}.")
    if left:
        say(f"Left {left} that are {WHY}. --force replays them all the same.")
        raise typer.Exit(1)


@app.command()
def drop(
    reader: Reader,
    message_id: str,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Throw it away: its reader never gets this event, also not by a later replay of the outbox."""
    _check_reader(reader)
    letter = on_the_system(lambda system: _find(system, reader, message_id))
    if not yes:
        typer.confirm(f"Drop {letter.message.routing_key} {message_id} of {reader}?", abort=True)

    async def throw_away(system: System) -> None:
        await _find(system, reader, message_id)
        # Marked first: cut off in between, the letter is still there to be dropped again.
        if reader != UNROUTABLE:
            await _mark_decided(system, reader, message_id)
        await system.transport.dead_letters.drop(reader, message_id)

    on_the_system(throw_away)
    say(f"Dropped {message_id} of {reader}.")


async def _replay_one(system: System, reader: str, message_id: str, *, force: bool) -> None:
    letter = await _find(system, reader, message_id)
    if not force and may_be_forgotten(letter):
        raise CannotOperate(f"{message_id} is {WHY}. --force replays it all the same.")
    await system.transport.dead_letters.replay(reader, message_id)


async def _replay_all(system: System, reader: str, *, force: bool) -> tuple[int, int]:
    """How many were replayed, and how many left."""
    replayed = left = 0

    def wanted(letter: DeadLetter) -> bool:
        nonlocal left
        leave = not force and may_be_forgotten(letter)
        left += leave
        return not leave

    there = (await system.transport.backlog(reader)).dead
    with progress(f"Replaying {reader}", there) as advance:
        async for many in system.transport.dead_letters.replay_all(reader, wanted):
            replayed += many
            advance(many)
    return replayed, left


async def _find(system: System, reader: str, message_id: str) -> DeadLetter:
    try:
        return await system.transport.dead_letters.show(reader, message_id)
    except NoSuchDeadLetter as error:
        raise CannotOperate(f"{reader} has no dead letter {message_id!r}.") from error


async def _mark_decided(system: System, reader: str, message_id: str) -> None:
    """The reader's inbox has it: a replay is dropped like any repeat, and `events_arrive` holds."""
    async with system.database(reader) as database, database.session() as session:
        claim = insert(database.tables.inbox).on_conflict_do_nothing()
        await session.execute(claim, {"message_id": message_id, "reader": reader})
