"""What the tests of notifications start from: copies of Northwind and Ada, and events as they arrive."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from foyer_notifications.domain.business import Business, Mailing
from foyer_notifications.domain.message import Message
from foyer_notifications.messages import HANDLERS
from foyer_notifications.storage.messages import Messages
from foyer_shared.basics.ids import new_id
from foyer_shared.basics.origin import Actor, Scope
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.entitlements import EntitlementData, EntitlementGranted
from foyer_shared.contracts.envelope import Envelope, Event
from foyer_shared.contracts.invoicing import (
    CollectionCaseAdvanced,
    CollectionCaseData,
    CollectionCaseHeld,
    CollectionCaseOpened,
    CollectionCaseReleased,
    CollectionCaseSettled,
    CreditNoteData,
    CreditNoteDocumentReady,
    CustomerCreated,
    CustomerData,
    CustomerTaxIdInvalid,
    FileData,
    InstalmentData,
    InvoiceBalanceUsed,
    InvoiceData,
    InvoiceDocumentReady,
    InvoiceDueSoon,
    InvoiceOverdue,
    InvoicePaymentFailed,
    InvoiceReminderDue,
    InvoiceReopened,
    OrderCanceled,
    OrderData,
    OrderFulfilled,
    OrderPlaced,
    PaymentPlanApproved,
    PaymentPlanBroken,
    PaymentPlanCompleted,
    PaymentPlanData,
    PaymentPlanDeclined,
    PaymentPlanInstalmentDue,
    PaymentPlanRequested,
    ReceiptData,
    ReceiptDocumentReady,
    RefundPartData,
)
from foyer_shared.contracts.payments import (
    MandateAmended,
    MandateData,
    MandateFailed,
    PaidInvoiceData,
    PaymentData,
    PaymentMethodData,
    PaymentMethodExpiring,
    PaymentMethodNotAdded,
    PaymentScheduled,
    RefundData,
    RefundFailed,
    RefundSucceeded,
)
from foyer_shared.contracts.portal import BrandData, BusinessCreated, BusinessData, DeclarationWaiting
from foyer_shared.contracts.subscriptions import (
    LinkedServiceData,
    PlanData,
    SubscriptionActivated,
    SubscriptionCanceled,
    SubscriptionCancellationRefused,
    SubscriptionCancellationRequested,
    SubscriptionCancellationScheduled,
    SubscriptionCancellationWithdrawn,
    SubscriptionCompleted,
    SubscriptionCreated,
    SubscriptionData,
    SubscriptionItemData,
    SubscriptionLineData,
    SubscriptionPastDue,
    SubscriptionPaused,
    SubscriptionPauseScheduled,
    SubscriptionPauseWithdrawn,
    SubscriptionPlanChanged,
    SubscriptionPlanChangeRequested,
    SubscriptionPlanChangeScheduled,
    SubscriptionPlanChangeWithdrawn,
    SubscriptionPriceChangeAnnounced,
    SubscriptionPriceChangeWithdrawn,
    SubscriptionQuantityChanged,
    SubscriptionReactivated,
    SubscriptionRenewalUpcoming,
    SubscriptionResumed,
    SubscriptionResumeScheduled,
    SubscriptionSuspended,
    SubscriptionTrialEnding,
)
from foyer_shared.contracts.support import TicketData, TicketOpened, TicketReplied
from foyer_shared.messaging.dispatcher import Dispatcher
from foyer_shared.messaging.transport import Delivery, Done, Verdict
from foyer_shared.messaging.transport import Message as BusMessage
from foyer_shared.storage.database import Database
from foyer_shared.storage.sealing import Seal, new_seal_key
from foyer_shared.testing.makers import A_LOGIN, ADA, NORTHWIND, NOW
from foyer_shared.testing.plugin import MakeDatabase

Receive = Callable[..., Awaitable[Verdict]]


@pytest_asyncio.fixture
async def database(make_database: MakeDatabase) -> Database:
    """An empty database."""
    return await make_database("notifications")


@pytest.fixture
def seal() -> Seal:
    """A seal with a key of its own."""
    return Seal([new_seal_key()])


@pytest.fixture
def northwind() -> BusinessData:
    """A Dutch business whose mail is on."""
    return BusinessData(
        business_id=NORTHWIND,
        legal_name="Northwind Traders B.V.",
        slug="northwind",
        country="NL",
        currency="EUR",
        zone="Europe/Amsterdam",
        language="nl",
        number_prefix="NW",
        mode="sandbox",
        mail="on",
        portal_url="http://localhost:8080",
        support_email="help@northwind.example",
        brand=BrandData(name="Northwind", accent="#0f766e"),
    )


@pytest.fixture
def ada() -> CustomerData:
    """A customer who reads English."""
    return CustomerData(customer_id=ADA, name="Ada Lovelace", email="ada@example.com", language="en")


@pytest.fixture
def business() -> Business:
    """Northwind, as mails know it."""
    return Business(
        id=NORTHWIND,
        version=1,
        name="Northwind",
        legal_name="Northwind Traders B.V.",
        accent="#0f766e",
        language="nl",
        zone="Europe/Amsterdam",
        mail=Mailing.ON,
        portal_url="http://localhost:8080",
        support_email="help@northwind.example",
    )


@pytest.fixture
def dispatcher(database: Database) -> Dispatcher:
    """Knows what has a message."""
    return Dispatcher("notifications", database, HANDLERS)


@pytest.fixture
def receive(dispatcher: Dispatcher) -> Receive:
    """Lets an event arrive as from the bus; says what the dispatcher made of it."""

    async def receive(
        event: Event,
        *,
        event_id: str | None = None,
        version: int = 1,
        business_id: str = NORTHWIND,
        at: datetime = NOW,
        actor: Actor = A_LOGIN,
    ) -> Verdict:
        envelope = Envelope(
            id=event_id or new_id("evt"),
            source=f"/{event.owner}",
            type=event.type,
            time=at,
            subject="any",
            subjectversion=version,
            businessid=business_id,
            actor=str(actor),
            businesstime=at,
            data=event.model_dump(mode="json"),
        )
        body = envelope.model_dump_json().encode()
        return await dispatcher.dispatch(
            Delivery(BusMessage(envelope.id, envelope.routing_key(), body), attempt=1)
        )

    return receive


@pytest_asyncio.fixture
async def known(receive: Receive, northwind: BusinessData, ada: CustomerData) -> None:
    """Northwind and Ada have arrived."""
    assert await receive(BusinessCreated(business=northwind)) == Done()
    assert await receive(CustomerCreated(customer=ada)) == Done()


@pytest.fixture
def messages(database: Database) -> Callable[[], Awaitable[list[Message]]]:
    """Reads all of Northwind's messages, the newest first."""

    async def messages() -> list[Message]:
        async with database.session() as session:
            return await Messages(session).list_page(Scope(NORTHWIND), before=None, limit=100)

    return messages


