"""An invoice that is not final yet: it has no number, is owed by nobody, and can be changed and dropped."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from foyer_shared.basics.errors import Conflict

from foyer_invoicing.domain.totals import Totals


class InvoiceIsFinal(Conflict):
    """It has its number; a credit note corrects it."""

    code = "invoice_is_final"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Its sums are those of the day of its last change; what is final is priced anew."""

    id: str
    """That of the invoice that it becomes."""
    business_id: str
    customer_id: str
    totals: Totals
    asked: Mapping[str, Any]
    """What is to be invoiced, as the door was asked for it."""
    made_at: datetime
    changed_at: datetime
