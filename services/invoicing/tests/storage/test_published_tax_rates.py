"""The published rates: whose they are, that they are in the database, and what two packages say of them."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from duty27_eu_vat import get_rate_history
from eu_vat_rates_data import get_all_rates
from foyer_invoicing.domain.european_union import MEMBER_STATES
from foyer_invoicing.domain.tax import TaxClass
from foyer_invoicing.storage.published_tax_rates import (
    PublishedTaxRate,
    published_tax_rates,
    take_in_published_tax_rates,
)
from foyer_invoicing.storage.tax_rates import TaxRates
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import an_origin
from sqlalchemy import text

COUNTRIES = sorted(MEMBER_STATES | {"GB", "CH", "NO"})
LEFT_OUT = {
    "AT": (19,),  # Jungholz and Mittelberg.
    "CH": (3.8,),  # Lodging.
    "EE": (13,),  # Lodging.
    "FR": (13,),  # Corsica.
    "GR": (17,),  # The islands.
    "PT": (16, 22),  # The Azores and Madeira.
}


def rates_of(country: str, tax_class: str) -> list[PublishedTaxRate]:
    rates = [rate for rate in published_tax_rates() if (rate.country, rate.tax_class) == (country, tax_class)]
    return sorted(rates, key=lambda rate: rate.valid_from)


def test_every_country_has_a_standard_rate_and_all_but_one_a_reduced_one() -> None:
    rates = list(published_tax_rates())
    assert sorted({rate.country for rate in rates}) == COUNTRIES
    assert [country for country in COUNTRIES if not rates_of(country, "standard")] == []
    assert [country for country in COUNTRIES if not rates_of(country, "reduced")] == ["DK"]
    assert all(rate.source for rate in rates)
    assert len({rate.id for rate in rates}) == len(rates)


@pytest.mark.parametrize("tax_class", ["standard", "reduced"])
@pytest.mark.parametrize("country", COUNTRIES)
def test_each_follows_the_one_before_without_a_gap(country: str, tax_class: str) -> None:
    rates = rates_of(country, tax_class)
    if (country, tax_class) == ("DK", "reduced"):
        assert rates == []
        return
    assert rates[0].valid_from == date(2016, 1, 1)
    for before, after in pairwise(rates):
        assert before.valid_until == after.valid_from - timedelta(days=1)
    assert rates[-1].valid_until is None


@pytest.mark.parametrize("country", sorted(MEMBER_STATES))
def test_the_standard_rates_of_the_union_changed_when_duty27_says(country: str) -> None:
    history = [(window.effective_from, window.rate) for window in get_rate_history(country)]
    assert [(rate.valid_from, rate.percent) for rate in rates_of(country, "standard")] == history


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_rates_of_today_are_those_of_eu_vat_rates_data(country: str) -> None:
    """The reduced one is the highest that holds on the mainland, for more than lodging."""
    known = get_all_rates()[country]
    assert rates_of(country, "standard")[-1].percent == Decimal(str(known["standard"]))
    reduced = [Decimal(str(rate)) for rate in known["reduced"] if rate not in LEFT_OUT.get(country, ())]
    assert [rate.percent for rate in rates_of(country, "reduced")[-1:]] == sorted(reduced)[-1:]


async def test_the_migrations_have_taken_in_the_file(database: Database) -> None:
    """A change of the file needs a migration that calls `take_in_published_tax_rates` once more."""
    async with database.session() as session:
        rows = await session.execute(
            text(
                "SELECT id, country, tax_class, percent, valid_from, valid_until, source "
                "FROM invoicing.tax_rates WHERE business_id IS NULL ORDER BY id"
            )
        )
        stored = [PublishedTaxRate(*row) for row in rows]
    assert stored == sorted(published_tax_rates(), key=lambda rate: rate.id)


async def test_taking_in_again_corrects_what_was_ended_and_adds_nothing(database: Database) -> None:
    async with database.session() as session:
        await session.execute(
            text(
                "UPDATE invoicing.tax_rates SET percent = 1, valid_until = '2020-01-01' WHERE country = 'NL'"
            )
        )
        before = (await session.execute(text("SELECT count(*) FROM invoicing.tax_rates"))).scalar_one()
        connection = await session.connection()
        await connection.run_sync(take_in_published_tax_rates)
        after = (await session.execute(text("SELECT count(*) FROM invoicing.tax_rates"))).scalar_one()
    assert after == before == len(list(published_tax_rates()))
    async with database.work(an_origin()) as work:
        dutch = await TaxRates(work.session).of_country(work.scope, "NL")
    assert dutch.percent(TaxClass.REDUCED, date(2026, 3, 10)) == 9
    assert dutch.percent(TaxClass.STANDARD, date(2026, 3, 10)) == 21