@pytest.fixture
def a_subscription() -> Callable[..., SubscriptionData]:
    """Makes Ada's monthly Studio, with any field changed."""

    def make(**changes: Any) -> SubscriptionData:
        item = SubscriptionItemData(
            price_id="price_1",
            product_id="prod_1",
            product_name="Studio",
            quantity=1,
            unit_amount=Amount(amount=2900, currency="EUR"),
        )
        data = SubscriptionData(
            subscription_id="sub_1",
            customer_id=ADA,
            status="active",
            name="Studio",
            items=(item,),
            amount=item.unit_amount,
            interval="month",
            interval_count=1,
            collection="automatic",
            current_period_start=datetime(2026, 3, 1, tzinfo=UTC),
            current_period_end=datetime(2026, 3, 31, 22, tzinfo=UTC),
        )
        return data.model_copy(update=changes)

    return make


@pytest.fixture
def paused(a_subscription: Callable[..., SubscriptionData]) -> SubscriptionPaused:
    """Studio was paused until 1 June."""
    return SubscriptionPaused(
        subscription=a_subscription(status="paused"),
        paused_at=NOW,
        resumes_at=datetime(2026, 5, 31, 22, tzinfo=UTC),
    )


@pytest.fixture
def canceled(a_subscription: Callable[..., SubscriptionData]) -> SubscriptionCanceled:
    """Studio was canceled at once, and some of what was paid comes back."""
    credit = SubscriptionLineData(
        price_id="price_1",
        product_id="prod_1",
        description="Studio",
        quantity=1,
        unit_amount=Amount(amount=2900, currency="EUR"),
        amount=Amount(amount=1203, currency="EUR"),
    )
    return SubscriptionCanceled(
        subscription=a_subscription(status="canceled"),
        canceled_at=NOW,
        cause="requested",
        change_id="chg_1",
        mode="immediate",
        reason="low_quality",
        message="Thank you all the same.",
        credit_lines=(credit, credit.model_copy(update={"amount": Amount(amount=730, currency="EUR")})),
        credit_to="balance",
        linked_services=(LinkedServiceData(name="ada.example", url="https://dns.example/ada"),),
    )


