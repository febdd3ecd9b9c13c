"""What lines come to."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from foyer_invoicing.domain.buyer import Buyer
from foyer_invoicing.domain.country_rates import CountryRates
from foyer_invoicing.domain.line import Line, TaxedLine, taxed_lines
from foyer_invoicing.domain.tax import Supply, TaxBehavior, TaxCategory, TaxClass
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
    return taxed_lines(
        lines, buyers={Supply.SERVICES: Buyer(country=country)}, rates={country: rates}, day=DAY
    )


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


def test_the_tax_of_a_rate_is_rounded_once_for_all_its_lines(a_line: Callable[..., Line]) -> None:
    lines = [
        a_line(quantity=1, unit_amount=Money(7, "EUR")),  # 1.47 cents of tax each: 1, then 2, then 1.
        a_line(quantity=1, unit_amount=Money(7, "EUR")),
        a_line(quantity=3, unit_amount=Money(100, "EUR"), tax_class=TaxClass.ZERO),
        a_line(quantity=1, unit_amount=Money(7, "EUR")),
    ]
    taxed = priced(lines, "NL")
    assert [line.tax.amount for line in taxed] == [1, 2, 0, 1]
    assert totals_of(taxed) == Totals(
        subtotal=Money(321, "EUR"),
        tax=Money(4, "EUR"),
        total=Money(325, "EUR"),
        taxes=(
            TaxSubtotal(Decimal(21), TaxCategory.STANDARD, Money(21, "EUR"), Money(4, "EUR")),
            TaxSubtotal(Decimal(0), TaxCategory.ZERO, Money(300, "EUR"), Money(0, "EUR")),
        ),
    )


def test_what_has_its_tax_inside_stays_what_it_is_beside_other_lines(a_line: Callable[..., Line]) -> None:
    lines = [
        a_line(quantity=1, unit_amount=Money(7, "EUR")),
        a_line(quantity=1, unit_amount=Money(999, "EUR"), tax_behavior=TaxBehavior.INCLUSIVE),
        a_line(quantity=1, unit_amount=Money(-333, "EUR"), tax_behavior=TaxBehavior.INCLUSIVE),
    ]
    taxed = priced(lines, "NL")
    # 173.38 and -57.79 inside come to 115.59; 1.47 on top makes 117.06.
    assert [line.tax.amount for line in taxed] == [1, 173, -57]
    assert [line.gross.amount for line in taxed] == [8, 999, -333]


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
    assert all(line.tax.amount * line.line.amount.amount >= 0 for line in taxed)
    assert totals.subtotal.amount == sum(line.net.amount for line in taxed)
    assert totals.tax.amount == sum(line.tax.amount for line in taxed)
    assert totals.total == totals.subtotal + totals.tax
    assert sum(each.taxable.amount for each in totals.taxes) == totals.subtotal.amount
    assert sum(each.tax.amount for each in totals.taxes) == totals.tax.amount
    assert len({(each.percent, each.category) for each in totals.taxes}) == len(totals.taxes)


@given(lines_of_any_kind)
def test_the_order_of_the_lines_does_not_matter(lines: list[Line]) -> None:
    assert totals_of(priced(lines, "DE")) == totals_of(priced(lines[::-1], "DE"))


@given(lines_of_any_kind)
def test_the_tax_of_a_rate_is_that_of_its_sum(lines: list[Line]) -> None:
    for each in totals_of(priced(lines, "NL")).taxes:
        same = [
            line
            for line in priced(lines, "NL")
            if (line.percent, line.category) == (each.percent, each.category)
        ]
        exact = each.taxable.amount * each.percent / 100
        if any(line.line.tax_behavior is TaxBehavior.INCLUSIVE for line in same):
            # An amount with its tax inside need not be any net amount with its tax rounded.
            assert abs(each.tax.amount - exact) < 1
        else:
            assert each.tax.amount == exact.quantize(Decimal(1), ROUND_HALF_UP)
