"""What can still be given back of an invoice, and with which tax."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from foyer_invoicing.domain.credit_refusals import (
    CreditAboveRest,
    CreditCurrencyDiffers,
    CreditLineTwice,
    CreditNotPositive,
    CreditQuantityOutOfRange,
    NoSuchInvoiceLine,
    NothingToCredit,
)
from foyer_invoicing.domain.creditable import Creditable, LineToCredit
from foyer_invoicing.domain.line import Line, TaxedLine, with_tax
from foyer_invoicing.domain.tax import Supply, TaxCategory, TaxClass
from foyer_invoicing.domain.taxation import Taxation
from foyer_invoicing.domain.totals import TaxSubtotal, Totals, totals_of
from foyer_shared.basics.errors import FoyerError
from foyer_shared.basics.money import Money
from hypothesis import given
from hypothesis import strategies as st


def a_taxed_line(net: int, *, quantity: int = 1, percent: int = 21, currency: str = "EUR") -> TaxedLine:
    """So many of something for so much, without tax."""
    amount = Money(net, currency)
    tax_class = {21: TaxClass.STANDARD, 9: TaxClass.REDUCED}[percent]
    line = Line(description="Desk lamp", quantity=quantity, amount=amount, tax_class=tax_class)
    return with_tax([line], [Taxation(Decimal(percent), TaxCategory.STANDARD)])[0]


INVOICED = (a_taxed_line(1000, quantity=3), a_taxed_line(500, percent=9))
"""€10.00 at 21% and €5.00 at 9%: €12.10 and €5.45 with tax."""


def shown(lines: tuple[TaxedLine, ...]) -> list[tuple[int | None, int, int, int]]:
    """Of each line which one of the invoice it gives back, how many, net and tax."""
    return [(each.line.of_line, each.line.quantity, each.net.amount, each.tax.amount) for each in lines]


def test_the_rest_of_an_untouched_invoice_is_each_of_its_lines() -> None:
    left = Creditable(INVOICED, (), "NW-2026-00001")
    assert left.total == Money(1755, "EUR")
    assert shown(left.rest()) == [(1, 3, 1000, 210), (2, 1, 500, 45)]


def test_parts_of_a_line_have_their_part_of_its_discount() -> None:
    line = replace(INVOICED[0], line=replace(INVOICED[0].line, discount=Money(100, "EUR")))
    credited: tuple[TaxedLine, ...] = ()
    for discount in (33, 34, 33):
        (part,) = Creditable([line], credited, "").lines([LineToCredit(1, 1)])
        assert part.line.discount == Money(discount, "EUR")
        credited += (part,)


def test_parts_of_a_line_come_to_the_whole_line() -> None:
    credited: tuple[TaxedLine, ...] = ()
    for expected in ((1, 1, 333, 70), (1, 1, 334, 70), (1, 1, 333, 70)):
        part = Creditable(INVOICED, credited, "").lines([LineToCredit(1, 1)])
        assert shown(part) == [expected]
        credited += part
    left = Creditable(INVOICED, credited, "")
    assert shown(left.rest()) == [(2, 1, 500, 45)]
    with pytest.raises(NothingToCredit):
        left.lines([LineToCredit(1)])


def test_a_line_without_a_quantity_is_all_that_is_left_of_it() -> None:
    first = Creditable(INVOICED, (), "").lines([LineToCredit(1, 1)])
    assert shown(Creditable(INVOICED, first, "").lines([LineToCredit(1)])) == [(1, 2, 667, 140)]


def test_an_amount_is_shared_among_the_rates_by_what_is_left_of_them() -> None:
    lines = Creditable(INVOICED, (), "NW-2026-00001").amount(Money(1000, "EUR"))
    assert shown(lines) == [(None, 1, 569, 120), (None, 1, 285, 26)]
    assert [line.line.description for line in lines] == ["NW-2026-00001"] * 2
    assert [line.line.tax_class for line in lines] == [TaxClass.STANDARD, TaxClass.REDUCED]
    assert {line.line.supply for line in lines} == {Supply.SERVICES}
    rest = Creditable(INVOICED, lines, "NW-2026-00001")
    assert shown(rest.rest()) == [(None, 1, 431, 90), (None, 1, 215, 19)]


def test_an_amount_off_goods_is_given_back_as_goods() -> None:
    sold = replace(INVOICED[0], line=replace(INVOICED[0].line, supply=Supply.GOODS))
    (line,) = Creditable([sold], (), "Given back").amount(Money(100, "EUR"))
    assert line.line.supply is Supply.GOODS


@pytest.mark.parametrize(
    ("asked", "refusal", "field"),
    [
        ([LineToCredit(0)], NoSuchInvoiceLine, "lines.0.line"),
        ([LineToCredit(1), LineToCredit(3)], NoSuchInvoiceLine, "lines.1.line"),
        ([LineToCredit(1, 1), LineToCredit(1, 1)], CreditLineTwice, "lines.1.line"),
        ([LineToCredit(1, 0)], CreditQuantityOutOfRange, "lines.0.quantity"),
        ([LineToCredit(1, 4)], CreditQuantityOutOfRange, "lines.0.quantity"),
    ],
)
def test_lines_that_are_not_there_are_refused(
    asked: list[LineToCredit], refusal: type[FoyerError], field: str
) -> None:
    with pytest.raises(refusal) as refused:
        Creditable(INVOICED, (), "").lines(asked)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("amount", "refusal"),
    [
        (Money(0, "EUR"), CreditNotPositive),
        (Money(-1, "EUR"), CreditNotPositive),
        (Money(1756, "EUR"), CreditAboveRest),
        (Money(1, "USD"), CreditCurrencyDiffers),
    ],
)
def test_amounts_that_cannot_be_given_back_are_refused(amount: Money, refusal: type[FoyerError]) -> None:
    with pytest.raises(refusal):
        Creditable(INVOICED, (), "").amount(amount)


def test_of_a_rate_no_more_is_given_back_than_is_left() -> None:
    by_amount = Creditable(INVOICED, (), "").amount(Money(1000, "EUR"))
    with pytest.raises(CreditAboveRest):
        Creditable(INVOICED, by_amount, "").lines([LineToCredit(1)])


@given(
    sold=st.lists(
        st.builds(
            a_taxed_line,
            st.integers(0, 10_000),
            quantity=st.integers(1, 7),
            percent=st.sampled_from([21, 9]),
            currency=st.just("JPY"),
        ),
        min_size=1,
        max_size=5,
    ),
    data=st.data(),
)
def test_whatever_is_given_back_in_parts_comes_to_the_invoice(sold: list[TaxedLine], data: Any) -> None:
    taxations = [Taxation(line.percent, line.category) for line in sold]
    lines = with_tax([line.line for line in sold], taxations)
    credited: tuple[TaxedLine, ...] = ()
    for _ in range(4):
        left = Creditable(lines, credited, "rest")
        if not left.total.amount:
            break
        if data.draw(st.booleans()):
            part = left.amount(Money(data.draw(st.integers(1, left.total.amount)), "JPY"))
        else:
            number = data.draw(st.integers(1, len(lines)))
            try:
                part = left.lines([LineToCredit(number, data.draw(st.integers(1, 7)))])
            except FoyerError:
                continue
        assert left.fits(part)
        credited += part
    left = Creditable(lines, credited, "rest")
    if left.total.amount:
        credited += left.rest()
    if credited:
        whole, given_back = totals_of(lines), totals_of(credited)
        assert (given_back.subtotal, given_back.tax) == (whole.subtotal, whole.tax)
        # A free line names its rate too, with nothing of it.
        assert _taxed(given_back) == _taxed(whole)
    with pytest.raises(NothingToCredit):
        Creditable(lines, credited, "rest").rest()


def _taxed(totals: Totals) -> set[TaxSubtotal]:
    return {each for each in totals.taxes if each.taxable.amount}
