"""The lines of an invoice, an order or a credit note."""

from dataclasses import dataclass

from foyer_portal_bff.gateways.models.invoicing import Line
from foyer_portal_bff.views.reader import Reader


@dataclass(frozen=True, slots=True)
class ChargedLine:
    """One of them."""

    description: str
    quantity: int
    unit_amount: str
    tax: str
    amount: str


def charged_lines(lines: tuple[Line, ...], reader: Reader) -> tuple[ChargedLine, ...]:
    """As they are shown."""
    return tuple(
        ChargedLine(
            description=line.description,
            quantity=line.quantity,
            unit_amount=_unit_amount(line, reader),
            tax=percent(line.tax_percent) if line.tax_percent is not None else "",
            amount=reader.money(line.amount),
        )
        for line in lines
    )


def percent(rate: float | str) -> str:
    """`21 %`."""
    return f"{float(rate):g} %"


def _unit_amount(line: Line, reader: Reader) -> str:
    """Beside an amount without tax a price with tax would puzzle."""
    if line.unit_amount is None or line.tax_behavior == "inclusive":
        return ""
    return reader.money(line.unit_amount)
