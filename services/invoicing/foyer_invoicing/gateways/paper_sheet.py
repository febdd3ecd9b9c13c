"""What stands where on a paper: words that are ready to be set, in the names that the template knows."""

from collections.abc import Iterator, Sequence
from typing import Any

from foyer_shared.basics.addresses import Address
from foyer_shared.basics.bank_accounts import in_fours

from foyer_invoicing.domain.bill import Bill, BillKind
from foyer_invoicing.domain.business import Business
from foyer_invoicing.domain.line import TaxedLine
from foyer_invoicing.domain.party import Party
from foyer_invoicing.domain.receipt import Receipt
from foyer_invoicing.domain.tax import TaxCategory
from foyer_invoicing.domain.totals import TaxSubtotal
from foyer_invoicing.gateways.paper_words import PaperWords

Facts = list[tuple[str, str]]

_CITY_REGION_CODE = frozenset({"AU", "CA", "US"})
"""Where a place is written `Austin, TX 78701`; elsewhere its code comes first."""


def bill_sheet(bill: Bill, business: Business, words: PaperWords) -> dict[str, Any]:
    """Of an invoice or a credit note."""
    say = words.say
    is_invoice = bill.kind is BillKind.INVOICE
    return frame(bill.parties.seller, business, words) | {
        "title": say("Invoice") if is_invoice else say("Credit note"),
        "number": bill.number,
        "facts": list(_facts(bill, words)),
        "parties": [
            party_block(say("From"), bill.parties.seller, words),
            party_block(say("Bill to"), bill.parties.buyer, words),
            *_ship_to(bill, words),
        ],
        "headline": _headline(bill, words),
        "columns": [say("Description"), say("Quantity"), say("Unit price"), say("Tax"), say("Amount")],
        "lines": [_line(line, words) for line in bill.lines],
        "sums": list(_sums(bill, words)),
        "due": (
            say("Amount due") if is_invoice else say("Amount credited"),
            words.money(bill.due),
        ),
        "transfer": {"title": say("Pay by bank transfer"), "rows": list(_transfer(bill, words))},
        "notes": list(_notes(bill, words)),
    }


def receipt_sheet(receipt: Receipt, business: Business, words: PaperWords) -> dict[str, Any]:
    """Of a payment."""
    say, invoice = words.say, receipt.invoice
    amount, day = words.money(receipt.amount), words.day(receipt.paid_on)
    facts = [(say("Number"), receipt.number), (say("Paid on"), day)]
    if receipt.reference:
        facts.append((say("Reference"), receipt.reference))
    return frame(receipt.parties.seller, business, words) | {
        "title": say("Receipt"),
        "number": receipt.number,
        "facts": facts,
        "parties": [
            party_block(say("From"), receipt.parties.seller, words),
            party_block(say("Received from"), receipt.parties.buyer, words),
        ],
        "headline": _receipt_headline(receipt, words),
        "columns": [say("Invoice"), say("Date"), say("Invoice total"), say("Amount paid")],
        "lines": [
            {
                "cells": [
                    invoice.number,
                    words.day(invoice.issued_on),
                    words.money(receipt.invoice_total),
                    amount,
                ],
                "note": "",
            }
        ],
        **_receipt_sums(receipt, words),
        "transfer": {"title": "", "rows": []},
        "notes": [],
    }


def _receipt_headline(receipt: Receipt, words: PaperWords) -> str:
    if receipt.taken_back.amount:
        return words.say("{amount} taken back").format(amount=words.money(receipt.taken_back))
    amount, day = words.money(receipt.amount), words.day(receipt.paid_on)
    return words.say("{amount} paid on {day}").format(amount=amount, day=day)


def _receipt_sums(receipt: Receipt, words: PaperWords) -> dict[str, Any]:
    paid = (words.say("Amount paid"), words.money(receipt.amount))
    if not receipt.taken_back.amount:
        return {"sums": [], "due": paid}
    left = receipt.amount - receipt.taken_back
    return {
        "sums": [paid, (words.say("Taken back"), words.money(-receipt.taken_back))],
        "due": (words.say("Still paid"), words.money(left)),
    }


def frame(seller: Party, business: Business, words: PaperWords) -> dict[str, Any]:
    """What is the same on every paper of a business."""
    footer = (seller.name, *_numbers(seller, words), seller.email)
    return {
        "language": words.locale.language,
        "region": words.locale.territory,
        "brand": business.brand_name,
        "accent": business.brand_accent,
        "footer": " · ".join(footer),
        "page": words.say("Page {page} of {pages}"),
    }


def party_block(label: str, party: Party, words: PaperWords) -> dict[str, Any]:
    """The seller or the buyer, as on an envelope."""
    return {"label": label, "name": party.name, "lines": list(_party_lines(party, words))}


def _ship_to(bill: Bill, words: PaperWords) -> Iterator[dict[str, Any]]:
    address = bill.parties.ship_to
    if address:
        lines = [*filter(None, _address_lines(address)), words.country(address.country)]
        yield {"label": words.say("Deliver to"), "name": bill.parties.buyer.name, "lines": lines}


def _party_lines(party: Party, words: PaperWords) -> Iterator[str]:
    if party.contact:
        yield party.contact
    yield from filter(None, _address_lines(party.address) if party.address else ())
    yield words.country(party.country)
    yield party.email
    yield from _numbers(party, words)


