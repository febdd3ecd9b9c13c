"""Each service's migrations make exactly the tables that its rows declare, and suit the version before."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from foyer_shared.storage.migrations import differences, migrate, migrations_folder
from foyer_shared.testing.databases import TemplatedDatabases
from foyer_shared.testing.house import ServiceFolder

TAKES_AWAY = {"drop_column", "drop_table", "rename_table"}
CHANGES = {"new_column_name", "server_default", "type_"}

BEFORE_THE_FIRST_VERSION = {
    ("invoicing", "0005"),
    ("invoicing", "0010"),
    ("subscriptions", "0018"),
    ("subscriptions", "0021"),
}
"""0.1.0 is the first version: nothing older runs beside what brings these."""


def test_migrations_and_rows_agree(service: ServiceFolder, databases: TemplatedDatabases) -> None:
    url = databases.clone(service.name)

    assert differences(url, service.name) == []
    assert migrate(url, service.name) is False
    databases.drop(url)


def test_the_version_before_can_run_on_the_tables(service: ServiceFolder) -> None:
    """Old processes run beside new ones for a while, so what they read and write stays. What no code uses any
    more is dropped by a later version: such a migration says `unread_since = "<the version that stopped>"`.
    """
    version = _number(
        tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]["version"]
    )
    unsafe = {
        (service.name, path.name[:4]): list(why_unsafe(path.read_text()))
        for path in migrations_folder(service.name).glob("versions/*.py")
        if not _is_unread(path.read_text(), version)
    }
    assert {at: why for at, why in unsafe.items() if why and at not in BEFORE_THE_FIRST_VERSION} == {}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('op.drop_column("customers", "vat_id")', "drop_column"),
        ('op.alter_column("customers", "name", new_column_name="label")', "alter_column"),
        ('op.alter_column("customers", "name", nullable=False)', "alter_column"),
        ('op.alter_column("customers", "name", nullable=True)', None),
        ('op.add_column("customers", sa.Column("name", sa.String(), nullable=False))', "add_column"),
        ('op.add_column("c", sa.Column("n", sa.String(), nullable=False, server_default=""))', None),
        ('op.execute("ALTER TABLE x.y DROP COLUMN z")', "execute"),
        ('op.drop_index("ix")', None),
    ],
)
def test_what_is_unsafe_is_found(line: str, why: str | None) -> None:
    assert list(why_unsafe(line)) == ([why] if why else [])


def test_only_an_older_version_has_stopped_reading() -> None:
    said = 'unread_since = "0.9.0"\n'
    assert [_is_unread(said, _number(now)) for now in ("0.8.1", "0.9.0", "0.10.0")] == [False, False, True]


def why_unsafe(source: str) -> Iterator[str]:
    """The calls of a migration after which the version before could not go on reading and writing."""
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if name in TAKES_AWAY or (name == "alter_column" and (CHANGES & _named(call) or _must_be(call))):
            yield name
        if name == "add_column" and any(
            isinstance(given, ast.Call) and _must_be(given) and "server_default" not in _named(given)
            for given in call.args
        ):
            yield name
        if name == "execute" and any(word in ast.unparse(call).upper() for word in ("DROP COLUMN", "RENAME")):
            yield name


def _named(call: ast.Call) -> set[str]:
    return {str(given.arg) for given in call.keywords}


def _must_be(call: ast.Call) -> bool:
    return any(given.arg == "nullable" and ast.unparse(given.value) == "False" for given in call.keywords)


def _is_unread(source: str, version: tuple[int, ...]) -> bool:
    said = [line.split('"')[1] for line in source.splitlines() if line.startswith("unread_since = ")]
    return bool(said) and _number(said[0]) < version


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
