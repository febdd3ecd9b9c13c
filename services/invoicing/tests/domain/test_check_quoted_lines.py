"""Which lines can be priced."""

from collections.abc import Callable

import pytest
from foyer_invoicing.domain.check_lines import AmountTooLarge, NoLines, QuantityOutOfRange, TooManyLines
from foyer_invoicing.domain.check_quoted_lines import check_quoted_lines
from foyer_invoicing.domain.line import Line
from foyer_shared.basics.errors import Invalid
from foyer_shared.basics.money import Money

ALine = Callable[..., Line]


@pytest.mark.parametrize(
    ("changes", "refusal", "field"),
    [
        ({"quantity": -1}, QuantityOutOfRange, "lines.1.quantity"),
        ({"quantity": 1_000_000_000}, QuantityOutOfRange, "lines.1.quantity"),
        ({"amount": Money(10**12, "EUR")}, AmountTooLarge, "lines.1.amount"),
        ({"amount": Money(-(10**12), "EUR")}, AmountTooLarge, "lines.1.amount"),
        ({"amount": Money(1 - 10**12, "EUR")}, AmountTooLarge, "lines"),
    ],
)
def test_a_line_that_cannot_be_priced(
    a_line: ALine, changes: dict[str, object], refusal: type[Invalid], field: str
) -> None:
    with pytest.raises(refusal) as raised:
        check_quoted_lines([a_line(), a_line(**changes)])
    assert raised.value.field == field


@pytest.mark.parametrize(
    "changes",
    [
        {"quantity": 0, "amount": Money(0, "EUR")},
        {"quantity": 999_999_999},
        {"amount": Money(-1, "EUR")},
        {"amount": Money(999_999_999_999, "EUR")},
        {"amount": Money(-999_999_999_999, "EUR")},
    ],
)
def test_the_limits_themselves_are_allowed(a_line: ALine, changes: dict[str, object]) -> None:
    check_quoted_lines([a_line(**changes)])


def test_there_are_one_to_ten_thousand_lines(a_line: ALine) -> None:
    check_quoted_lines([a_line()] * 10_000)
    with pytest.raises(TooManyLines):
        check_quoted_lines([a_line()] * 10_001)
    with pytest.raises(NoLines):
        check_quoted_lines([])
