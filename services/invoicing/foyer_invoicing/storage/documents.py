"""Lines and sums of documents and tax quotes as they are stored: once, since they never change."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from foyer_shared.basics.money import Money

from foyer_invoicing.domain.line import Line, TaxedLine
from foyer_invoicing.domain.tax import Supply, TaxBehavior, TaxCategory, TaxClass
from foyer_invoicing.domain.totals import TaxSubtotal, Totals
from foyer_invoicing.storage.rows import PricedRow


def lines_as_stored(lines: Sequence[TaxedLine]) -> list[dict[str, Any]]:
    """Minor units and percents; the currency is the document's."""
    return [
        {
            "description": taxed.line.description,
            "quantity": taxed.line.quantity,
            "amount": taxed.line.amount.amount,
            "unit_amount": taxed.line.unit_amount.amount if taxed.line.unit_amount else None,
            "discount": taxed.line.discount.amount if taxed.line.discount else None,
            "tax_class": taxed.line.tax_class,
            "supply": taxed.line.supply,
            "tax_behavior": taxed.line.tax_behavior,
            "product_id": taxed.line.product_id,
            "reference": taxed.line.reference,
            "shipping": taxed.line.shipping,
            "of_line": taxed.line.of_line,
            "percent": str(taxed.percent),
            "category": taxed.category,
            "net": taxed.net.amount,
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
                amount=Money(line["amount"], currency),
                unit_amount=None if line["unit_amount"] is None else Money(line["unit_amount"], currency),
                # Lines from before it was kept have none.
                discount=Money(line["discount"], currency) if line.get("discount") else None,
                tax_class=TaxClass(line["tax_class"]),
                supply=Supply(line.get("supply", Supply.SERVICES)),
                tax_behavior=TaxBehavior(line["tax_behavior"]),
                product_id=line["product_id"],
                reference=line["reference"],
                shipping=line.get("shipping", False),
                of_line=line.get("of_line"),
            ),
            Decimal(line["percent"]),
            TaxCategory(line["category"]),
            Money(line["net"], currency),
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
            {
                "percent": str(each.percent),
                "category": each.category,
                "taxable": each.taxable.amount,
                "tax": each.tax.amount,
            }
            for each in totals.taxes
        ],
    }


def totals_from_stored(row: PricedRow) -> Totals:
    """The sums again."""
    return Totals(
        subtotal=Money(row.subtotal, row.currency),
        tax=Money(row.tax, row.currency),
        total=Money(row.total, row.currency),
        taxes=tuple(
            TaxSubtotal(
                Decimal(each["percent"]),
                TaxCategory(each["category"]),
                Money(each["taxable"], row.currency),
                Money(each["tax"], row.currency),
            )
            for each in row.taxes
        ),
    )
