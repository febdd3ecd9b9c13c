"""The rule for which lines can be priced: what is charged and what is given back, whole amounts each."""

from collections.abc import Sequence

from foyer_invoicing.domain.check_lines import (
    LARGEST_AMOUNT,
    MOST_LINES,
    AmountTooLarge,
    NoLines,
    QuantityOutOfRange,
    TooManyLines,
)
from foyer_invoicing.domain.discount import DiscountOutOfRange
from foyer_invoicing.domain.line import Line

LARGEST_QUOTED_QUANTITY = 999_999_999
"""Usage counts in larger numbers than orders do."""


def check_quoted_lines(lines: Sequence[Line]) -> None:
    """Refuse lines that cannot be priced; the error names the first field that is wrong."""
    if not lines:
        raise NoLines("Give at least one line.", field="lines")
    if len(lines) > MOST_LINES:
        raise TooManyLines(f"Give at most {MOST_LINES} lines.", field="lines")
    for position, line in enumerate(lines):
        if not 0 <= line.quantity <= LARGEST_QUOTED_QUANTITY:
            raise QuantityOutOfRange(
                f"A quantity is 0 to {LARGEST_QUOTED_QUANTITY}.", field=f"lines.{position}.quantity"
            )
        if abs(line.amount.amount) > LARGEST_AMOUNT:
            raise AmountTooLarge(
                f"An amount is at most {LARGEST_AMOUNT}, charged or given back.",
                field=f"lines.{position}.amount",
            )
        off = line.discount.amount if line.discount else 0
        if off * line.amount.amount < 0 or abs(line.amount.amount + off) > LARGEST_AMOUNT:
            raise DiscountOutOfRange(
                f"What has come off has the sign of the line, which was at most {LARGEST_AMOUNT}.",
                field=f"lines.{position}.discount_amount",
            )
    if sum(abs(line.amount.amount) for line in lines) > LARGEST_AMOUNT:
        raise AmountTooLarge(f"All lines together move at most {LARGEST_AMOUNT}.", field="lines")
