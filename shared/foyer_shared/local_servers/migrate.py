"""`make migrate` and `make migration`: migrations run and written against a private Postgres."""

import os
import sys
from pathlib import Path

from foyer_shared.local_servers.errors import LocalServerError
from foyer_shared.local_servers.postgres import LocalPostgres, throwaway_postgres
from foyer_shared.storage.migrations import migrate, write_revision


def migrate_services(services: list[str]) -> None:
    """Bring the database of FOYER_DATABASE_URL, else the one of `make run`, up to date."""
    url = os.environ.get("FOYER_DATABASE_URL")
    if url:
        _migrate_each(url, services)
        return
    server = LocalPostgres(Path(os.environ.get("FOYER_DATA_DIR", "var")) / "postgres")
    try:
        _migrate_each(server.start(), services)
    finally:
        server.stop()


def write_migration(service: str, message: str) -> None:
    """Write the next migration of one service from what its rows declare."""
    with throwaway_postgres() as url:
        migrate(url, service)
        path = write_revision(url, service, message)
    _say(f"Read and tidy {path}" if path else f"The rows and the migrations of {service} agree already.")


def _migrate_each(url: str, services: list[str]) -> None:
    for service in services:
        _say(f"{service}: {'migrated' if migrate(url, service) else 'up to date'}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    try:
        match sys.argv[1:]:
            case ["write", service, message]:
                write_migration(service, message)
            case ["run", *services]:
                migrate_services(services)
            case _:
                sys.exit("usage: migrate.py run SERVICE... | write SERVICE MESSAGE")
    except LocalServerError as error:
        sys.exit(str(error))
