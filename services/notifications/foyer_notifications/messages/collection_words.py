"""What the messages about collection cases and payment plans say of them."""

from typing import Any

from foyer_shared.contracts.invoicing import CollectionCaseData, PaymentPlanData

from foyer_notifications.messages.transfer_words import transfer_words


def case_words(case: CollectionCaseData) -> dict[str, Any]:
    """A case, what is to be paid for it, and how to transfer that."""
    amount, fees = case.amount.money(), case.fees.money()
    return {
        "number": case.number,
        "invoice": case.invoice_number,
        "due_on": case.due_on,
        "amount": amount,
        "fees": fees,
        "total": amount + fees,
        "stage": case.stage,
        "external": case.external,
        "pay_by": case.pay_by,
        "named_fees": case.named_fees.money() if case.named_fees else None,
        "transfer": transfer_words(case.pay_to, reference=case.reference or case.invoice_number),
        "instalment": {"due_on": case.instalment.due_on, "amount": case.instalment.amount.money()}
        if case.instalment
        else None,
    }


def plan_words(plan: PaymentPlanData) -> dict[str, Any]:
    """A plan, and its instalments."""
    return {
        "invoice": plan.invoice_number,
        "count": len(plan.instalments),
        "total": plan.total.money() if plan.total else None,
        "instalments": [{"due_on": each.due_on, "amount": each.amount.money()} for each in plan.instalments],
    }
