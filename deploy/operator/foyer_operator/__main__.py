"""`foyer`, from a terminal."""

import typer

app = typer.Typer(help=__doc__, no_args_is_help=True)

if __name__ == "__main__":
    app()