@pytest.fixture
def requested(a_subscription: Callable[..., SubscriptionData]) -> SubscriptionCancellationRequested:
    """Studio is to end after the period that runs now."""
    return SubscriptionCancellationRequested(
        subscription=a_subscription(),
        change_id="chg_1",
        effective_at=datetime(2026, 4, 8, 22, tzinfo=UTC),
        mode="request",
        reason="too_expensive",
        message="Thank you all the same.",
        linked_services=(
            LinkedServiceData(name="ada.example", url="https://dns.example/ada"),
            LinkedServiceData(name="Ada's <shop>", url="https://shop.example/ada"),
        ),
    )


@pytest.fixture
def causes(
    a_subscription: Callable[..., SubscriptionData],
    paused: SubscriptionPaused,
    requested: SubscriptionCancellationRequested,
    canceled: SubscriptionCanceled,
) -> dict[str, Event]:
    """An event for each message that has one, by the message's key."""
    subscription = a_subscription()
    ticket = TicketData(
        ticket_id="tic_1", number="T-7", customer_id=ADA, subject="Help", category="billing", status="open"
    )
    invoice = InvoiceData(
        invoice_id="inv_1",
        number="NW-0007",
        customer_id=ADA,
        total=Amount(amount=12100, currency="EUR"),
        open=Amount(amount=2100, currency="EUR"),
        issued_on=date(2026, 2, 1),
        due_on=date(2026, 3, 1),
    )
    case = CollectionCaseData(
        case_id="case_1",
        number="NW-C-1001",
        customer_id=ADA,
        invoice_id="inv_1",
        invoice_number="NW-0007",
        stage="friendly_reminder",
        amount=Amount(amount=2100, currency="EUR"),
        fees=Amount(amount=0, currency="EUR"),
        due_on=date(2026, 3, 1),
        days_overdue=9,
    )
    plan = PaymentPlanData(
        plan_id="plan_1",
        customer_id=ADA,
        invoice_id="inv_1",
        invoice_number="NW-0007",
        case_id="case_1",
        total=Amount(amount=2100, currency="EUR"),
        instalments=tuple(
            InstalmentData(
                number=number, due_on=date(2026, 2 + number, 17), amount=Amount(amount=1050, currency="EUR")
            )
            for number in (1, 2)
        ),
    )
    refund = RefundData(
        refund_id="ref_1",
        payment_id="pay_1",
        customer_id=ADA,
        amount=Amount(amount=3000, currency="EUR"),
        credit_note_id="crn_1",
    )
    order = OrderData(
        order_id="ord_1",
        number="O-3",
        customer_id=ADA,
        total=Amount(amount=12100, currency="EUR"),
        invoice_id="inv_1",
    )
    one = PlanData(
        name=subscription.name,
        items=subscription.items,
        amount=subscription.amount,
        interval="month",
        interval_count=1,
    )
    team = one.model_copy(
        update={
            "name": "Team",
            "amount": Amount(amount=59_000, currency="EUR"),
            "interval": "year",
            "items": (subscription.items[0].model_copy(update={"quantity": 5}),),
        }
    )
    change: dict[str, Any] = {
        "subscription": subscription,
        "change_id": "chg_1",
        "quote_id": "quo_1",
        "kind": "upgrade",
        "after": team,
    }
    return {
        "subscription_plan_change_requested": SubscriptionPlanChangeRequested(
            **change,
            effective_at=NOW,
            lapses_at=datetime(2026, 3, 11, 9, 30, tzinfo=UTC),
            lines=(),
            before=one,
        ),
        "subscription_plan_change_scheduled": SubscriptionPlanChangeScheduled(
            **change, effective_at=subscription.current_period_end, before=one
        ),
        "subscription_plan_change_withdrawn": SubscriptionPlanChangeWithdrawn(
            **change, cause="lapsed", awaiting_payment=True
        ),
        "subscription_plan_changed": SubscriptionPlanChanged(
            **change, effective_at=NOW, due="next_invoice", before=one
        ),
        "subscription_quantity_changed": SubscriptionQuantityChanged(
            **change, effective_at=NOW, due="paid", before=one
        ),
        "subscription_price_change_announced": SubscriptionPriceChangeAnnounced(
            subscription=subscription,
            change_id="chg_1",
            migration_id="mig_1",
            effective_at=subscription.current_period_end,
            before=one,
            after=one.model_copy(update={"amount": Amount(amount=3500, currency="EUR")}),
        ),
        "subscription_price_change_withdrawn": SubscriptionPriceChangeWithdrawn(
            subscription=subscription,
            change_id="chg_1",
            migration_id="mig_1",
            effective_at=subscription.current_period_end,
        ),
        "subscription_activated": SubscriptionActivated(subscription=subscription),
        "subscription_pause_scheduled": SubscriptionPauseScheduled(
            subscription=subscription,
            change_id="chg_1",
            effective_at=subscription.current_period_end,
            resumes_at=datetime(2026, 5, 31, 22, tzinfo=UTC),
        ),
        "subscription_pause_withdrawn": SubscriptionPauseWithdrawn(
            subscription=subscription, change_id="chg_1"
        ),
        "subscription_paused": paused,
        "subscription_resume_scheduled": SubscriptionResumeScheduled(
            subscription=subscription, change_id="chg_1", resumes_at=datetime(2026, 5, 31, 22, tzinfo=UTC)
        ),
        "subscription_resumed": SubscriptionResumed(subscription=subscription, resumed_at=NOW),
        "subscription_past_due": SubscriptionPastDue(subscription=subscription, invoice_id="inv_1"),
        "subscription_resubscribed": SubscriptionCreated(
            subscription=subscription, resubscribed_from="sub_0"
        ),
        "subscription_cancellation_requested": requested,
        "subscription_cancellation_scheduled": SubscriptionCancellationScheduled(
            subscription=subscription,
            change_id="chg_1",
            effective_at=subscription.current_period_end,
            mode="period_end",
        ),
        "subscription_cancellation_withdrawn": SubscriptionCancellationWithdrawn(
            subscription=subscription, change_id="chg_1", linked_services=requested.linked_services
        ),
        "subscription_reactivated": SubscriptionReactivated(subscription=subscription, change_id="chg_1"),
        "subscription_canceled": canceled,
        "subscription_cancellation_refused": SubscriptionCancellationRefused(
            subscription=subscription,
            declaration_id="dcl_1",
            receipt_number="NW-D-1001",
            received_at=NOW,
            code="cancel_not_offered",
            reason="low_quality",
            message="Thank you all the same.",
        ),
        "declaration_waiting": DeclarationWaiting(
            declaration_id="dcl_1",
            number="NW-D-1001",
            kind="cancellation",
            customer_id=ADA,
            subscription_id="sub_1",
            subscription_name="Studio",
            received_at=NOW,
            reason="low_quality",
            message="Thank you all the same.",
            content_hash="0" * 64,
        ),
        "subscription_completed": SubscriptionCompleted(
            subscription=a_subscription(status="completed"), completed_at=subscription.current_period_end
        ),
        "subscription_trial_ending": SubscriptionTrialEnding(
            subscription=a_subscription(status="trialing"), trial_ends_at=subscription.current_period_end
        ),
        "subscription_renewal_upcoming": SubscriptionRenewalUpcoming(
            subscription=a_subscription(interval="year"), renews_at=subscription.current_period_end
        ),
        "subscription_suspended": SubscriptionSuspended(
            subscription=a_subscription(status="suspended"), invoice_id="inv_1"
        ),
        "entitlement_granted": EntitlementGranted(
            entitlement=EntitlementData(
                grant_id="grant_1",
                entitlement_id="ent_1",
                product_id="prod_1",
                customer_id=ADA,
                kind="file",
                name="Brush pack",
                subscription_id="sub_1",
            ),
            expires_at=NOW + timedelta(days=30),
        ),
        "order_placed": OrderPlaced(order=order),
        "order_fulfilled": OrderFulfilled(order=order, by="business"),
        "order_canceled": OrderCanceled(order=order),
        "invoice_ready": InvoiceDocumentReady(
            invoice_id="inv_1",
            number="NW-0007",
            customer_id=ADA,
            pdf=FileData(key="inv_1.pdf", size=1, sha256="0" * 64),
            xml=FileData(key="inv_1.xml", size=1, sha256="0" * 64),
            invoice=invoice.model_copy(update={"open": invoice.total}),
            status="open",
            finalized_at=NOW,
        ),
        "invoice_balance_used": InvoiceBalanceUsed(
            invoice=invoice, amount=Amount(amount=10000, currency="EUR")
        ),
        "invoice_reopened": InvoiceReopened(invoice=invoice),
        "payment_receipt": ReceiptDocumentReady(
            receipt=ReceiptData(
                number="NW-R-0003",
                customer_id=ADA,
                invoice_id="inv_1",
                invoice_number="NW-0007",
                payment_id="ipay_1",
                amount=Amount(amount=10000, currency="EUR"),
                paid_at=NOW,
                open=Amount(amount=2100, currency="EUR"),
            ),
            pdf=FileData(key="ipay_1.pdf", size=1, sha256="0" * 64),
        ),
        "credit_note_ready": CreditNoteDocumentReady(
            credit_note=CreditNoteData(
                credit_note_id="crn_1",
                number="NW-CN-0002",
                customer_id=ADA,
                invoice_id="inv_1",
                invoice_number="NW-0007",
                total=Amount(amount=6000, currency="EUR"),
                settled=Amount(amount=2100, currency="EUR"),
                to_balance=Amount(amount=900, currency="EUR"),
                refunds=(
                    RefundPartData(payment_id="pay_1", amount=Amount(amount=1000, currency="EUR")),
                    RefundPartData(payment_id="pay_2", amount=Amount(amount=2000, currency="EUR")),
                ),
                issued_on=date(2026, 3, 10),
                reason="Arrived broken",
            ),
            issued_at=NOW,
            pdf=FileData(key="crn_1.pdf", size=1, sha256="0" * 64),
            xml=FileData(key="crn_1.xml", size=1, sha256="0" * 64),
        ),
        "tax_id_invalid": CustomerTaxIdInvalid(customer_id=ADA, label="DE ···5976"),
        "refund_sent": RefundSucceeded(refund=refund),
        "refund_failed": RefundFailed(refund=refund, code="account_closed"),
        "invoice_overdue": InvoiceOverdue(invoice=invoice),
        "payment_method_expiring": PaymentMethodExpiring(
            payment_method=PaymentMethodData(
                payment_method_id="pm_1",
                customer_id=ADA,
                kind="card",
                label="Visa ···4242",
                is_default=True,
            ),
            last_day=date(2026, 3, 31),
            days=30,
        ),
        "payment_method_not_added": PaymentMethodNotAdded(
            setup_id="pset_1", customer_id=ADA, kinds=("sepa_debit",), code="setup_lapsed"
        ),
        "mandate_amended": MandateAmended(
            mandate=MandateData(
                mandate_id="mdt_1", payment_method_id="pm_1", customer_id=ADA, reference="NW-MND-1"
            ),
            before="SEPA ···3000",
            after="SEPA ···4300",
        ),
        "mandate_failed": MandateFailed(
            mandate=MandateData(
                mandate_id="mdt_1", payment_method_id="pm_1", customer_id=ADA, reference="NW-MND-1"
            ),
            code="AC04",
            next="new_account",
        ),
        "payment_scheduled": PaymentScheduled(
            payment=PaymentData(
                payment_id="pay_1",
                customer_id=ADA,
                amount=Amount(amount=2100, currency="EUR"),
                invoices=(PaidInvoiceData(invoice_id="inv_1", amount=Amount(amount=2100, currency="EUR")),),
                payment_method_id="pm_1",
                kind="sepa_debit",
                attempt=1,
            ),
            collects_at=NOW + timedelta(days=14),
            numbers=("NW-0007",),
            mandate=MandateData(
                mandate_id="mdt_1", payment_method_id="pm_1", customer_id=ADA, reference="NW-MND-1"
            ),
            creditor_identifier="NL98ZZZ12345678901",
        ),
        "invoice_due_soon": InvoiceDueSoon(invoice=invoice),
        "invoice_reminder_due": InvoiceReminderDue(invoice=invoice, days_overdue=7),
        "invoice_payment_failed": InvoicePaymentFailed(
            invoice=invoice,
            attempt=1,
            severity="soft",
            code="insufficient_funds",
            next_attempt_at=NOW + timedelta(days=1),
        ),
        "collection_case_opened": CollectionCaseOpened(case=case),
        "collection_case_advanced": CollectionCaseAdvanced(
            case=case.model_copy(
                update={
                    "stage": "formal_notice",
                    "pay_by": date(2026, 3, 24),
                    "named_fees": Amount(amount=4000, currency="EUR"),
                }
            )
        ),
        "collection_case_held": CollectionCaseHeld(case=case, reason="dispute"),
        "collection_case_released": CollectionCaseReleased(
            case=case.model_copy(update={"fees": Amount(amount=4000, currency="EUR")})
        ),
        "collection_case_settled": CollectionCaseSettled(case=case, outcome="paid"),
        "payment_plan_requested": PaymentPlanRequested(plan=plan),
        "payment_plan_approved": PaymentPlanApproved(plan=plan, by_rule=False),
        "payment_plan_declined": PaymentPlanDeclined(plan=plan, reason="Too long."),
        "payment_plan_instalment_due": PaymentPlanInstalmentDue(
            plan=plan, instalment=plan.instalments[0], open=plan.instalments[0].amount
        ),
        "payment_plan_broken": PaymentPlanBroken(plan=plan),
        "payment_plan_completed": PaymentPlanCompleted(plan=plan),
        "ticket_opened": TicketOpened(ticket=ticket),
        "ticket_replied": TicketReplied(ticket=ticket, reply_id="rep_1", by="staff", text="Done."),
    }
