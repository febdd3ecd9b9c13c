"""Changing a customer's details."""

from dataclasses import replace

import pytest
from foyer_invoicing.domain.change_customer import CustomerChanges, change_customer
from foyer_invoicing.domain.customer import Customer, CustomerKind
from foyer_shared.testing.makers import ADA, NORTHWIND, NOW

CUSTOMER = Customer(
    id=ADA,
    business_id=NORTHWIND,
    email="ada@example.com",
    name="Ada Lovelace",
    language="nl",
    country="NL",
    company=None,
    phone=None,
    created_at=NOW,
)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": "Ada King"}, {"name": "Ada King"}),
        ({"email": "ADA@Example.org"}, {"email": "ada@example.org"}),
        ({"country": "de"}, {"country": "DE"}),
        ({"country": None}, {"country": None}),
        ({"language": "EN-gb", "phone": "+31 20 1234"}, {"language": "en-GB", "phone": "+31 20 1234"}),
    ],
)
def test_what_is_named_changes_in_its_kept_form(
    changes: CustomerChanges, expected: dict[str, object]
) -> None:
    assert change_customer(CUSTOMER, changes) == replace(CUSTOMER, **expected, version=2)  # type: ignore[arg-type]  # A table of any field.


@pytest.mark.parametrize("changes", [{}, {"name": "Ada Lovelace"}, {"email": "ADA@example.com"}])
def test_what_is_the_same_already_makes_no_new_version(changes: CustomerChanges) -> None:
    assert change_customer(CUSTOMER, changes) is CUSTOMER


def test_a_company_s_name_makes_it_a_company() -> None:
    assert CUSTOMER.kind is CustomerKind.PERSON
    assert change_customer(CUSTOMER, {"company": "Analytical Engines"}).kind is CustomerKind.COMPANY
