"""The published rates that come with the code, and how a migration takes them in."""

import csv
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from importlib.resources import files

from sqlalchemy import Connection, text

_TABLE = files("foyer_invoicing.storage") / "tax_rates.csv"
_TAKE_IN = text(
    "INSERT INTO invoicing.tax_rates (id, country, tax_class, percent, valid_from, valid_until, source) "
    "VALUES (:id, :country, :tax_class, :percent, :valid_from, :valid_until, :source) "
    "ON CONFLICT (id) DO UPDATE SET percent = excluded.percent, valid_until = excluded.valid_until, "
    "source = excluded.source"
)


@dataclass(frozen=True, slots=True)
class PublishedTaxRate:
    """A row of `tax_rates.csv`; it keeps the id that its country, class and first day make."""

    id: str
    country: str
    tax_class: str
    percent: Decimal
    valid_from: date
    valid_until: date | None
    source: str


def published_tax_rates() -> Iterator[PublishedTaxRate]:
    """The rows of the file."""
    with _TABLE.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            yield PublishedTaxRate(
                id="txr_{country}_{tax_class}_{valid_from}".format_map(row).lower(),
                country=row["country"],
                tax_class=row["tax_class"],
                percent=Decimal(row["percent"]),
                valid_from=date.fromisoformat(row["valid_from"]),
                valid_until=date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
                source=row["source"],
            )


def take_in_published_tax_rates(connection: Connection) -> None:
    """Add the rows that are new and correct those that were ended; every migration that follows a change of
    the file calls this.
    """
    connection.execute(_TAKE_IN, [asdict(rate) for rate in published_tax_rates()])
