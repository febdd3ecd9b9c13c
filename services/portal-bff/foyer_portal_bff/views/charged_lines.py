"""The lines of an invoice, an order or a credit note, and the sums below them."""

from dataclasses import dataclass

from foyer_portal_bff.gateways.models.credits import CreditNote
from foyer_portal_bff.gateways.models.invoicing import Invoice, Line, Order, TaxOfRate
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.status import mark

_UNTAXED = {
    "exempt": mark("Exempt from tax: {amount}"),
    "reverse_charge": mark("Reverse charge on {amount}"),
    "intra_community": mark("Intra-Community supply: {amount}"),
    "export": mark("Export: {amount}"),
    "outside_scope": mark("Not subject to tax: {amount}"),
}
"""Why there is no rate."""


@dataclass(frozen=True, slots=True)
class ChargedLine:
    """One of them."""

    description: str
    quantity: int
    unit_amount: str
    tax: str
    amount: str
    note: str
    """What has come off it, "" when nothing did."""


@dataclass(frozen=True, slots=True)
class SumRow:
    """What stands below the lines, above the total or below it."""

    name: str
    amount: str
    note: str = ""


def sum_rows(charged: Invoice | Order | CreditNote, reader: Reader) -> tuple[SumRow, ...]:
    """The sum without tax, and the tax of each rate; the tax as a whole where nobody says of which rates."""
    rows = []
    if charged.subtotal:
        rows.append(SumRow(reader.say("Subtotal"), reader.money(charged.subtotal)))
    rows += [SumRow(_of_rate(each, reader), reader.money(each.tax)) for each in charged.taxes]
    if charged.tax and not charged.taxes:
        rows.append(SumRow(reader.say("Tax"), reader.money(charged.tax)))
    return tuple(rows)


def accounting_row(charged: Invoice | CreditNote, reader: Reader) -> SumRow | None:
    """What stands below the total: the tax in the currency of the business's books, where that is another."""
    said = charged.accounting_tax
    if said is None:
        return None
    rate = said.exchange_rate
    note = reader.say(
        "Exchange rate of {day}: {one} 1 = {other} {rate}",
        day=reader.day(rate.valid_from),
        one=rate.from_currency,
        other=rate.to_currency,
        rate=reader.decimal(rate.rate),
    )
    name = reader.say("Tax in {currency}", currency=said.tax.currency)
    return SumRow(name, reader.money(said.tax), note)


def _of_rate(each: TaxOfRate, reader: Reader) -> str:
    said = _UNTAXED.get(each.category, mark("Tax {percent} on {amount}"))
    return reader.say(said, percent=reader.percent(each.percent), amount=reader.money(each.taxable))


def charged_lines(lines: tuple[Line, ...], reader: Reader) -> tuple[ChargedLine, ...]:
    """As they are shown."""
    return tuple(
        ChargedLine(
            description=line.description,
            quantity=line.quantity,
            unit_amount=_unit_amount(line, reader),
            tax=reader.percent(line.tax_percent) if line.tax_percent is not None else "",
            amount=reader.money(line.amount),
            note=reader.say("Discount of {amount}", amount=reader.money(line.discount))
            if line.discount
            else "",
        )
        for line in lines
    )


def _unit_amount(line: Line, reader: Reader) -> str:
    """Beside an amount without tax a price with tax would puzzle."""
    if line.unit_amount is None or line.tax_behavior == "inclusive":
        return ""
    return reader.money(line.unit_amount)