def _address_lines(address: Address) -> Sequence[str | None]:
    """In the order of the country."""
    line1, line2, code, city, region = (
        address.line1,
        address.line2,
        address.postal_code,
        address.city,
        address.region,
    )
    if address.country == "JP" and not (city or "").isascii():
        return (f"〒{code}" if code else None, "".join(filter(None, (region, city, line1))), line2)
    if address.country in _CITY_REGION_CODE:
        return (line1, line2, ", ".join(filter(None, (city, " ".join(filter(None, (region, code)))))))
    return (line1, line2, " ".join(filter(None, (code, city, region))))


def _numbers(party: Party, words: PaperWords) -> Iterator[str]:
    if party.vat_id:
        yield words.say("VAT ID {number}").format(number=party.vat_id)
    if party.register_number:
        yield words.say("Company register {number}").format(number=party.register_number)


def _facts(bill: Bill, words: PaperWords) -> Iterator[tuple[str, str]]:
    say = words.say
    yield say("Number"), bill.number
    yield say("Date"), words.day(bill.issued_on)
    if bill.due_on:
        yield say("Due"), words.day(bill.due_on)
    if bill.period:
        yield say("Period"), words.days(bill.period.first, bill.period.last)
    elif not bill.corrects:
        yield say("Date of supply"), words.day(bill.supplied_on)
    if bill.corrects:
        yield say("Corrects invoice"), f"{bill.corrects.number} ({words.day(bill.corrects.issued_on)})"


def _headline(bill: Bill, words: PaperWords) -> str:
    amount = words.money(bill.due)
    if bill.kind is BillKind.CREDIT_NOTE:
        return words.say("{amount} credited").format(amount=amount)
    if not bill.due.amount or bill.due_on is None:
        return words.say("Nothing to pay")
    text = words.say("{amount} is collected on {day}") if bill.collected else words.say("{amount} due {day}")
    return text.format(amount=amount, day=words.day(bill.due_on))


def _line(taxed: TaxedLine, words: PaperWords) -> dict[str, Any]:
    discount, quantity = taxed.net_discount, taxed.line.quantity
    note = words.say("Discount {amount}").format(amount=words.money(-discount))
    return {
        "cells": [
            taxed.line.description,
            words.number(quantity),
            words.price(taxed.net + discount, quantity),
            words.percent(taxed.percent),
            words.money(taxed.net),
        ],
        "note": note if discount.amount else "",
    }


def _sums(bill: Bill, words: PaperWords) -> Iterator[tuple[str, str]]:
    say, totals = words.say, bill.totals
    yield say("Subtotal"), words.money(totals.subtotal)
    for each in totals.taxes:
        yield _tax_label(each, words), words.money(each.tax)
    yield say("Total"), words.money(totals.total)
    if bill.accounting_tax:
        label = say("Tax in {currency}").format(currency=bill.accounting_tax.currency)
        yield label, words.money(bill.accounting_tax)
    if bill.prepaid.amount:
        yield say("Paid from your balance"), words.money(-bill.prepaid)


def _tax_label(each: TaxSubtotal, words: PaperWords) -> str:
    """Its rate, or why it has none: the notes say it at more length, but not of which sum."""
    untaxed = {
        TaxCategory.EXEMPT: words.say("Exempt from tax: {amount}"),
        TaxCategory.REVERSE_CHARGE: words.say("Reverse charge on {amount}"),
        TaxCategory.INTRA_COMMUNITY: words.say("Intra-Community supply: {amount}"),
        TaxCategory.EXPORT: words.say("Export: {amount}"),
        TaxCategory.OUTSIDE_SCOPE: words.say("Not subject to tax: {amount}"),
    }
    label = untaxed.get(each.category) or words.say("Tax {percent} on {amount}")
    return label.format(percent=words.percent(each.percent), amount=words.money(each.taxable))


def _transfer(bill: Bill, words: PaperWords) -> Iterator[tuple[str, str]]:
    """What is typed into a bank's form; nothing where nobody has to."""
    account, say = bill.transfer_to, words.say
    if account is None:
        return
    if account.holder:
        yield say("Account holder"), account.holder
    yield say("IBAN"), in_fours(account.iban)
    if account.bic:
        yield say("BIC"), account.bic
    yield say("Payment reference"), bill.number


def _notes(bill: Bill, words: PaperWords) -> Iterator[str]:
    if bill.exchange_rate and bill.accounting_tax:
        rate = bill.exchange_rate
        yield words.say("Exchange rate of {day}: {one} 1 = {other} {rate} ({source})").format(
            day=words.day(rate.valid_from),
            one=rate.from_currency,
            other=rate.to_currency,
            rate=words.rate(rate.rate),
            source=rate.source,
        )
    said = {
        TaxCategory.REVERSE_CHARGE: words.say("Reverse charge: the customer accounts for the tax."),
        TaxCategory.INTRA_COMMUNITY: words.say("Intra-Community supply: no tax is charged."),
        TaxCategory.EXPORT: words.say("Export: no tax is charged."),
        TaxCategory.EXEMPT: words.say("Some of this is exempt from tax."),
        TaxCategory.OUTSIDE_SCOPE: words.say("Not subject to value added tax."),
    }
    for category in dict.fromkeys(line.category for line in bill.lines):
        if category in said:
            yield said[category]
