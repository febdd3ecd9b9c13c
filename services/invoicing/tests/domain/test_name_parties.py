"""Whom a document names."""

from dataclasses import replace

import pytest
from foyer_invoicing.domain.business import Business
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.name_parties import name_parties
from foyer_invoicing.domain.party import Party
from foyer_invoicing.domain.tax_id import TaxId
from foyer_shared.basics.addresses import Address
from foyer_shared.testing.makers import ADA, NORTHWIND, NOW

HERENGRACHT = Address(line1="Herengracht 1", postal_code="1015 BA", city="Amsterdam", country="NL")
TORSTRASSE = Address(line1="Torstraße 1", postal_code="10119", city="Berlin", country="DE")


@pytest.fixture
def engines() -> Customer:
    """A German company."""
    return Customer(
        id=ADA,
        business_id=NORTHWIND,
        email="ada@example.com",
        name="Ada O'Neill",
        language="de",
        country="DE",
        company="Engines GmbH",
        phone=None,
        tax_ids=(TaxId("gb_vat", "GB980780684"), TaxId("eu_vat", "DE136695976")),
        billing_address=TORSTRASSE,
        created_at=NOW,
    )


def test_both_are_named_with_their_addresses_and_vat_ids(northwind: Business, engines: Customer) -> None:
    seller = replace(
        northwind, address=HERENGRACHT, support_email="help@nw.example", register_number="KvK 12345678"
    )
    parties = name_parties(seller, engines)
    assert parties is not None
    assert parties.seller == Party(
        name="Northwind B.V.",
        email="help@nw.example",
        address=HERENGRACHT,
        country="NL",
        vat_id="NL004495445B01",
        register_number="KvK 12345678",
    )
    assert parties.buyer == Party(
        name="Engines GmbH",
        contact="Ada O'Neill",
        email="ada@example.com",
        address=TORSTRASSE,
        country="DE",
        vat_id="DE136695976",
    )


def test_nobody_is_named_before_the_legal_name_is_known(northwind: Business, engines: Customer) -> None:
    assert name_parties(replace(northwind, legal_name=""), engines) is None
