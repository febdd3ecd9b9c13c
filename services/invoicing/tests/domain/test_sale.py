"""What is sold, as the lines that are taxed."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from foyer_invoicing.domain.discount import (
    Discount,
    DiscountAboveLine,
    DiscountAboveOrder,
    DiscountAmbiguous,
    DiscountOutOfRange,
    WholeDiscount,
)
from foyer_invoicing.domain.line import TaxedLine
from foyer_invoicing.domain.product import Product
from foyer_invoicing.domain.sale import Sale, SaleLine, Shipping, lines_of, whole_discount
from foyer_invoicing.domain.tax import Supply, TaxBehavior, TaxClass
from foyer_invoicing.domain.totals import totals_of
from foyer_shared.basics.errors import Invalid
from foyer_shared.basics.money import Money
from hypothesis import given
from hypothesis import strategies as st

ASaleLine = Callable[..., SaleLine]
Priced = Callable[[Sale], tuple[TaxedLine, ...]]


def shown(sale: Sale) -> list[tuple[str, int, int]]:
    """Of each line what it is, what it costs and what has come off."""
    return [
        (line.description, line.amount.amount, line.discount.amount if line.discount else 0)
        for line in lines_of(sale, {})
    ]


@pytest.mark.parametrize("sold", [None, Supply.GOODS, Supply.SERVICES])
@pytest.mark.parametrize("product", [None, Supply.GOODS, Supply.SERVICES])
def test_a_line_is_what_it_says_else_what_its_product_is_else_services(
    a_sale_line: ASaleLine, sold: Supply | None, product: Supply | None
) -> None:
    products = {"prod_1": Product(TaxClass.STANDARD, product, active=True)} if product else {}
    line = a_sale_line(supply=sold, product_id="prod_1" if product else None)
    (made,) = lines_of(Sale((line,)), products)
    assert made.supply is (sold or product or Supply.SERVICES)


@pytest.mark.parametrize(
    ("supplies", "shipped_as"),
    [
        ((Supply.SERVICES, Supply.GOODS), Supply.GOODS),
        ((Supply.SERVICES, None), Supply.SERVICES),
    ],
)
def test_shipping_is_of_the_goods_that_are_sent(
    a_sale_line: ASaleLine, supplies: tuple[Supply | None, ...], shipped_as: Supply
) -> None:
    shipping = Shipping(label="Parcel", amount=Money(695, "EUR"))
    sale = Sale(tuple(a_sale_line(supply=supply) for supply in supplies), shipping=shipping)
    assert lines_of(sale, {})[-1].supply is shipped_as


def test_a_discount_comes_off_its_line(a_sale_line: ASaleLine) -> None:
    sale = Sale(
        (
            a_sale_line(description="Percent", discount=Discount(percent=Decimal("12.5"))),
            a_sale_line(description="Amount", discount=Discount(amount=1)),
            a_sale_line(description="All", discount=Discount(percent=Decimal(100))),
            a_sale_line(description="One cent", unit_amount=Money(1, "EUR"), quantity=1),
        )
    )
    assert shown(sale) == [("Percent", 1750, 250), ("Amount", 1999, 1), ("All", 0, 2000), ("One cent", 1, 0)]
    assert whole_discount(sale) is None
    assert [line.unit_amount for line in lines_of(sale, {})][:2] == [Money(1000, "EUR")] * 2


def test_an_order_s_discount_is_shared_by_its_lines_to_the_cent_but_not_by_its_shipping(
    a_sale_line: ASaleLine,
) -> None:
    third = a_sale_line(quantity=1, unit_amount=Money(333, "EUR"))
    free = a_sale_line(quantity=1, unit_amount=Money(0, "EUR"))
    cheap = a_sale_line(quantity=1, unit_amount=Money(433, "EUR"), discount=Discount(amount=100))
    shipping = Shipping(label="Parcel", amount=Money(695, "EUR"))
    sale = Sale((third, free, third, cheap), Discount(amount=100), shipping)
    assert shown(sale) == [
        ("Desk lamp", 300, 33),
        ("Desk lamp", 0, 0),
        ("Desk lamp", 299, 34),
        ("Desk lamp", 300, 133),
        ("Parcel", 695, 0),
    ]
    assert [line.shipping for line in lines_of(sale, {})] == [False] * 4 + [True]
    assert whole_discount(sale) == WholeDiscount(Money(100, "EUR"), None)


def test_the_tax_of_each_rate_follows_what_came_off(a_sale_line: ASaleLine, priced: Priced) -> None:
    sale = Sale(
        (
            a_sale_line(),
            a_sale_line(tax_class=TaxClass.REDUCED),
            a_sale_line(unit_amount=Money(605, "EUR"), tax_behavior=TaxBehavior.INCLUSIVE),
        ),
        Discount(percent=Decimal(10)),
        Shipping(label="Parcel", amount=Money(500, "EUR"), tax_class=TaxClass.REDUCED),
    )
    assert whole_discount(sale) == WholeDiscount(Money(521, "EUR"), Decimal(10))
    totals = totals_of(priced(sale))
    assert [(each.percent, each.taxable.amount, each.tax.amount) for each in totals.taxes] == [
        (Decimal(21), 1800 + 900, 378 + 189),
        (Decimal(9), 1800 + 500, 207),
    ]


WRONG: list[tuple[dict[str, Any], Discount | None, type[Invalid], str]] = [
    ({"discount": Discount()}, None, DiscountAmbiguous, "lines.1.discount"),
    ({"discount": Discount(Decimal(5), 5)}, None, DiscountAmbiguous, "lines.1.discount"),
    ({"discount": Discount(Decimal(0))}, None, DiscountOutOfRange, "lines.1.discount.percent"),
    ({"discount": Discount(Decimal("100.01"))}, None, DiscountOutOfRange, "lines.1.discount.percent"),
    ({"discount": Discount(Decimal("1.001"))}, None, DiscountOutOfRange, "lines.1.discount.percent"),
    ({"discount": Discount(amount=0)}, None, DiscountOutOfRange, "lines.1.discount.amount"),
    ({"discount": Discount(amount=2001)}, None, DiscountAboveLine, "lines.1.discount.amount"),
    ({}, Discount(), DiscountAmbiguous, "discount"),
    ({}, Discount(Decimal(-5)), DiscountOutOfRange, "discount.percent"),
    ({}, Discount(amount=4001), DiscountAboveOrder, "discount.amount"),
    ({"discount": Discount(amount=2000)}, Discount(amount=2001), DiscountAboveOrder, "discount.amount"),
]


@pytest.mark.parametrize(("line", "whole", "refusal", "field"), WRONG)
def test_a_discount_that_nothing_can_have(
    a_sale_line: ASaleLine, line: dict[str, Any], whole: Discount | None, refusal: type[Invalid], field: str
) -> None:
    with pytest.raises(refusal) as raised:
        lines_of(Sale((a_sale_line(), a_sale_line(**line)), whole), {})
    assert raised.value.field == field


@given(data=st.data())
def test_lines_less_discounts_and_the_shipping_with_tax_come_to_the_total(
    sales: st.SearchStrategy[Sale], priced: Priced, data: st.DataObject
) -> None:
    sold = data.draw(sales)
    taxed, off = priced(sold), whole_discount(sold)
    lines, shipping = (taxed[:-1], taxed[-1:]) if sold.shipping else (taxed, ())
    asked = sum(line.amount.amount for line in sold.lines)
    came_off = sum(line.line.discount.amount for line in lines if line.line.discount)
    own = sum(
        line.amount.amount - alone.amount.amount
        for line, alone in zip(sold.lines, lines_of(Sale(sold.lines), {}), strict=True)
    )
    assert came_off == own + (off.amount.amount if off else 0)
    assert sum(line.line.amount.amount for line in lines) == asked - came_off
    assert all(line.line.amount.amount >= 0 for line in lines)
    assert [each.line.amount for each in shipping] == ([sold.shipping.amount] if sold.shipping else [])
    totals = totals_of(taxed)
    on_top = [line for line in taxed if line.line.tax_behavior is TaxBehavior.EXCLUSIVE]
    paid = asked - came_off + sum(line.line.amount.amount for line in shipping)
    assert totals.total.amount == paid + sum(line.tax.amount for line in on_top)
    assert totals.total == totals.subtotal + totals.tax
    assert sum(each.taxable.amount + each.tax.amount for each in totals.taxes) == totals.total.amount
