"""A bill as XML: Cross Industry Invoice in the profile EN 16931 of Factur-X, which is ZUGFeRD's too.

The names in brackets are the standard's own. Order counts: it is that of the schema.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from xml.sax.saxutils import escape, quoteattr

from foyer_shared.basics.addresses import Address
from foyer_shared.basics.bank_accounts import BankAccount
from foyer_shared.basics.currencies import decimals
from foyer_shared.basics.money import Money
from foyer_shared.basics.sepa_area import COUNTRIES as SEPA_COUNTRIES

from foyer_invoicing.domain.bill import Bill, BillKind
from foyer_invoicing.domain.european_union import MEMBER_STATES
from foyer_invoicing.domain.line import TaxedLine
from foyer_invoicing.domain.party import Party
from foyer_invoicing.domain.rounding import rounded_together
from foyer_invoicing.domain.tax import TaxCategory
from foyer_invoicing.domain.totals import TaxSubtotal, totals_of

_NAMESPACES = {
    "xmlns:rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "xmlns:ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "xmlns:qdt": "urn:un:unece:uncefact:data:standard:QualifiedDataType:100",
    "xmlns:udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
}
_PROFILE = "urn:cen.eu:en16931:2017"
_TYPE_CODES = {BillKind.INVOICE: "380", BillKind.CREDIT_NOTE: "381"}
_CATEGORY_CODES = {
    TaxCategory.STANDARD: "S",
    TaxCategory.ZERO: "Z",
    TaxCategory.EXEMPT: "E",
    TaxCategory.REVERSE_CHARGE: "AE",
    TaxCategory.INTRA_COMMUNITY: "K",
    TaxCategory.EXPORT: "G",
    TaxCategory.OUTSIDE_SCOPE: "O",
}
_EXEMPTIONS = {
    TaxCategory.EXEMPT: ("Exempt from value added tax", ""),
    TaxCategory.REVERSE_CHARGE: ("Reverse charge", "VATEX-EU-AE"),
    TaxCategory.INTRA_COMMUNITY: ("Intra-Community supply", "VATEX-EU-IC"),
    TaxCategory.EXPORT: ("Export", "VATEX-EU-G"),
    TaxCategory.OUTSIDE_SCOPE: ("Not subject to value added tax", "VATEX-EU-O"),
}
_UNTAXED = {TaxCategory.ZERO, TaxCategory.EXEMPT, TaxCategory.OUTSIDE_SCOPE}
_SEPA_TRANSFER, _TRANSFER = "58", "30"
"""Of UNTDID 4461: the first is in euros to an account that SEPA reaches."""
_PIECE = {"unitCode": "C62"}
_MOST_DECIMALS = 2
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def factur_x(bill: Bill) -> bytes:
    """The whole document, in UTF-8.

    The standard takes two decimals: what has three is rounded and summed anew, and a note tells the exact
    total. A negative line is so many pieces less, since no price may be below zero.
    """
    said = _within_standard(bill)
    content = _element(
        "rsm:CrossIndustryInvoice",
        _element(
            "rsm:ExchangedDocumentContext",
            _element("ram:GuidelineSpecifiedDocumentContextParameter", _text("ram:ID", _PROFILE)),
        ),
        _element(
            "rsm:ExchangedDocument",
            _text("ram:ID", said.number),
            _text("ram:TypeCode", _TYPE_CODES[said.kind]),
            _date("ram:IssueDateTime", said.issued_on),
            *(_element("ram:IncludedNote", _text("ram:Content", note)) for note in _notes(bill, said)),
        ),
        _element(
            "rsm:SupplyChainTradeTransaction",
            *(_line(place, line) for place, line in enumerate(said.lines, start=1)),
            _element("ram:ApplicableHeaderTradeAgreement", *_agreement(said)),
            _element(
                "ram:ApplicableHeaderTradeDelivery",
                *_ship_to(said),
                _element(
                    "ram:ActualDeliverySupplyChainEvent", _date("ram:OccurrenceDateTime", said.supplied_on)
                ),
            ),
            _element("ram:ApplicableHeaderTradeSettlement", *_settlement(said, bill)),
        ),
        **_NAMESPACES,
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{content}\n'.encode()


def _within_standard(bill: Bill) -> Bill:
    lines = _outside_scope_alone(bill.lines)
    if decimals(bill.totals.total.currency) > _MOST_DECIMALS:
        lines = _with_two_decimals(lines)
        bill = replace(bill, prepaid=_within_two_decimals(bill.prepaid))
    return bill if lines == bill.lines else replace(bill, lines=lines, totals=totals_of(lines))


def _outside_scope_alone(lines: tuple[TaxedLine, ...]) -> tuple[TaxedLine, ...]:
    """What is outside the scope of the tax stands beside nothing else (BR-O-11): what is not taxed for what
    it is goes with it, and beside anything else it is said to be exempt, with its own reason.
    """
    outside, categories = TaxCategory.OUTSIDE_SCOPE, {line.category for line in lines}
    if outside not in categories:
        return lines
    if categories <= _UNTAXED:
        return tuple(replace(line, category=outside) for line in lines)
    return tuple(
        replace(line, category=TaxCategory.EXEMPT) if line.category is outside else line for line in lines
    )


def _with_two_decimals(lines: Sequence[TaxedLine]) -> tuple[TaxedLine, ...]:
    """Rounded together by rate, so that the tax stays that of its sum however many lines there are."""
    said: dict[int, TaxedLine] = {}
    for rate in {(line.percent, line.category) for line in lines}:
        places = [place for place, line in enumerate(lines) if (line.percent, line.category) == rate]
        nets = _rounded_together([lines[place].net for place in places])
        taxes = _rounded_together([lines[place].tax for place in places])
        for place, net, tax in zip(places, nets, taxes, strict=True):
            said[place] = replace(lines[place], net=net, tax=tax)
    return tuple(said[place] for place in range(len(lines)))


def _rounded_together(amounts: Sequence[Money]) -> list[Money]:
    currency = amounts[0].currency
    step: int = 10 ** (decimals(currency) - _MOST_DECIMALS)
    steps = rounded_together(Fraction(money.amount, step) for money in amounts)
    return [Money(each * step, currency) for each in steps]


def _within_two_decimals(money: Money) -> Money:
    return _rounded_together([money])[0] if decimals(money.currency) > _MOST_DECIMALS else money


def _notes(bill: Bill, said: Bill) -> Iterator[str]:
    if said.totals.total != bill.totals.total or said.totals.tax != bill.totals.tax:
        total, tax = bill.totals.total, bill.totals.tax
        yield f"Exact total: {_exact(total)} {total.currency}, of which tax {_exact(tax)} {tax.currency}"


def _line(place: int, taxed: TaxedLine) -> str:
    back = taxed.net.amount < 0
    quantity = taxed.line.quantity
    discount = _within_two_decimals(taxed.net_discount)
    price = taxed.net + discount
    return _element(
        "ram:IncludedSupplyChainTradeLineItem",
        _element("ram:AssociatedDocumentLineDocument", _text("ram:LineID", str(place))),
        _element("ram:SpecifiedTradeProduct", _text("ram:Name", taxed.line.description)),
        _element(
            "ram:SpecifiedLineTradeAgreement",
            _element(
                "ram:NetPriceProductTradePrice",
                _text("ram:ChargeAmount", _number(-price if back else price)),
                # The price of all of them, so that nothing is lost by dividing.
                _text("ram:BasisQuantity", str(quantity), **_PIECE),
            ),
        ),
        _element(
            "ram:SpecifiedLineTradeDelivery",
            _text("ram:BilledQuantity", str(-quantity if back else quantity), **_PIECE),
        ),
        _element(
            "ram:SpecifiedLineTradeSettlement",
            _element("ram:ApplicableTradeTax", *_tax_kind(taxed.category, taxed.percent)),
            _allowance(discount) if discount.amount else "",
            _element(
                "ram:SpecifiedTradeSettlementLineMonetarySummation",
                _text("ram:LineTotalAmount", _number(taxed.net)),
            ),
        ),
    )


def _allowance(discount: Money) -> str:
    """What came off a line; what is given back of a discount is a charge."""
    return _element(
        "ram:SpecifiedTradeAllowanceCharge",
        _element("ram:ChargeIndicator", _text("udt:Indicator", "true" if discount.amount < 0 else "false")),
        _text("ram:ActualAmount", _number(-discount if discount.amount < 0 else discount)),
        _text("ram:Reason", "Discount"),
    )


def _agreement(bill: Bill) -> Iterator[str]:
    # What is outside the scope of the tax must not show VAT ids as such (BR-O-02 to BR-O-04).
    with_vat_ids = all(line.category is not TaxCategory.OUTSIDE_SCOPE for line in bill.lines)
    for name, party in (("Seller", bill.parties.seller), ("Buyer", bill.parties.buyer)):
        yield _element(f"ram:{name}TradeParty", *_party(party, with_vat_id=with_vat_ids))


def _party(party: Party, *, with_vat_id: bool) -> Iterator[str]:
    if not (party.vat_id or party.register_number):
        # A seller has to have a number of some kind (BR-CO-26).
        yield _text("ram:ID", party.email)
    elif party.vat_id and not with_vat_id:
        yield _text("ram:ID", party.vat_id)
    yield _text("ram:Name", party.name)
    if party.register_number:
        yield _element("ram:SpecifiedLegalOrganization", _text("ram:ID", party.register_number))
    if party.contact:
        yield _element("ram:DefinedTradeContact", _text("ram:PersonName", party.contact))
    yield _element("ram:PostalTradeAddress", *_address(party.address, party.country))
    yield _element("ram:URIUniversalCommunication", _text("ram:URIID", party.email, schemeID="EM"))
    if party.vat_id and with_vat_id:
        yield _element("ram:SpecifiedTaxRegistration", _text("ram:ID", party.vat_id, schemeID="VA"))


def _ship_to(bill: Bill) -> Iterator[str]:
    """Where the goods go (BG-13, BG-15): to the buyer, at another address perhaps. What goes to another
    member state always says where (BR-IC-12).
    """
    buyer, address = bill.parties.buyer, bill.parties.ship_to
    if address or any(line.category is TaxCategory.INTRA_COMMUNITY for line in bill.lines):
        address = address or buyer.address
        country = address.country if address else buyer.country
        yield _element(
            "ram:ShipToTradeParty",
            _text("ram:Name", buyer.name),
            _element("ram:PostalTradeAddress", *_address(address, country)),
        )


def _address(address: Address | None, country: str) -> Iterator[str]:
    if address is None:
        yield _text("ram:CountryID", country)
        return
    yield from _texts({"ram:PostcodeCode": address.postal_code, "ram:LineOne": address.line1})
    yield from _texts({"ram:LineTwo": address.line2, "ram:CityName": address.city})
    yield _text("ram:CountryID", country)
    yield from _texts({"ram:CountrySubDivisionName": address.region})


def _settlement(bill: Bill, made: Bill) -> Iterator[str]:
    """Of a bill as the standard takes it; what it was made from says why it is taxed as it is, and the exact
    tax in the currency of the seller's books.
    """
    categories = {line.category for line in made.lines}
    accounting_tax = made.accounting_tax and _within_two_decimals(made.accounting_tax)
    currency, account = bill.totals.total.currency, bill.transfer_to
    if account:
        yield _text("ram:PaymentReference", bill.number)
    if accounting_tax:
        yield _text("ram:TaxCurrencyCode", accounting_tax.currency)
    yield _text("ram:InvoiceCurrencyCode", currency)
    if account:
        yield _element("ram:SpecifiedTradeSettlementPaymentMeans", *_transfer(account, currency))
    in_union = bill.parties.seller.country in MEMBER_STATES
    for each in bill.totals.taxes:
        reason, code = _exemption(each.category, categories)
        # The codes speak of the directive, which a seller outside the Union is no subject of.
        yield _tax(each, reason, code if in_union else "")
    if bill.period:
        yield _element(
            "ram:BillingSpecifiedPeriod",
            _date("ram:StartDateTime", bill.period.first),
            _date("ram:EndDateTime", bill.period.last),
        )
    if bill.due_on:
        yield _element("ram:SpecifiedTradePaymentTerms", _date("ram:DueDateDateTime", bill.due_on))
    yield _element("ram:SpecifiedTradeSettlementHeaderMonetarySummation", *_sums(bill, accounting_tax))
    if bill.corrects:
        yield _element(
            "ram:InvoiceReferencedDocument",
            _text("ram:IssuerAssignedID", bill.corrects.number),
            _element(
                "ram:FormattedIssueDateTime",
                _text("qdt:DateTimeString", f"{bill.corrects.issued_on:%Y%m%d}", format="102"),
            ),
        )


def _transfer(account: BankAccount, currency: str) -> Iterator[str]:
    """How it is paid (BG-16), and where to (BG-17)."""
    sepa = currency == "EUR" and account.iban[:2] in SEPA_COUNTRIES
    yield _text("ram:TypeCode", _SEPA_TRANSFER if sepa else _TRANSFER)
    yield _element(
        "ram:PayeePartyCreditorFinancialAccount",
        _text("ram:IBANID", account.iban),
        *_texts({"ram:AccountName": account.holder}),
    )
    if account.bic:
        yield _element("ram:PayeeSpecifiedCreditorFinancialInstitution", _text("ram:BICID", account.bic))


def _sums(bill: Bill, accounting_tax: Money | None) -> Iterator[str]:
    totals = bill.totals
    yield _text("ram:LineTotalAmount", _number(totals.subtotal))
    yield _text("ram:TaxBasisTotalAmount", _number(totals.subtotal))
    for tax in filter(None, (totals.tax, accounting_tax)):
        # In the currency of the invoice (BT-110), and in that of the seller's books (BT-111).
        yield _text("ram:TaxTotalAmount", _number(tax), currencyID=tax.currency)
    yield _text("ram:GrandTotalAmount", _number(totals.total))
    if bill.prepaid.amount:
        yield _text("ram:TotalPrepaidAmount", _number(bill.prepaid))
    yield _text("ram:DuePayableAmount", _number(bill.due))


def _exemption(said: TaxCategory, categories: AbstractSet[TaxCategory]) -> tuple[str, str]:
    """The reason (BT-120) and its code (BT-121) for no tax, of all that is said to be of the category."""
    outside = TaxCategory.OUTSIDE_SCOPE
    if said is TaxCategory.EXEMPT and outside in categories:
        meant = (each for each in (said, outside) if each in categories)
        return "; ".join(_EXEMPTIONS[each][0] for each in meant), ""
    return _EXEMPTIONS.get(said, ("", ""))


def _tax(subtotal: TaxSubtotal, reason: str, code: str) -> str:
    kind = _tax_kind(subtotal.category, subtotal.percent)
    return _element(
        "ram:ApplicableTradeTax",
        _text("ram:CalculatedAmount", _number(subtotal.tax)),
        next(kind),
        _text("ram:ExemptionReason", reason) if reason else "",
        _text("ram:BasisAmount", _number(subtotal.taxable)),
        next(kind),
        _text("ram:ExemptionReasonCode", code) if code else "",
        *kind,
    )


def _tax_kind(category: TaxCategory, percent: Decimal) -> Iterator[str]:
    yield _text("ram:TypeCode", "VAT")
    yield _text("ram:CategoryCode", _CATEGORY_CODES[category])
    if category is not TaxCategory.OUTSIDE_SCOPE:
        yield _text("ram:RateApplicablePercent", f"{percent.normalize():f}")


def _exact(money: Money) -> str:
    return f"{Decimal(money.amount).scaleb(-decimals(money.currency)):f}"


def _number(money: Money) -> str:
    """With two decimals at most, which it has been rounded to."""
    places = decimals(money.currency)
    exact = Decimal(money.amount).scaleb(-places)
    return f"{exact:.{min(places, _MOST_DECIMALS)}f}"


def _date(name: str, day: date) -> str:
    return _element(name, _text("udt:DateTimeString", f"{day:%Y%m%d}", format="102"))


def _texts(texts: Mapping[str, str | None]) -> Iterator[str]:
    return (_text(name, text) for name, text in texts.items() if text)


def _text(name: str, text: str, **attributes: str) -> str:
    return _element(name, escape(_NOT_IN_XML.sub("", text)), **attributes)


def _element(name: str, *content: str, **attributes: str) -> str:
    named = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return f"<{name}{named}>{''.join(content)}</{name}>"
