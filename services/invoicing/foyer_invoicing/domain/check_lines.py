"""The rule for what an order may consist of."""

from collections.abc import Sequence

from foyer_shared.basics.errors import Invalid

from foyer_invoicing.domain.sale import Sale, SaleLine

MOST_LINES = 10_000
"""Whose bodies and events still go through (docs/decisions/0030)."""
LARGEST_QUANTITY = 10_000
LARGEST_AMOUNT = 999_999_999_999
"""Of a unit and of an order without tax, in minor units: with tax still exact in any JSON reader (2^53)."""


class NoLines(Invalid):
    """An order of nothing."""

    code = "no_lines"


class TooManyLines(Invalid):
    """More lines than an order may have."""

    code = "too_many_lines"


class QuantityOutOfRange(Invalid):
    """A quantity below one or above the largest."""

    code = "quantity_out_of_range"


class NegativeAmount(Invalid):
    """An amount below zero; what is given back is a credit note."""

    code = "negative_amount"


class AmountTooLarge(Invalid):
    """An amount above the largest."""

    code = "amount_too_large"


class MixedCurrencies(Invalid):
    """An order has one currency."""

    code = "mixed_currencies"


def check_lines(sale: Sale) -> None:
    """Refuse lines and shipping that no order may have; the error names the first field that is wrong."""
    lines = sale.lines
    _check_number(lines)
    for position, line in enumerate(lines):
        _check_line(line, f"lines.{position}", currency=lines[0].unit_amount.currency)
    shipping = _checked_shipping(sale)
    if shipping + sum(line.amount.amount for line in lines) > LARGEST_AMOUNT:
        raise AmountTooLarge(f"An order is at most {LARGEST_AMOUNT} without tax.", field="lines")


def check_preview(sale: Sale) -> None:
    """Refuse what no lines can be made of; `check_quoted_lines` refuses lines."""
    _check_number(sale.lines)
    _checked_shipping(sale)


def _check_number(lines: Sequence[SaleLine]) -> None:
    if not lines:
        raise NoLines("An order has at least one line.", field="lines")
    if len(lines) > MOST_LINES:
        raise TooManyLines(f"An order has at most {MOST_LINES} lines.", field="lines")


def _checked_shipping(sale: Sale) -> int:
    shipping = sale.shipping.amount.amount if sale.shipping else 0
    if shipping < 0:
        raise NegativeAmount("An amount is zero or more.", field="shipping.amount")
    if shipping > LARGEST_AMOUNT:
        raise AmountTooLarge(f"An amount is at most {LARGEST_AMOUNT}.", field="shipping.amount")
    return shipping


def _check_line(line: SaleLine, field: str, *, currency: str) -> None:
    if not 1 <= line.quantity <= LARGEST_QUANTITY:
        raise QuantityOutOfRange(f"A quantity is 1 to {LARGEST_QUANTITY}.", field=f"{field}.quantity")
    if line.unit_amount.amount < 0:
        raise NegativeAmount("An amount is zero or more.", field=f"{field}.unit_amount")
    if line.unit_amount.amount > LARGEST_AMOUNT:
        raise AmountTooLarge(f"An amount is at most {LARGEST_AMOUNT}.", field=f"{field}.unit_amount")
    if line.unit_amount.currency != currency:
        raise MixedCurrencies("All lines of an order have one currency.", field=f"{field}.currency")
