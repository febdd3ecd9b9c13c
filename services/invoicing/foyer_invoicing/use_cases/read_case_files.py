"""A collection case with all that is told and shown of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from foyer_shared.basics.bank_accounts import BankAccount
from foyer_shared.basics.money import Money
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.collection_case import CaseStatus, CollectionCase, Stage, fee_of, stages_of
from foyer_invoicing.domain.collection_fee import CollectionFee, collection_fee
from foyer_invoicing.domain.collection_settings import CollectionSettings
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.invoice import Collection, Invoice
from foyer_invoicing.domain.payment_plan import (
    LIVE,
    Instalment,
    PaymentPlan,
    PlanStatus,
    asked_for,
    make_instalments,
)
from foyer_invoicing.domain.retry_schedule import Collecting
from foyer_invoicing.storage.businesses import Businesses
from foyer_invoicing.storage.collecting import Collectings
from foyer_invoicing.storage.collection_rules import CollectionRules
from foyer_invoicing.storage.customers import Customers
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.storage.payment_plans import PaymentPlans


@dataclass(frozen=True, slots=True)
class NextInstalment:
    """What a plan that runs asks for next of one invoice, `of` so many; `automatic` when it is charged."""

    instalment: Instalment
    of: int
    automatic: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """The case as it stands today."""

    case: CollectionCase
    invoice: Invoice
    fee_invoice: Invoice | None
    lawful_fee: CollectionFee | None
    """What may be charged for collecting it."""
    plan: PaymentPlan | None
    """The newest one."""
    under_way: bool
    """The outcome of a payment is waited for."""
    collecting: Collecting | None
    """Where the collecting of the invoice by charges stands."""
    settings: CollectionSettings
    today: date

    @property
    def amount(self) -> Money:
        """What is open of the invoice."""
        return self.invoice.open

    @property
    def fees(self) -> Money:
        """What is open of the costs."""
        return self.fee_invoice.open if self.fee_invoice else self.invoice.open * 0

    @property
    def total(self) -> Money:
        """What is open in all."""
        return self.amount + self.fees

    @property
    def waits(self) -> bool:
        """Whether the business asks for nothing: it is on hold, or others collect it."""
        case = self.case
        return case.status is CaseStatus.OPEN and bool(case.held_at or case.external_at)

    @property
    def transfer_to(self) -> BankAccount | None:
        """Where the customer transfers all of it; nowhere while it waits, or others collect it."""
        if self.waits or self.under_way:
            return None
        of_costs = self.fee_invoice.transfer_to if self.fee_invoice else None
        return self.invoice.transfer_to or of_costs

    @property
    def days_overdue(self) -> int:
        """Since the due date; of a closed case, until it was closed."""
        return max((self.today - self.invoice.due_on).days, 0)

    @property
    def fee(self) -> CollectionFee | None:
        """What may be charged in this case."""
        return fee_of(self.case, self.lawful_fee)

    @property
    def stages(self) -> tuple[Stage, ...]:
        """Those that it goes through."""
        return stages_of(self.case, self.fee)

    @property
    def live_plan(self) -> PaymentPlan | None:
        """The plan that waits for an answer, or runs."""
        return self.plan if self.plan and self.plan.status in LIVE else None

    @property
    def plan_runs(self) -> bool:
        """Whether the customer pays in instalments."""
        return self.live_plan is not None and self.live_plan.status is PlanStatus.RUNNING

    @property
    def instalment(self) -> Instalment | None:
        """What is to be transferred next by a plan that runs, of the invoice and its costs."""
        asked = self.instalment_of(self.invoice)
        of_costs = self.fee_invoice and self.instalment_of(self.fee_invoice)
        return replace(asked, amount=asked.amount + of_costs.amount) if asked and of_costs else asked

    def instalment_of(self, invoice: Invoice) -> Instalment | None:
        """The same, of the invoice first, then of its costs; nothing of what is charged."""
        found = self.next_of(invoice)
        if found is None:
            return None
        if not found.automatic:
            return found.instalment
        return replace(found.instalment, amount=found.instalment.amount * 0)

    def next_of(self, invoice: Invoice) -> NextInstalment | None:
        """What is to be paid next by a plan that runs, of the invoice first, then of its costs."""
        if self.plan is None or not self.plan_runs:
            return None
        asked = asked_for(self.plan, self.total, today=self.today)
        of_invoice, count = min(asked.amount, self.amount), len(self.plan.instalments)
        if invoice.case_id:
            return NextInstalment(replace(asked, amount=asked.amount - of_invoice), count, automatic=False)
        automatic = self._is_charged(self.plan, asked)
        return NextInstalment(replace(asked, amount=of_invoice), count, automatic)

    @property
    def asked_of(self) -> Invoice:
        """Whose number is given with a transfer: the costs', once nothing of the invoice is asked for."""
        instalment = self.instalment_of(self.invoice)
        asked = instalment.amount if instalment else self.amount
        return self.invoice if asked.amount else self.fee_invoice or self.invoice

    def _is_charged(self, plan: PaymentPlan, asked: Instalment) -> bool:
        """Whether it will be charged on its day, or is now: what was charged in vain is transferred."""
        if self.collecting is None or self.invoice.collection is not Collection.AUTOMATIC:
            return False
        return asked.number > plan.announced or self.collecting.awaits_outcome

    @property
    def plans_offered(self) -> bool:
        """Whether the business offers plans in this case."""
        own = self.case.plan_offered
        return self.settings.plans_offered if own is None else own

    @property
    def plan_options(self) -> tuple[tuple[Instalment, ...], ...]:
        """The plans that the customer can ask for now, as they would be from today on."""
        case = self.case
        closed = case.status is CaseStatus.SETTLED or case.external_at or case.held_at
        if not self.plans_offered or closed or self.live_plan:
            return ()
        return tuple(
            make_instalments(self.total, count, begins_on=self.today)
            for count in self.settings.instalments
            if self.total.amount >= count
        )


async def read_case_files(work: Work, cases: Sequence[CollectionCase]) -> list[CaseFile]:
    """In the cases' order, by as many queries whether one or many."""
    if not cases:
        return []
    business = await Businesses(work.session).get(work.scope)
    ids = [*(case.invoice_id for case in cases), *(case.fee_invoice_id or "" for case in cases)]
    invoices = await Invoices(work.session).by_id(work.scope, ids)
    customers = await Customers(work.session).by_id(work.scope, [case.customer_id for case in cases])
    plans = await PaymentPlans(work.session).latest_of(work.scope, [case.id for case in cases])
    under_way = await Collectings(work.session).under_way_of(work.scope, ids)
    collectings = await Collectings(work.session).by_id(work.scope, ids)
    settings = await CollectionRules(work.session).settings(work.scope)
    return [
        CaseFile(
            case=case,
            invoice=invoices[case.invoice_id],
            fee_invoice=invoices[case.fee_invoice_id] if case.fee_invoice_id else None,
            lawful_fee=_lawful(invoices[case.invoice_id], customers[case.customer_id], business.country),
            plan=plans.get(case.id),
            under_way=bool(under_way & {case.invoice_id, case.fee_invoice_id or ""}),
            collecting=collectings.get(case.invoice_id),
            settings=settings,
            today=business.local_date(case.settled_at or work.now),
        )
        for case in cases
    ]


def _lawful(invoice: Invoice, customer: Customer, seat: str) -> CollectionFee | None:
    return collection_fee(invoice.open, country=customer.country or seat, kind=customer.kind)
