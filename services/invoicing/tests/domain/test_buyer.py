"""Where tax is due, and who accounts for it."""

from dataclasses import replace
from typing import Any

import pytest
from foyer_invoicing.domain.business import Business
from foyer_invoicing.domain.buyer import Buyer, buyer_of
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.tax import Supply
from foyer_invoicing.domain.tax_id import TaxId, Verification, VerificationStatus
from foyer_shared.basics.addresses import Address
from foyer_shared.testing.makers import ADA, NORTHWIND, NOW


@pytest.fixture
def engines() -> Customer:
    """A German company."""
    return Customer(
        id=ADA,
        business_id=NORTHWIND,
        email="ada@example.com",
        name="Ada Lovelace",
        language="de",
        country="DE",
        company="Engines GmbH",
        phone=None,
        tax_ids=(TaxId("eu_vat", "DE136695976"),),
        created_at=NOW,
    )


def test_a_company_in_another_member_state_accounts_for_the_tax_itself(
    engines: Customer, northwind: Business
) -> None:
    assert buyer_of(engines, northwind) == Buyer(country="DE", reverse_charge=True)


@pytest.mark.parametrize(
    ("seller", "charges"),
    [
        ({}, True),
        ({"vat_id": None}, False),
        ({"vat_id": None, "register_number": "KvK 12345678"}, False),
        ({"vat_id": None, "legal_name": ""}, True),
    ],
)
def test_who_is_known_to_have_no_vat_id_charges_no_tax(
    engines: Customer, northwind: Business, seller: dict[str, Any], charges: bool
) -> None:
    assert buyer_of(engines, replace(northwind, **seller)).seller_charges_tax is charges


@pytest.mark.parametrize(
    ("changes", "country"),
    [
        ({"company": None}, "DE"),
        ({"tax_ids": ()}, "DE"),
        ({"tax_ids": (TaxId("gb_vat", "GB980780684"),)}, "DE"),
        ({"country": "NL"}, "NL"),
        ({"country": None}, "NL"),
        ({"tax_ids": (TaxId("eu_vat", "NL004495445B01"),)}, "DE"),
    ],
)
def test_anyone_else_in_the_union_is_taxed_where_they_live(
    engines: Customer, northwind: Business, changes: dict[str, Any], country: str
) -> None:
    assert buyer_of(replace(engines, **changes), northwind) == Buyer(country=country, reverse_charge=False)


AT_HOME = Address(line1="Spui 1", postal_code="1012 WX", city="Amsterdam", country="NL")
ROUEN = Address(line1="1 Rue Jeanne", postal_code="76000", city="Rouen", country="FR")
BERN = Address(line1="Bundesplatz 3", postal_code="3005", city="Bern", country="CH")


@pytest.mark.parametrize(
    ("changes", "ship_to", "expected"),
    [
        ({}, None, {"country": "DE", "reverse_charge": True}),
        ({}, ROUEN, {"country": "FR", "reverse_charge": True}),
        ({}, AT_HOME, {"country": "NL"}),
        ({}, BERN, {"country": "CH", "abroad": True}),
        ({"company": None}, ROUEN, {"country": "FR"}),
        ({"tax_ids": ()}, None, {"country": "DE"}),
        ({"shipping_address": BERN}, None, {"country": "CH", "abroad": True}),
        ({"shipping_address": BERN}, ROUEN, {"country": "FR", "reverse_charge": True}),
        ({"country": "US", "tax_ids": ()}, None, {"country": "US", "abroad": True}),
        ({"country": "US", "tax_ids": ()}, ROUEN, {"country": "FR"}),
        ({"country": None, "tax_ids": ()}, None, {"country": "NL"}),
    ],
)
def test_goods_are_taxed_where_they_go(
    engines: Customer,
    northwind: Business,
    changes: dict[str, Any],
    ship_to: Address | None,
    expected: dict[str, Any],
) -> None:
    buyer = buyer_of(replace(engines, **changes), northwind, supply=Supply.GOODS, ship_to=ship_to)
    assert buyer == Buyer(supply=Supply.GOODS, **expected)


def test_services_are_taxed_where_the_customer_lives_wherever_goods_go(
    engines: Customer, northwind: Business
) -> None:
    moved = replace(engines, shipping_address=BERN)
    assert buyer_of(moved, northwind, ship_to=AT_HOME) == buyer_of(engines, northwind)


def test_goods_to_a_company_whose_vat_id_the_register_does_not_know_are_taxed(
    engines: Customer, northwind: Business
) -> None:
    refused = Verification(status=VerificationStatus.UNVERIFIED, verified_at=NOW)
    unknown = replace(engines, tax_ids=(TaxId("eu_vat", "DE136695976", refused),))
    expected = Buyer(country="DE", supply=Supply.GOODS)
    assert buyer_of(unknown, northwind, supply=Supply.GOODS) == expected


def test_of_two_numbers_that_of_the_country_counts(engines: Customer, northwind: Business) -> None:
    both = replace(engines, tax_ids=(TaxId("eu_vat", "NL004495445B01"), TaxId("eu_vat", "DE136695976")))
    assert both.vat_id == "DE136695976"
    assert buyer_of(both, northwind).reverse_charge


@pytest.mark.parametrize("company", ["Engines Ltd", None])
@pytest.mark.parametrize("country", ["GB", "CH", "NO", "US"])
def test_who_lives_outside_the_union_lives_abroad(
    engines: Customer, northwind: Business, country: str, company: str | None
) -> None:
    there = replace(engines, country=country, company=company)
    assert buyer_of(there, northwind) == Buyer(country=country, abroad=True)


@pytest.mark.parametrize("seller", ["GB", "CH", "NO", "US"])
@pytest.mark.parametrize("country", ["GB", "CH", "NO", "US", "DE"])
def test_to_a_business_outside_the_union_all_but_its_own_country_is_abroad(
    engines: Customer, northwind: Business, seller: str, country: str
) -> None:
    there = replace(engines, country=country)
    expected = Buyer(country=country, abroad=country != seller)
    assert buyer_of(there, replace(northwind, country=seller)) == expected


def test_a_greek_number_begins_with_other_letters_than_its_country(
    engines: Customer, northwind: Business
) -> None:
    greek = replace(engines, country="GR", tax_ids=(TaxId("eu_vat", "EL094259216"),))
    assert greek.vat_country == "GR"
    assert buyer_of(greek, northwind).reverse_charge
    assert not buyer_of(greek, replace(northwind, country="GR")).reverse_charge
