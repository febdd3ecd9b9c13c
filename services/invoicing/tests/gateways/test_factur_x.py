"""The XML of a bill stands before the schema and the rules of EN 16931."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest
from foyer_invoicing.domain.bill import Bill, BillKind, BillReference
from foyer_invoicing.domain.creditable import Creditable, LineToCredit
from foyer_invoicing.domain.exchange_rate import ExchangeRate
from foyer_invoicing.domain.line import TaxedLine, with_tax
from foyer_invoicing.domain.sale import Sale
from foyer_invoicing.domain.tax import TaxBehavior, TaxCategory
from foyer_invoicing.domain.taxation import Taxation
from foyer_invoicing.gateways.factur_x import factur_x
from foyer_shared.basics.addresses import Address
from foyer_shared.basics.bank_accounts import BankAccount
from foyer_shared.basics.money import Money
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree

MakeBill = Callable[..., Bill]
MakeLine = Callable[..., TaxedLine]
MakeRate = Callable[..., ExchangeRate]
Judge = Callable[[bytes], list[str]]
RAM = "{urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100}"


def said(xml: bytes, name: str) -> list[str]:
    """The texts of all elements of this name."""
    return [element.text or "" for element in etree.fromstring(xml).iter(f"{RAM}{name}")]


def test_an_invoice_is_valid_and_says_what_it_is(a_bill: MakeBill, broken_rules: Judge) -> None:
    xml = factur_x(a_bill())

    assert broken_rules(xml) == []
    assert said(xml, "TypeCode") == ["380", "VAT", "VAT"]
    assert said(xml, "ID")[:2] == ["urn:cen.eu:en16931:2017", "NW-2026-00042"]
    assert said(xml, "LineTotalAmount") == ["100.00", "100.00"]
    assert said(xml, "TaxTotalAmount") == ["21.00"]
    assert said(xml, "GrandTotalAmount") == ["121.00"]
    assert said(xml, "DuePayableAmount") == ["121.00"]
    assert said(xml, "TotalPrepaidAmount") == []


def test_both_parties_are_named_with_their_addresses_and_numbers(a_bill: MakeBill) -> None:
    xml = factur_x(a_bill())

    assert said(xml, "Name") == ["Desk lamp", "Northwind B.V.", "Lovelace Analytical GmbH"]
    assert said(xml, "LineOne") == ["Keizersgracht 126", "Rosenthaler Straße 40"]
    assert said(xml, "PostcodeCode") == ["1015 CW", "10178"]
    assert said(xml, "CityName") == ["Amsterdam", "Berlin"]
    assert said(xml, "CountryID") == ["NL", "DE"]
    assert said(xml, "PersonName") == ["Ada Lovelace"]
    assert said(xml, "ID")[-2:] == ["NL004495445B01", "DE136695976"]


@pytest.mark.parametrize(
    ("currency", "tax", "books", "pair", "rate", "accounted"),
    [
        ("USD", "21.00", "EUR", ("EUR", "USD"), "1.0823", "19.40"),
        ("USD", "21.00", "EUR", ("USD", "EUR"), "0.924", "19.40"),
        ("KWD", "2.10", "EUR", ("KWD", "EUR"), "3.0005", "6.30"),
        ("JPY", "2100", "EUR", ("EUR", "JPY"), "163.5", "12.84"),
        ("EUR", "21.00", "HUF", ("EUR", "HUF"), "401.25", "8426.25"),
        ("EUR", "21.00", "JPY", ("EUR", "JPY"), "163.5", "3434"),
        ("EUR", "21.00", "KWD", ("EUR", "KWD"), "0.3333", "7.00"),
    ],
)
@pytest.mark.parametrize("kind", BillKind)
def test_the_tax_is_said_in_the_currency_of_the_seller_s_books_too(
    a_bill: MakeBill,
    a_taxed_line: MakeLine,
    an_exchange_rate: MakeRate,
    broken_rules: Judge,
    kind: BillKind,
    currency: str,
    tax: str,
    books: str,
    pair: tuple[str, str],
    rate: str,
    accounted: str,
) -> None:
    bill = a_bill(a_taxed_line(currency=currency), kind=kind, exchange_rate=an_exchange_rate(*pair, rate))
    xml = factur_x(bill)

    assert broken_rules(xml) == []
    assert said(xml, "TaxCurrencyCode") == [books]
    assert said(xml, "InvoiceCurrencyCode") == [currency]
    assert said(xml, "TaxTotalAmount") == [tax, accounted]
    assert f'currencyID="{books}">{accounted}<'.encode() in xml


def test_the_tax_in_the_books_is_that_of_the_exact_tax(
    a_bill: MakeBill, a_taxed_line: MakeLine, an_exchange_rate: MakeRate, broken_rules: Judge
) -> None:
    """0.074 dinars, which the XML rounds to 0.07."""
    bill = a_bill(a_taxed_line(amount=350, currency="KWD"), exchange_rate=an_exchange_rate("KWD", "EUR", "3"))
    xml = factur_x(bill)

    assert broken_rules(xml) == []
    assert said(xml, "TaxTotalAmount") == ["0.07", "0.22"]


def test_no_tax_is_none_in_the_books_either(
    a_bill: MakeBill, a_taxed_line: MakeLine, an_exchange_rate: MakeRate, broken_rules: Judge
) -> None:
    free = a_taxed_line(currency="USD", percent="0", category=TaxCategory.REVERSE_CHARGE)
    xml = factur_x(a_bill(free, exchange_rate=an_exchange_rate("EUR", "USD", "1.0823")))

    assert broken_rules(xml) == []
    assert (said(xml, "TaxCurrencyCode"), said(xml, "TaxTotalAmount")) == ([], ["0.00"])


@pytest.mark.parametrize(
    ("right", "wrong", "rule"),
    [
        (b'currencyID="EUR">19.40<', b'currencyID="CHF">19.40<', "BR-53"),
        (b'currencyID="EUR">19.40<', b'currencyID="EUR">19.404<', "BR-DEC-15"),
    ],
)
def test_a_wrong_tax_in_the_books_is_found(
    a_bill: MakeBill,
    a_taxed_line: MakeLine,
    an_exchange_rate: MakeRate,
    broken_rules: Judge,
    right: bytes,
    wrong: bytes,
    rule: str,
) -> None:
    bill = a_bill(a_taxed_line(currency="USD"), exchange_rate=an_exchange_rate("EUR", "USD", "1.0823"))
    xml = factur_x(bill)

    assert rule in broken_rules(xml.replace(right, wrong))


def test_a_wrong_total_is_found(a_bill: MakeBill, broken_rules: Judge) -> None:
    bill = a_bill()
    wrong = replace(bill, totals=replace(bill.totals, total=Money(12_000, "EUR")))

    assert "BR-CO-15" in broken_rules(factur_x(wrong))


def test_a_document_that_is_not_of_the_schema_is_found(a_bill: MakeBill, broken_rules: Judge) -> None:
    xml = (
        factur_x(a_bill())
        .replace(b"ram:TypeCode>380<", b"ram:Kind>380<")
        .replace(b"380</ram:TypeCode>", b"380</ram:Kind>")
    )

    assert broken_rules(xml) != []


@pytest.mark.parametrize(
    ("percent", "category", "code"),
    [
        ("21", TaxCategory.STANDARD, "S"),
        ("8.1", TaxCategory.STANDARD, "S"),
        ("0", TaxCategory.ZERO, "Z"),
        ("0", TaxCategory.EXEMPT, "E"),
        ("0", TaxCategory.REVERSE_CHARGE, "AE"),
        ("0", TaxCategory.INTRA_COMMUNITY, "K"),
        ("0", TaxCategory.EXPORT, "G"),
        ("0", TaxCategory.OUTSIDE_SCOPE, "O"),
    ],
)
def test_every_reason_of_a_rate_is_valid(
    a_bill: MakeBill,
    a_taxed_line: MakeLine,
    broken_rules: Judge,
    percent: str,
    category: TaxCategory,
    code: str,
) -> None:
    xml = factur_x(a_bill(a_taxed_line(percent=percent, category=category)))

    assert broken_rules(xml) == []
    assert said(xml, "CategoryCode") == [code, code]
    rates = [] if code == "O" else [percent, percent]
    assert said(xml, "RateApplicablePercent") == rates


def test_several_rates_are_summed_each_by_itself(
    a_bill: MakeBill, a_taxed_line: MakeLine, broken_rules: Judge
) -> None:
    xml = factur_x(
        a_bill(
            a_taxed_line(amount=10_000),
            a_taxed_line(amount=2_000, percent="9"),
            a_taxed_line(amount=500, percent="0", category=TaxCategory.EXEMPT),
            a_taxed_line(amount=700),
        )
    )

    assert broken_rules(xml) == []
    assert said(xml, "BasisAmount") == ["107.00", "20.00", "5.00"]
    assert said(xml, "CalculatedAmount") == ["22.47", "1.80", "0.00"]
    assert said(xml, "TaxTotalAmount") == ["24.27"]


def test_what_is_exempt_where_no_tax_is_known_is_outside_its_scope_too(
    a_bill: MakeBill, a_taxed_line: MakeLine, broken_rules: Judge
) -> None:
    xml = factur_x(
        a_bill(
            a_taxed_line(percent="0", category=TaxCategory.EXEMPT),
            a_taxed_line(percent="0", category=TaxCategory.OUTSIDE_SCOPE),
        )
    )

    assert broken_rules(xml) == []
    assert said(xml, "CategoryCode") == ["O", "O", "O"]


@pytest.mark.parametrize(
    ("other", "codes", "reason"),
    [
        (TaxCategory.STANDARD, ["S", "E"], "Not subject to value added tax"),
        (TaxCategory.REVERSE_CHARGE, ["AE", "E"], "Not subject to value added tax"),
        (TaxCategory.EXEMPT, ["E", "E"], "Exempt from value added tax; Not subject to value added tax"),
    ],
)
def test_what_is_outside_the_scope_is_said_to_be_exempt_beside_what_is_in_it(
    a_bill: MakeBill,
    a_taxed_line: MakeLine,
    broken_rules: Judge,
    other: TaxCategory,
    codes: list[str],
    reason: str,
) -> None:
    bill = a_bill(
        a_taxed_line(),
        a_taxed_line(percent="21" if other is TaxCategory.STANDARD else "0", category=other),
        a_taxed_line(percent="0", category=TaxCategory.OUTSIDE_SCOPE),
    )
    xml = factur_x(bill)

    assert broken_rules(xml) == []
    assert said(xml, "CategoryCode")[:3] == ["S", *codes]
    assert reason in said(xml, "ExemptionReason")
    assert said(xml, "ID")[-2:] == ["NL004495445B01", "DE136695976"]


UNTAXED = [
    (TaxCategory.REVERSE_CHARGE, "Reverse charge", "VATEX-EU-AE"),
    (TaxCategory.INTRA_COMMUNITY, "Intra-Community supply", "VATEX-EU-IC"),
    (TaxCategory.EXPORT, "Export", "VATEX-EU-G"),
    (TaxCategory.OUTSIDE_SCOPE, "Not subject to value added tax", "VATEX-EU-O"),
]


@pytest.mark.parametrize(("category", "reason", "code"), UNTAXED)
@pytest.mark.parametrize("seller", ["NL", "GB"])
def test_why_there_is_no_tax_has_a_code_in_the_union_and_words_everywhere(
    a_bill: MakeBill,
    a_taxed_line: MakeLine,
    broken_rules: Judge,
    category: TaxCategory,
    reason: str,
    code: str,
    seller: str,
) -> None:
    bill = a_bill(a_taxed_line(percent="0", category=category))
    parties = replace(bill.parties, seller=replace(bill.parties.seller, country=seller))
    xml = factur_x(replace(bill, parties=parties))

    assert broken_rules(xml) == []
    assert said(xml, "ExemptionReason") == [reason]
    assert said(xml, "ExemptionReasonCode") == ([code] if seller == "NL" else [])


@pytest.mark.parametrize("kind", BillKind)
@pytest.mark.parametrize(("one", "other"), list(combinations(TaxCategory, 2)))
def test_any_two_reasons_can_stand_side_by_side(
    a_bill: MakeBill,
    a_taxed_line: MakeLine,
    broken_rules: Judge,
    kind: BillKind,
    one: TaxCategory,
    other: TaxCategory,
) -> None:
    lines = (
        a_taxed_line(percent="21" if category is TaxCategory.STANDARD else "0", category=category)
        for category in (one, other)
    )
    assert broken_rules(factur_x(a_bill(*lines, kind=kind))) == []


@pytest.mark.parametrize(
    ("ship_to", "known", "texts"),
    [
        (None, True, ["10178", "Rosenthaler Straße 40", "Hof 3", "Berlin", "DE"]),
        (None, False, ["DE"]),
        (Address(line1="1 Rue Jeanne", city="Rouen", country="FR"), True, ["1 Rue Jeanne", "Rouen", "FR"]),
    ],
)
def test_what_goes_to_another_member_state_says_when_and_where(
    a_bill: MakeBill,
    a_taxed_line: MakeLine,
    broken_rules: Judge,
    ship_to: Address | None,
    known: bool,
    texts: list[str],
) -> None:
    bill = a_bill(a_taxed_line(percent="0", category=TaxCategory.INTRA_COMMUNITY), period=None)
    buyer = bill.parties.buyer if known else replace(bill.parties.buyer, address=None)
    xml = factur_x(replace(bill, parties=replace(bill.parties, buyer=buyer, ship_to=ship_to)))

    assert broken_rules(xml) == []
    party = next(etree.fromstring(xml).iter(f"{RAM}ShipToTradeParty"))
    found = [element.text for element in party.iter() if element.text]
    assert found == ["Lovelace Analytical GmbH", *texts]


def test_a_discount_is_an_allowance_of_its_line(
    a_bill: MakeBill, a_taxed_line: MakeLine, broken_rules: Judge
) -> None:
    xml = factur_x(a_bill(a_taxed_line(quantity=5, amount=5_500, discount=500)))

    assert broken_rules(xml) == []
    assert said(xml, "ChargeAmount") == ["60.00"]
    assert said(xml, "ActualAmount") == ["5.00"]
    assert said(xml, "LineTotalAmount") == ["55.00", "55.00"]


def test_a_discount_of_a_price_with_tax_is_without_it(
    a_bill: MakeBill, a_taxed_line: MakeLine, broken_rules: Judge
) -> None:
    line = a_taxed_line(amount=10_890, discount=1_210, behavior=TaxBehavior.INCLUSIVE)
    xml = factur_x(a_bill(line))

    assert broken_rules(xml) == []
    assert said(xml, "ActualAmount") == ["10.00"]
    assert said(xml, "ChargeAmount") == ["100.00"]
    assert said(xml, "LineTotalAmount") == ["90.00", "90.00"]


def test_what_is_given_back_is_so_many_pieces_less(
    a_bill: MakeBill, a_taxed_line: MakeLine, broken_rules: Judge
) -> None:
    xml = factur_x(a_bill(a_taxed_line(), a_taxed_line("Unused seats", 2, -3_000, discount=-600)))

    assert broken_rules(xml) == []
    assert said(xml, "BilledQuantity") == ["1", "-2"]
    assert said(xml, "ChargeAmount") == ["100.00", "36.00"]
    assert said(xml, "LineTotalAmount") == ["100.00", "-30.00", "70.00"]


def test_what_was_paid_before_is_taken_off(a_bill: MakeBill, broken_rules: Judge) -> None:
    xml = factur_x(a_bill(prepaid=Money(2_100, "EUR")))

    assert broken_rules(xml) == []
    assert said(xml, "TotalPrepaidAmount") == ["21.00"]
    assert said(xml, "DuePayableAmount") == ["100.00"]


def test_a_credit_note_names_its_invoice(a_bill: MakeBill, broken_rules: Judge) -> None:
    corrects = BillReference("NW-2026-00007", date(2026, 2, 3))
    xml = factur_x(a_bill(kind=BillKind.CREDIT_NOTE, due_on=None, corrects=corrects))

    assert broken_rules(xml) == []
    assert said(xml, "TypeCode")[0] == "381"
    assert said(xml, "IssuerAssignedID") == ["NW-2026-00007"]


@pytest.mark.parametrize(
    ("currency", "amount", "total"), [("JPY", 10_000, "12100"), ("KWD", 10_000, "12.10")]
)
def test_a_currency_has_its_own_decimals(
    a_bill: MakeBill, a_taxed_line: MakeLine, broken_rules: Judge, currency: str, amount: int, total: str
) -> None:
    xml = factur_x(a_bill(a_taxed_line(amount=amount, currency=currency)))

    assert broken_rules(xml) == []
    assert said(xml, "GrandTotalAmount") == [total]
    assert said(xml, "Content") == []


def test_a_third_decimal_is_rounded_and_the_exact_total_noted(
    a_bill: MakeBill, a_taxed_line: MakeLine, broken_rules: Judge
) -> None:
    bill = a_bill(a_taxed_line(amount=10_005, currency="KWD"), a_taxed_line(amount=4, currency="KWD"))
    xml = factur_x(bill)

    assert broken_rules(xml) == []
    assert said(xml, "LineTotalAmount") == ["10.01", "0.00", "10.01"]
    assert said(xml, "GrandTotalAmount") == ["12.11"]
    assert said(xml, "Content") == ["Exact total: 12.111 KWD, of which tax 2.102 KWD"]


def test_what_no_xml_may_hold_is_left_out(
    a_bill: MakeBill, a_taxed_line: MakeLine, broken_rules: Judge
) -> None:
    xml = factur_x(a_bill(a_taxed_line("<b>Lamp</b> & \x0bshade\ufffe")))

    assert broken_rules(xml) == []
    assert said(xml, "Name")[0] == "<b>Lamp</b> & shade"


def test_a_party_of_which_only_the_country_is_known_is_enough(a_bill: MakeBill, broken_rules: Judge) -> None:
    bill = a_bill()
    buyer = replace(bill.parties.buyer, contact=None, vat_id=None, address=None)

    assert broken_rules(factur_x(replace(bill, parties=replace(bill.parties, buyer=buyer)))) == []


@pytest.mark.parametrize(
    ("register_number", "numbers"),
    [("KvK 12345678", ["KvK 12345678"]), (None, ["support@northwind.example"])],
)
def test_a_seller_without_a_vat_id_is_named_by_another_number(
    a_bill: MakeBill,
    a_taxed_line: MakeLine,
    broken_rules: Judge,
    register_number: str | None,
    numbers: list[str],
) -> None:
    untaxed = a_taxed_line(percent="0", category=TaxCategory.OUTSIDE_SCOPE)
    bill = a_bill(untaxed)
    seller = replace(bill.parties.seller, vat_id=None, register_number=register_number)
    xml = factur_x(replace(bill, parties=replace(bill.parties, seller=seller)))

    assert broken_rules(xml) == []
    party = next(etree.fromstring(xml).iter(f"{RAM}SellerTradeParty"))
    assert [each.text for each in party.iter(f"{RAM}ID")] == numbers


def test_a_register_number_stands_beside_the_vat_id(a_bill: MakeBill, broken_rules: Judge) -> None:
    bill = a_bill()
    seller = replace(bill.parties.seller, register_number="KvK 12345678")
    xml = factur_x(replace(bill, parties=replace(bill.parties, seller=seller)))

    assert broken_rules(xml) == []
    party = next(etree.fromstring(xml).iter(f"{RAM}SellerTradeParty"))
    assert [each.text for each in party.iter(f"{RAM}ID")] == ["KvK 12345678", "NL004495445B01"]


def test_a_transfer_names_the_account_and_the_number_as_its_reference(
    a_bill: MakeBill, an_account: BankAccount, broken_rules: Judge
) -> None:
    xml = factur_x(a_bill(pay_to=an_account))

    assert broken_rules(xml) == []
    assert said(xml, "TypeCode") == ["380", "VAT", "58", "VAT"]
    assert said(xml, "PaymentReference") == ["NW-2026-00042"]
    assert said(xml, "IBANID") == ["NL91ABNA0417164300"]
    assert said(xml, "AccountName") == ["Northwind B.V."]
    assert said(xml, "BICID") == ["ABNANL2A"]


@pytest.mark.parametrize(
    ("iban", "currency", "code"),
    [
        ("DE89370400440532013000", "EUR", "58"),
        ("DE89370400440532013000", "USD", "30"),
        ("GB29NWBK60161331926819", "GBP", "30"),
        # SEPA does not reach Türkiye.
        ("TR330006100519786457841326", "EUR", "30"),
    ],
)
def test_only_euros_within_sepa_are_transferred_by_it(
    a_bill: MakeBill, a_taxed_line: MakeLine, broken_rules: Judge, iban: str, currency: str, code: str
) -> None:
    account = BankAccount(iban=iban, holder="Northwind B.V.")
    xml = factur_x(a_bill(a_taxed_line(currency=currency), pay_to=account))

    assert broken_rules(xml) == []
    assert said(xml, "TypeCode")[2] == code
    assert (said(xml, "IBANID"), said(xml, "BICID")) == ([iban], [])


@pytest.mark.parametrize("paid", [False, True])
def test_where_nothing_is_to_be_transferred_no_account_is_named(
    a_bill: MakeBill, an_account: BankAccount, broken_rules: Judge, paid: bool
) -> None:
    bill = a_bill(pay_to=an_account, prepaid=Money(12_100, "EUR")) if paid else a_bill()
    xml = factur_x(bill)

    assert broken_rules(xml) == []
    for name in ("PaymentReference", "SpecifiedTradeSettlementPaymentMeans", "IBANID"):
        assert said(xml, name) == []


def kinds_of_lines() -> st.SearchStrategy[dict[str, Any]]:
    """What a line may be made of; rates as the published ones, zero for what is not taxed."""
    taxed = st.sampled_from(["21", "9", "8.1", "25.5", "19"]).map(
        lambda percent: {"percent": percent, "category": TaxCategory.STANDARD}
    )
    untaxed = st.sampled_from([TaxCategory.ZERO, TaxCategory.EXEMPT]).map(
        lambda category: {"percent": "0", "category": category}
    )
    return st.builds(
        lambda rate, more: rate | more,
        taxed | untaxed,
        st.fixed_dictionaries(
            {
                "quantity": st.integers(1, 10_000),
                "amount": st.integers(0, 10**9) | st.integers(-100, 100),
                "behavior": st.sampled_from(TaxBehavior),
                "discount": st.integers(0, 10_000),
            }
        ),
    )


@settings(max_examples=40, deadline=None)
@given(
    kinds=st.lists(kinds_of_lines(), min_size=1, max_size=12),
    currency=st.sampled_from(["EUR", "JPY", "KWD"]),
)
def test_whatever_is_sold_and_given_back_is_valid(
    a_bill: MakeBill, a_taxed_line: MakeLine, broken_rules: Judge, kinds: list[dict[str, Any]], currency: str
) -> None:
    lines = taxed_together(
        [
            a_taxed_line(
                **kind | {"discount": kind["discount"] if kind["amount"] >= 0 else 0}, currency=currency
            )
            for kind in kinds
        ]
    )

    assert broken_rules(factur_x(a_bill(*lines))) == []


@settings(max_examples=40, deadline=None)
@given(data=st.data(), shipped=st.booleans())
def test_whatever_an_order_is_and_takes_off_its_invoice_is_valid(
    a_bill: MakeBill,
    broken_rules: Judge,
    sales: st.SearchStrategy[Sale],
    priced: Callable[[Sale], tuple[TaxedLine, ...]],
    data: st.DataObject,
    shipped: bool,
) -> None:
    bill = a_bill(*priced(data.draw(sales)))
    if shipped:
        bill = replace(bill, parties=replace(bill.parties, ship_to=bill.parties.seller.address))
    xml = factur_x(bill)

    assert broken_rules(xml) == []
    for line in etree.fromstring(xml).iter(f"{RAM}IncludedSupplyChainTradeLineItem"):
        price, net = (
            Decimal(str(line.findtext(f".//{RAM}{name}"))) for name in ("ChargeAmount", "LineTotalAmount")
        )
        assert price - Decimal(line.findtext(f".//{RAM}ActualAmount") or 0) == net


def test_what_is_sent_says_where_it_goes(a_bill: MakeBill, broken_rules: Judge) -> None:
    bill = a_bill()
    address = Address(line1="Spui 1", postal_code="1012 WX", city="Amsterdam", country="NL")
    xml = factur_x(replace(bill, parties=replace(bill.parties, ship_to=address)))

    assert broken_rules(xml) == []
    party = next(etree.fromstring(xml).iter(f"{RAM}ShipToTradeParty"))
    texts = [element.text for element in party.iter() if element.text]
    assert texts == ["Lovelace Analytical GmbH", "1012 WX", "Spui 1", "Amsterdam", "NL"]
    assert list(etree.fromstring(factur_x(bill)).iter(f"{RAM}ShipToTradeParty")) == []


@settings(max_examples=20, deadline=None)
@given(
    kinds=st.lists(kinds_of_lines(), min_size=1, max_size=6),
    currency=st.sampled_from(["EUR", "KWD"]),
    share=st.integers(1, 99),
)
def test_a_part_and_then_the_rest_of_an_invoice_are_given_back_by_valid_credit_notes(
    a_bill: MakeBill,
    a_taxed_line: MakeLine,
    broken_rules: Judge,
    kinds: list[dict[str, Any]],
    currency: str,
    share: int,
) -> None:
    """But for currencies without decimals, of which a part of many lines can be a unit beside (ADR 0026)."""
    sold = taxed_together(
        [
            a_taxed_line(**kind | {"amount": abs(kind["amount"]), "discount": 0}, currency=currency)
            for kind in kinds
        ]
    )
    whole = Creditable(sold, (), "Given back").total
    assume(whole.amount > 1)
    part = Creditable(sold, (), "Given back").amount(Money(whole.amount * share // 100 or 1, currency))
    rest = Creditable(sold, part, "Given back").rest()

    for lines in (part, rest):
        note = a_bill(*lines, kind=BillKind.CREDIT_NOTE, due_on=None)
        assert broken_rules(factur_x(note)) == []


@settings(max_examples=20, deadline=None)
@given(kinds=st.lists(kinds_of_lines(), min_size=1, max_size=3), currency=st.sampled_from(["EUR", "KWD"]))
def test_lines_that_are_given_back_are_a_valid_credit_note(
    a_bill: MakeBill, a_taxed_line: MakeLine, broken_rules: Judge, kinds: list[dict[str, Any]], currency: str
) -> None:
    sold = taxed_together(
        [
            a_taxed_line(**kind | {"amount": 1 + abs(kind["amount"]), "discount": 0}, currency=currency)
            for kind in kinds
        ]
    )
    half = [LineToCredit(place, (line.line.quantity + 1) // 2) for place, line in enumerate(sold, start=1)]
    given_back = Creditable(sold, (), "Given back").lines(half)

    note = a_bill(*given_back, kind=BillKind.CREDIT_NOTE, due_on=None)
    assert broken_rules(factur_x(note)) == []


def test_a_hundred_small_lines_in_whole_units_are_valid(
    a_bill: MakeBill, a_taxed_line: MakeLine, broken_rules: Judge
) -> None:
    lines = taxed_together([a_taxed_line(amount=7, currency="JPY") for _ in range(100)])
    xml = factur_x(a_bill(*lines))

    assert broken_rules(xml) == []
    assert said(xml, "CalculatedAmount") == ["147"]


def taxed_together(lines: Sequence[TaxedLine]) -> tuple[TaxedLine, ...]:
    """As lines of one document are."""
    return with_tax([line.line for line in lines], [Taxation(line.percent, line.category) for line in lines])
