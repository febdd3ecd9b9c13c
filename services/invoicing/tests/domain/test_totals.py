"""What lines come to."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from foyer_invoicing.domain.buyer import Buyer
from foyer_invoicing.domain.country_rates import CountryRates
from foyer_invoicing.domain.line import Line, TaxedLine, taxed_lines
from foyer_invoicing.domain.tax import TaxBehavior, TaxCategory, TaxClass
from foyer_invoicing.domain.tax_rate import TaxRate
from foyer_invoicing.domain.totals import TaxSubtotal, Totals, totals_of
from foyer_shared.basics.money import Money
from hypothesis import given
from hypothesis import strategies as st

DAY = date(2026, 3, 10)


PERCENTS = {"NL": {"standard": "21", "reduced": "9"}, "DE": {"standard": "19", "reduced": "7"}}


def priced(lines: Sequence[Line], country: str) -> tuple[TaxedLine, ...]:
    """The lines with the tax of the country."""
    rates = CountryRates.of(
        TaxRate(
            id=f"txr_{tax_class}",
            business_id=None,
            country=country,
            tax_class=TaxClass(tax_class),
            percent=Decimal(percent),
            valid_from=date(2016, 1, 1),
            valid_until=None,
            source="The law",
        )
        for tax_class, percent in PERCENTS[country].items()
    )
    return taxed_lines(lines, buyer=Buyer(country=country), rates=rates, day=DAY)


lines_of_any_kind = st.lists(
    st.builds(
        Line,
        description=st.just("Thing"),
        quantity=st.integers(0, 10_000),
        amount=st.integers(-(10**12), 10**12).map(lambda amount: Money(amount, "EUR")),
        tax_class=st.sampled_from(TaxClass),
        tax_behavior=st.sampled_from(TaxBehavior),
    ),
    min_size=1,
    max_size=30,
)


def test_tax_is_rounded_per_line_then_summed_per_rate(a_line: Callable[..., Line]) -> None:
    lines = [
        a_line(quantity=1, unit_amount=Money(7, "EUR")),  # 1.47 cents of tax, rounded to 1.
        a_line(quantity=1, unit_amount=Money(7, "EUR")),
        a_line(quantity=3, unit_amount=Money(100, "EUR"), tax_class=TaxClass.ZERO),
    ]
    assert totals_of(priced(lines, "NL")) == Totals(
        subtotal=Money(314, "EUR"),
        tax=Money(2, "EUR"),
        total=Money(316, "EUR"),
        taxes=(
            TaxSubtotal(Decimal(21), TaxCategory.STANDARD, Money(14, "EUR"), Money(2, "EUR")),
            TaxSubtotal(Decimal(0), TaxCategory.ZERO, Money(300, "EUR"), Money(0, "EUR")),
        ),
    )


def test_a_currency_without_decimals_is_rounded_to_its_own_unit(a_line: Callable[..., Line]) -> None:
    lines = [a_line(quantity=1, unit_amount=Money(999, "JPY"))]
    assert totals_of(priced(lines, "DE")).total == Money(1189, "JPY")


@given(lines_of_any_kind)
def test_the_sums_agree_whatever_the_lines(lines: list[Line]) -> None:
    taxed = priced(lines, "NL")
    totals = totals_of(taxed)
    assert all(
        each.line.amount == (each.gross if each.line.tax_behavior == "inclusive" else each.net)
        for each in taxed
    )
    assert totals.subtotal.amount == sum(line.net.amount for line in taxed)
    assert totals.tax.amount == sum(line.tax.amount for line in taxed)
    assert totals.total == totals.subtotal + totals.tax
    assert sum(each.taxable.amount for each in totals.taxes) == totals.subtotal.amount
    assert sum(each.tax.amount for each in totals.taxes) == totals.tax.amount
    assert len({(each.percent, each.category) for each in totals.taxes}) == len(totals.taxes)


@given(lines_of_any_kind)
def test_the_order_of_the_lines_does_not_matter(lines: list[Line]) -> None:
    assert totals_of(priced(lines, "DE")) == totals_of(priced(lines[::-1], "DE"))
