"""What the portal reads of collection cases and payment plans."""

from datetime import date

from foyer_shared.contracts.amounts import Amount
from pydantic import AwareDatetime

from foyer_portal_bff.gateways.models.tolerant import Tolerant
from foyer_portal_bff.gateways.models.transfers import Transfer


class Instalment(Tolerant):
    """One instalment; `number` counts from 1."""

    number: int
    due_on: date
    amount: Amount


class PaymentPlan(Tolerant):
    """A payment plan: `requested`, `running`, `declined`, `completed`, `broken` or `withdrawn`."""

    id: str
    status: str
    total: Amount
    instalments: tuple[Instalment, ...]
    requested_at: AwareDatetime
    decline_reason: str | None = None


class CollectionCase(Tolerant):
    """A collection case; lists and the picture leave its stages and the plans to choose from out."""

    id: str
    number: str
    invoice_id: str
    invoice_number: str
    status: str
    stage: str
    due_on: date
    days_overdue: int
    amount: Amount
    fees: Amount
    total: Amount
    on_hold: bool
    external: bool
    outcome: str | None = None
    stages: tuple[str, ...] = ()
    pay_by: date | None = None
    named_fees: Amount | None = None
    fee_invoice_id: str | None = None
    payment_under_way: bool = False
    plan: PaymentPlan | None = None
    plan_options: tuple[tuple[Instalment, ...], ...] = ()
    transfer: Transfer | None = None
    """None when nothing is to be transferred, or nobody says where to."""
