"""What an order may consist of."""

from collections.abc import Callable

import pytest
from foyer_invoicing.domain.check_lines import (
    AmountTooLarge,
    MixedCurrencies,
    NegativeAmount,
    NoLines,
    QuantityOutOfRange,
    TooManyLines,
    check_lines,
)
from foyer_invoicing.domain.sale import Sale, SaleLine, Shipping
from foyer_shared.basics.errors import Invalid
from foyer_shared.basics.money import Money


@pytest.mark.parametrize(
    ("changes", "refusal", "field"),
    [
        ({"quantity": 0}, QuantityOutOfRange, "lines.1.quantity"),
        ({"quantity": -1}, QuantityOutOfRange, "lines.1.quantity"),
        ({"quantity": 10_001}, QuantityOutOfRange, "lines.1.quantity"),
        ({"unit_amount": Money(-1, "EUR")}, NegativeAmount, "lines.1.unit_amount"),
        ({"unit_amount": Money(10**12, "EUR")}, AmountTooLarge, "lines.1.unit_amount"),
        ({"unit_amount": Money(1000, "USD")}, MixedCurrencies, "lines.1.currency"),
        ({"quantity": 2, "unit_amount": Money(10**12 - 1, "EUR")}, AmountTooLarge, "lines"),
    ],
)
def test_a_line_that_no_order_may_have(
    a_sale_line: Callable[..., SaleLine], changes: dict[str, object], refusal: type[Invalid], field: str
) -> None:
    with pytest.raises(refusal) as raised:
        check_lines(Sale((a_sale_line(), a_sale_line(**changes))))
    assert raised.value.field == field


@pytest.mark.parametrize(
    "changes",
    [
        {"quantity": 1},
        {"quantity": 10_000},
        {"unit_amount": Money(0, "EUR")},
        {"quantity": 1, "unit_amount": Money(999_999_999_999, "EUR")},
    ],
)
def test_the_limits_themselves_are_allowed(
    a_sale_line: Callable[..., SaleLine], changes: dict[str, object]
) -> None:
    check_lines(Sale((a_sale_line(**changes),)))


def test_an_order_has_one_to_ten_thousand_lines(a_sale_line: Callable[..., SaleLine]) -> None:
    check_lines(Sale((a_sale_line(),) * 10_000))
    with pytest.raises(TooManyLines):
        check_lines(Sale((a_sale_line(),) * 10_001))
    with pytest.raises(NoLines):
        check_lines(Sale(()))


@pytest.mark.parametrize(
    ("amount", "refusal", "field"),
    [
        (-1, NegativeAmount, "shipping.amount"),
        (10**12, AmountTooLarge, "shipping.amount"),
        (10**12 - 2000, AmountTooLarge, "lines"),
    ],
)
def test_shipping_that_no_order_may_have(
    a_sale_line: Callable[..., SaleLine], amount: int, refusal: type[Invalid], field: str
) -> None:
    with pytest.raises(refusal) as raised:
        check_lines(Sale((a_sale_line(),), shipping=Shipping(label="Parcel", amount=Money(amount, "EUR"))))
    assert raised.value.field == field


def test_shipping_may_cost_nothing(a_sale_line: Callable[..., SaleLine]) -> None:
    check_lines(Sale((a_sale_line(),), shipping=Shipping(label="Free", amount=Money(0, "EUR"))))
