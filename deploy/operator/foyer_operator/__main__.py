"""`foyer`, from a terminal."""

import sys

import typer

from foyer_operator.commands import deadletters, outbox, refunds, tickets, webhooks
from foyer_operator.commands.announce import announce
from foyer_operator.commands.declare import declare
from foyer_operator.commands.invariants import invariants
from foyer_operator.commands.reconcile import reconcile
from foyer_operator.system import CannotOperate

commands = typer.Typer(
    help="The operator's tool of Foyer: dead letters, outboxes, copies, invariants, support, webhooks.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
commands.add_typer(deadletters.app, name="deadletters")
commands.add_typer(outbox.app, name="outbox")
commands.add_typer(tickets.app, name="tickets")
commands.add_typer(refunds.app, name="refunds")
commands.add_typer(webhooks.app, name="webhooks")
commands.command()(announce)
commands.command()(declare)
commands.command()(invariants)
commands.command()(reconcile)


def app() -> None:
    """Run the command line; what stands in the way is one line and exit code 2."""
    try:
        commands()
    except CannotOperate as error:
        sys.exit(_refuse(str(error)))


def _refuse(line: str) -> int:
    typer.echo(line, err=True)
    return 2


if __name__ == "__main__":
    app()
