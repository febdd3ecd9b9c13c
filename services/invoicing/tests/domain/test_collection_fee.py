"""What may be charged for collecting, by the law of the customer's country."""

from datetime import date
from decimal import Decimal

import pytest
from foyer_invoicing.domain.collection_fee import CollectionFee, collection_fee, dutch_scale, pay_by
from foyer_invoicing.domain.customer import CustomerKind
from foyer_shared.basics.money import Money

PERSON, COMPANY = CustomerKind.PERSON, CustomerKind.COMPANY


@pytest.mark.parametrize(
    ("principal", "fee"),
    [
        ("0.01", "40"),
        ("266.66", "40"),
        ("266.67", "40.0005"),
        ("1000", "150"),
        ("2500", "375"),
        ("2500.10", "375.01"),
        ("5000", "625"),
        ("7500", "750"),
        ("10000", "875"),
        ("110000", "1875"),
        ("200000", "2775"),
        ("600000", "4775"),
        ("1000000", "6775"),
        ("1000000.01", "6775"),
        ("9000000", "6775"),
    ],
)
def test_the_dutch_scale(principal: str, fee: str) -> None:
    assert dutch_scale(Decimal(principal)) == Decimal(fee)


@pytest.mark.parametrize("kind", [PERSON, COMPANY])
def test_in_the_netherlands_after_a_letter_that_gives_14_days(kind: CustomerKind) -> None:
    fee = collection_fee(Money(100_010, "EUR"), country="NL", kind=kind)
    assert fee == CollectionFee(Money(15_002, "EUR"), 14)
    assert pay_by(date(2026, 2, 20), CollectionFee(Money(1, "EUR"), 14)) == date(2026, 3, 6)


@pytest.mark.parametrize(
    ("principal", "country", "kind", "fee"),
    [
        (Money(100_000, "EUR"), "DE", COMPANY, CollectionFee(Money(4000, "EUR"), 0)),
        (Money(100_000, "EUR"), "DE", PERSON, None),
        (Money(100_000, "EUR"), "BE", COMPANY, None),
        (Money(100_000, "EUR"), "FR", PERSON, None),
        (Money(100_000, "GBP"), "NL", PERSON, None),
        (Money(100_000, "JPY"), "DE", COMPANY, None),
        (Money(0, "EUR"), "NL", PERSON, None),
    ],
)
def test_elsewhere(principal: Money, country: str, kind: CustomerKind, fee: CollectionFee | None) -> None:
    assert collection_fee(principal, country=country, kind=kind) == fee
