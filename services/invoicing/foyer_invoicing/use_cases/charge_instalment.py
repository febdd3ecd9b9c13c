"""An instalment of an invoice that is collected automatically is charged for on its day."""

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.invoice import Collection
from foyer_invoicing.domain.payment_plan import Instalment, PaymentPlan, left_of
from foyer_invoicing.domain.retry_schedule import ask_again
from foyer_invoicing.storage.collecting import Collectings
from foyer_invoicing.use_cases.read_case_files import CaseFile
from foyer_invoicing.use_cases.told import announce_payment_due


async def charge_instalment(work: Work, plan: PaymentPlan, instalment: Instalment, file: CaseFile) -> bool:
    """By the next attempt for the invoice, and for no more than is open of it; whether it was asked for.

    What the customer pays by invoice they pay by themselves, also in instalments; so are the costs of the
    case. Nothing is asked for while a payment is under way.
    """
    if file.invoice.collection is not Collection.AUTOMATIC or file.under_way or not file.amount.amount:
        return False
    collectings = Collectings(work.session)
    collecting = await collectings.find_for_update(work.scope, file.invoice.id)
    if collecting is None or collecting.awaits_outcome:
        return False
    asked = ask_again(collecting)
    await collectings.save(asked)
    announce_payment_due(
        work,
        file.invoice,
        attempt=asked.attempt,
        amount=min(left_of(plan, instalment.number, file.total), file.amount),
        plan_id=plan.id,
        instalment=instalment.number,
    )
    return True
