"""How money is transferred to a business."""

from datetime import date

from foyer_shared.contracts.amounts import Amount

from foyer_portal_bff.gateways.models.tolerant import Tolerant


class Transfer(Tolerant):
    """How what is open, or an instalment of it, is paid by bank transfer; `iban` has no blanks."""

    amount: Amount
    iban: str
    bic: str | None = None
    holder: str | None = None
    reference: str
    """To be given with it."""
    instalment_due_on: date | None = None
    """None: all that is open is to be paid."""
