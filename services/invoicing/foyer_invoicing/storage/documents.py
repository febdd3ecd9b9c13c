"""Lines and sums of documents as they are stored: once, with the document, since they never change."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from foyer_shared.basics.money import Money

from foyer_invoicing.domain.line import Line, TaxedLine
from foyer_invoicing.domain.tax import TaxClass
from foyer_invoicing.domain.totals import TaxSubtotal, Totals
from foyer_invoicing.storage.rows import DocumentRow


def lines_as_stored(lines: Sequence[TaxedLine]) -> list[dict[str, Any]]:
    """Minor units and percents; the currency is the document's."""
    return [
        {
            "description": taxed.line.description,
            "quantity": taxed.line.quantity,
            "unit_amount": taxed.line.unit_amount.amount,
            "tax_class": taxed.line.tax_class,
            "product_id": taxed.line.product_id,
            "percent": str(taxed.percent),
            "tax": taxed.tax.amount,
        }
        for taxed in lines
    ]


def lines_from_stored(stored: Sequence[Mapping[str, Any]], currency: str) -> tuple[TaxedLine, ...]:
    """The lines again."""
    return tuple(
        TaxedLine(
            Line(
                description=line["description"],
                quantity=line["quantity"],
                unit_amount=Money(line["unit_amount"], currency),
                tax_class=TaxClass(line["tax_class"]),
                product_id=line["product_id"],
            ),
            Decimal(line["percent"]),
            Money(line["tax"], currency),
        )
        for line in stored
    )


def totals_as_stored(totals: Totals) -> dict[str, Any]:
    """The columns of a document that hold its sums."""
    return {
        "currency": totals.total.currency,
        "subtotal": totals.subtotal.amount,
        "tax": totals.tax.amount,
        "total": totals.total.amount,
        "taxes": [
            {"percent": str(each.percent), "taxable": each.taxable.amount, "tax": each.tax.amount}
            for each in totals.taxes
        ],
    }


def totals_from_stored(row: DocumentRow) -> Totals:
    """The sums again."""
    return Totals(
        subtotal=Money(row.subtotal, row.currency),
        tax=Money(row.tax, row.currency),
        total=Money(row.total, row.currency),
        taxes=tuple(
            TaxSubtotal(
                Decimal(each["percent"]),
                Money(each["taxable"], row.currency),
                Money(each["tax"], row.currency),
            )
            for each in row.taxes
        ),
    )
