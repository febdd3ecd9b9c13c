"""From an event to the message about it, once however often the event comes."""

import re
from collections.abc import Awaitable, Callable

import html5lib
import pytest
from foyer_notifications.domain.catalogue import CATALOGUE, CUSTOMER_EMAIL_CHANGED, Recipient
from foyer_notifications.domain.message import Message, State
from foyer_notifications.gateways.wording import LOCALES
from foyer_shared.contracts.entitlements import EntitlementGranted
from foyer_shared.contracts.envelope import Event
from foyer_shared.contracts.invoicing import CustomerCreated, CustomerData, CustomerUpdated
from foyer_shared.contracts.portal import BusinessCreated, BusinessData, BusinessUpdated
from foyer_shared.contracts.subscriptions import SubscriptionPaused
from foyer_shared.contracts.support import TicketReplied
from foyer_shared.messaging.transport import Done, Retry, Verdict
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO, NORTHWIND, NOW
from foyer_shared.testing.outbox import announced

Receive = Callable[..., Awaitable[Verdict]]
Read = Callable[[], Awaitable[list[Message]]]

CAUSED = sorted(
    kind.key
    for kind in CATALOGUE.values()
    if kind.event and kind is not CUSTOMER_EMAIL_CHANGED and kind.recipient is not Recipient.VISITOR
)
PLACEHOLDER = re.compile(r"[{}]|%\(")

SAYS = {
    "subscription_activated": (
        "Studio is active",
        "Studio is actief",
        "Next charge: 1 April 2026",
        "/subscriptions/sub_1",
    ),
    "subscription_plan_change_requested": (
        "Studio: pay to change to Team",
        "Studio: betaal om over te stappen naar Team",
        "Price from then on: €590.00 / year\nTo be paid by: 11 March 2026, 10:30 CET",
        "/subscriptions/sub_1",
    ),
    "subscription_plan_change_scheduled": (
        "Studio changes on 1 April 2026",
        "Studio wijzigt op 1 april 2026",
        "New plan: Team\nQuantity: 5\nChanges on: 1 April 2026",
        "/subscriptions/sub_1",
    ),
    "subscription_plan_change_withdrawn": (
        "Studio stays as it is",
        "Studio blijft zoals het is",
        "The change of your subscription Studio to Team was not paid in time",
        "/subscriptions/sub_1",
    ),
    "subscription_plan_changed": (
        "Your subscription is now Team",
        "Uw abonnement is nu Team",
        "Price from now on: €590.00 / year",
        "/subscriptions/sub_1",
    ),
    "subscription_price_change_announced": (
        "Studio: a new price from 1 April 2026",
        "Studio: een nieuwe prijs vanaf 1 april 2026",
        "Price until then: €29.00\nPrice from then on: €35.00 / month\nChanges on: 1 April 2026",
        "/subscriptions/sub_1",
    ),
    "subscription_price_change_withdrawn": (
        "Studio keeps its price",
        "Studio houdt zijn prijs",
        "Price: €29.00 / month",
        "/subscriptions/sub_1",
    ),
    "subscription_quantity_changed": (
        "Studio: 5 from now on",
        "Studio: vanaf nu 5",
        "Quantity before: 1\nQuantity from now on: 5",
        "/subscriptions/sub_1",
    ),
    "subscription_pause_scheduled": (
        "Studio will pause on 1 April 2026",
        "Studio wordt op 1 april 2026 gepauzeerd",
        "Asked for on: 10 March 2026, 10:30 CET",
        "/subscriptions/sub_1",
    ),
    "subscription_pause_withdrawn": (
        "Studio will not pause",
        "Studio wordt niet gepauzeerd",
        "Withdrawn on: 10 March 2026, 10:30 CET",
        "/subscriptions/sub_1",
    ),
    "subscription_paused": (
        "Studio is paused",
        "Studio is gepauzeerd",
        "Paused on: 10 March 2026, 10:30 CET\nComes back on: 1 June 2026",
        "/subscriptions/sub_1",
    ),
    "subscription_resume_scheduled": (
        "Studio comes back on another day",
        "Studio komt op een andere dag terug",
        "Changed on: 10 March 2026, 10:30 CET\nComes back on: 1 June 2026",
        "/subscriptions/sub_1",
    ),
    "subscription_resumed": (
        "Studio is active again",
        "Studio is weer actief",
        "Price: €29.00 / month",
        "/subscriptions/sub_1",
    ),
    "subscription_past_due": (
        "A payment for Studio is overdue",
        "Een betaling voor Studio is te laat",
        "An invoice for your subscription Studio was not paid in time.",
        "/subscriptions/sub_1",
    ),
    "subscription_resubscribed": (
        "Studio begins again",
        "Studio begint opnieuw",
        "Subscribed on: 10 March 2026, 10:30 CET\nPrice: €29.00 / month\nNext charge: 1 April 2026",
        "/subscriptions/sub_1",
    ),
    "subscription_cancellation_requested": (
        "Studio will end on 9 April 2026",
        "Studio eindigt op 9 april 2026",
        "Received on: 10 March 2026, 10:30 CET\nEnds on: 9 April 2026, 00:00 CEST\nNext charge: 1 April 2026",
        "/subscriptions/sub_1",
    ),
    "subscription_cancellation_scheduled": (
        "Studio will end on 1 April 2026",
        "Studio eindigt op 1 april 2026",
        "Ends on: 1 April 2026, 00:00 CEST\n\nNo further period is charged.",
        "/subscriptions/sub_1",
    ),
    "subscription_cancellation_withdrawn": (
        "Studio goes on",
        "Studio loopt door",
        "Taken back on: 10 March 2026, 10:30 CET\nNext charge: 1 April 2026",
        "/subscriptions/sub_1",
    ),
    "subscription_reactivated": (
        "Studio goes on",
        "Studio loopt door",
        "The planned end of Studio is called off.",
        "/subscriptions/sub_1",
    ),
    "subscription_canceled": (
        "Studio has ended",
        "Studio is beëindigd",
        "Ended on: 10 March 2026, 10:30 CET\nComes back: €19.33",
        "/subscriptions/sub_1",
    ),
    "subscription_cancellation_refused": (
        "Your cancellation of Studio: we look into it",
        "Uw opzegging van Studio: we zoeken het uit",
        "Receipt: NW-D-1001\nReceived on: 10 March 2026, 10:30 CET\n",
        "/declarations/dcl_1",
    ),
    "declaration_waiting": (
        "We have received your cancellation of Studio",
        "We hebben uw opzegging van Studio ontvangen",
        "Receipt: NW-D-1001\nReceived on: 10 March 2026, 10:30 CET\n",
        "/declarations/dcl_1",
    ),
    "subscription_completed": (
        "Studio has come to its end",
        "De looptijd van Studio is voorbij",
        "Ended on: 1 April 2026, 00:00 CEST",
        "/subscriptions/sub_1",
    ),
    "subscription_trial_ending": (
        "Your trial of Studio ends on 1 April 2026",
        "Uw proefperiode van Studio eindigt op 1 april 2026",
        "Trial ends on: 1 April 2026, 00:00 CEST\nPrice from then on: €29.00 / month",
        "/subscriptions/sub_1",
    ),
    "subscription_renewal_upcoming": (
        "Studio renews on 1 April 2026",
        "Studio wordt op 1 april 2026 verlengd",
        "Renews on: 1 April 2026\nPrice: €29.00 / year",
        "/subscriptions/sub_1",
    ),
    "subscription_suspended": (
        "Studio is suspended",
        "Studio is opgeschort",
        "Once the invoice is paid, the subscription goes on by itself.",
        "/invoices/inv_1",
    ),
    "entitlement_granted": (
        "Your download is ready: Brush pack",
        "Uw download staat klaar: Brush pack",
        "What it is: Brush pack\nCan be downloaded until: 9 April 2026",
        "/subscriptions/sub_1",
    ),
    "order_placed": ("Your order O-3", "Uw bestelling O-3", "Total: €121.00", "/orders/ord_1"),
    "order_fulfilled": (
        "Your order O-3 is fulfilled",
        "Uw bestelling O-3 is geleverd",
        "Order: O-3\nFulfilled on: 10 March 2026",
        "/orders/ord_1",
    ),
    "order_canceled": (
        "Your order O-3 is canceled",
        "Uw bestelling O-3 is geannuleerd",
        "Order: O-3\nCanceled on: 10 March 2026",
        "/orders/ord_1",
    ),
    "invoice_ready": (
        "Your invoice NW-0007",
        "Uw factuur NW-0007",
        "Total: €121.00\nTo be paid: €121.00\nDue on: 1 March 2026\n",
        "/invoices/inv_1",
    ),
    "invoice_balance_used": (
        "Invoice NW-0007: paid from your balance",
        "Factuur NW-0007: betaald van uw tegoed",
        "Invoice: NW-0007\nFrom your balance: €100.00\nStill open: €21.00\n",
        "/invoices/inv_1",
    ),
    "invoice_reopened": (
        "Invoice NW-0007 is open again",
        "Factuur NW-0007 staat weer open",
        "Total: €121.00\nStill open: €21.00\n",
        "/invoices/inv_1",
    ),
    "payment_receipt": (
        "Receipt for invoice NW-0007",
        "Betalingsbewijs voor factuur NW-0007",
        "Receipt number: NW-R-0003\nInvoice: NW-0007\nReceived on: 10 March 2026\nAmount: €100.00\n",
        "/invoices/inv_1",
    ),
    "credit_note_ready": (
        "Your credit note NW-CN-0002",
        "Uw creditnota NW-CN-0002",
        "Invoice: NW-0007\nDate: 10 March 2026\nGiven back: €60.00\nReason: Arrived broken\n",
        "/credit-notes/crn_1",
    ),
    "refund_sent": (
        "We have sent €30.00 back to you",
        "We hebben € 30,00 aan u teruggestort",
        "Sent back: €30.00\n",
        "/credit-notes/crn_1",
    ),
    "refund_failed": (
        "We could not send €30.00 back to you",
        "We konden € 30,00 niet aan u terugstorten",
        "In your balance: €30.00\n",
        "/balance",
    ),
    "invoice_overdue": (
        "Invoice NW-0007 is overdue",
        "Factuur NW-0007 is nog niet betaald",
        "Still open: €21.00",
        "/invoices/inv_1",
    ),
    "tax_id_invalid": (
        "We cannot confirm VAT id DE ···5976",
        "Wij kunnen btw-nummer DE ···5976 niet bevestigen",
        "From your next invoice on we charge tax as for a customer",
        "/details",
    ),
    "payment_method_expiring": (
        "Visa ···4242 works until 31 March 2026",
        "Visa ···4242 werkt tot en met 31 maart 2026",
        "You pay with Visa ···4242. It works until 31 March 2026; ",
        "/payment-methods/add",
    ),
    "payment_method_not_added": (
        "Your payment method could not be added",
        "Uw betaalmethode kon niet worden toegevoegd",
        "Please add it again, or",
        "/payment-methods/add",
    ),
    "mandate_amended": (
        "Your account for mandate NW-MND-1 has changed",
        "Uw rekening voor machtiging NW-MND-1 is gewijzigd",
        "Before: SEPA ···3000\nFrom now on: SEPA ···4300",
        "/payment-methods",
    ),
    "mandate_failed": (
        "We can no longer collect with mandate NW-MND-1",
        "Wij kunnen niet meer incasseren met machtiging NW-MND-1",
        "Your bank says that nothing can be collected from",
        "/payment-methods/add",
    ),
    "payment_scheduled": (
        "We collect €21.00 on 24 March 2026",
        "Wij incasseren € 21,00 op 24 maart 2026",
        "Mandate reference: NW-MND-1\nCreditor identifier: NL98ZZZ12345678901",
        "/invoices/inv_1",
    ),
    "invoice_due_soon": (
        "Invoice NW-0007 is due on 1 March 2026",
        "Factuur NW-0007 moet uiterlijk 1 maart 2026 betaald zijn",
        "Still open: €21.00",
        "/invoices/inv_1",
    ),
    "invoice_reminder_due": (
        "Reminder: invoice NW-0007 is still open",
        "Herinnering: factuur NW-0007 staat nog open",
        "Still open: €21.00",
        "/invoices/inv_1",
    ),
    "invoice_payment_failed": (
        "We could not collect invoice NW-0007",
        "We konden factuur NW-0007 niet incasseren",
        "Still open: €21.00\nNext try: 11 March 2026",
        "/invoices/inv_1",
    ),
    "collection_case_opened": (
        "Invoice NW-0007 is waiting for your payment",
        "Factuur NW-0007 wacht op uw betaling",
        "Case: NW-C-1001\nInvoice: NW-0007\nWas due on: 1 March 2026\nStill open: €21.00",
        "/collection-cases/case_1",
    ),
    "collection_case_advanced": (
        "Formal notice: invoice NW-0007",
        "Aanmaning: factuur NW-0007",
        "Please pay €21.00 by 24 March 2026 at the latest.",
        "/collection-cases/case_1",
    ),
    "collection_case_held": (
        "Case NW-C-1001 is on hold",
        "Dossier NW-C-1001 is aangehouden",
        "You told us that something is not right with invoice NW-0007.",
        "/collection-cases/case_1",
    ),
    "collection_case_released": (
        "Case NW-C-1001 goes on",
        "Dossier NW-C-1001 loopt verder",
        "Collection costs: €40.00\nTo pay in all: €61.00",
        "/collection-cases/case_1",
    ),
    "collection_case_settled": (
        "Case NW-C-1001 is closed",
        "Dossier NW-C-1001 is gesloten",
        "invoice NW-0007 is paid, and the case is closed.",
        "/collection-cases/case_1",
    ),
    "payment_plan_requested": (
        "We have your request for a payment plan",
        "We hebben uw verzoek om een betalingsregeling",
        "17 March 2026: €10.50\n17 April 2026: €10.50\nIn all: €21.00",
        "/collection-cases/case_1",
    ),
    "payment_plan_approved": (
        "Your payment plan for invoice NW-0007",
        "Uw betalingsregeling voor factuur NW-0007",
        "you pay invoice NW-0007 in 2 instalments.",
        "/collection-cases/case_1",
    ),
    "payment_plan_declined": (
        "Your request for a payment plan",
        "Uw verzoek om een betalingsregeling",
        "> Too long.",
        "/collection-cases/case_1",
    ),
    "payment_plan_instalment_due": (
        "Instalment 1 of 2 is due today",
        "Termijn 1 van 2 is vandaag te betalen",
        "please pay €10.50 now.",
        "/collection-cases/case_1",
    ),
    "payment_plan_broken": (
        "Your payment plan has ended",
        "Uw betalingsregeling is gestopt",
        "An instalment for invoice NW-0007 was not paid in time",
        "/collection-cases/case_1",
    ),
    "payment_plan_completed": (
        "Your payment plan is completed",
        "Uw betalingsregeling is afgerond",
        "all instalments for invoice NW-0007 are paid.",
        "/collection-cases/case_1",
    ),
    "ticket_opened": (
        "We have your request T-7",
        "We hebben uw vraag T-7 ontvangen",
        "> Help",
        "/support/tic_1",
    ),
    "ticket_replied": (
        "An answer to your request T-7",
        "Antwoord op uw vraag T-7",
        "> Done.",
        "/support/tic_1",
    ),
}


IN_GERMAN = {
    "collection_case_advanced": "Mahnung: Rechnung NW-0007",
    "collection_case_held": "Vorgang NW-C-1001 ruht",
    "collection_case_opened": "Rechnung NW-0007 wartet auf Ihre Zahlung",
    "collection_case_released": "Vorgang NW-C-1001 geht weiter",
    "collection_case_settled": "Vorgang NW-C-1001 ist abgeschlossen",
    "credit_note_ready": "Ihre Rechnungskorrektur NW-CN-0002",
    "declaration_waiting": "Wir haben Ihre Kündigung von Studio erhalten",
    "entitlement_granted": "Ihr Download steht bereit: Brush pack",
    "invoice_balance_used": "Rechnung NW-0007: aus Ihrem Guthaben bezahlt",
    "invoice_due_soon": "Rechnung NW-0007 ist am 1. März 2026 fällig",
    "invoice_overdue": "Rechnung NW-0007 ist überfällig",
    "invoice_payment_failed": "Wir konnten Rechnung NW-0007 nicht einziehen",
    "invoice_ready": "Ihre Rechnung NW-0007",
    "invoice_reminder_due": "Erinnerung: Rechnung NW-0007 ist noch offen",
    "invoice_reopened": "Rechnung NW-0007 ist wieder offen",
    "mandate_failed": "Wir können mit dem Mandat NW-MND-1 nicht mehr einziehen",
    "order_canceled": "Ihre Bestellung O-3 ist storniert",
    "order_fulfilled": "Ihre Bestellung O-3 ist ausgeführt",
    "order_placed": "Ihre Bestellung O-3",
    "payment_method_expiring": "Visa ···4242 ist bis zum 31. März 2026 gültig",
    "payment_plan_approved": "Ihre Ratenzahlung für Rechnung NW-0007",
    "payment_plan_broken": "Ihre Ratenzahlung ist beendet",
    "payment_plan_completed": "Ihre Ratenzahlung ist abgeschlossen",
    "payment_plan_declined": "Ihr Antrag auf Ratenzahlung",
    "payment_plan_instalment_due": "Rate 1 von 2 ist heute fällig",
    "payment_plan_requested": "Wir haben Ihren Antrag auf Ratenzahlung erhalten",
    "payment_receipt": "Zahlungsbeleg zu Rechnung NW-0007",
    "payment_method_not_added": "Ihre Zahlungsart konnte nicht hinzugefügt werden",
    "tax_id_invalid": "Wir können die USt-IdNr. DE ···5976 nicht bestätigen",
    "mandate_amended": "Ihr Konto für das Mandat NW-MND-1 wurde geändert",
    "payment_scheduled": "Wir ziehen am 24. März 2026 21,00 € ein",
    "refund_failed": "Wir konnten Ihnen 30,00 € nicht zurückzahlen",
    "refund_sent": "Wir haben Ihnen 30,00 € zurückgezahlt",
    "subscription_activated": "Studio ist aktiv",
    "subscription_canceled": "Studio ist beendet",
    "subscription_cancellation_refused": "Ihre Kündigung von Studio: Wir kümmern uns darum",
    "subscription_cancellation_requested": "Studio endet am 9. April 2026",
    "subscription_cancellation_scheduled": "Studio endet am 1. April 2026",
    "subscription_cancellation_withdrawn": "Studio läuft weiter",
    "subscription_completed": "Die Laufzeit von Studio ist vorbei",
    "subscription_past_due": "Eine Zahlung für Studio ist überfällig",
    "subscription_pause_scheduled": "Studio pausiert ab dem 1. April 2026",
    "subscription_pause_withdrawn": "Studio pausiert nicht",
    "subscription_paused": "Studio pausiert",
    "subscription_plan_change_requested": "Studio: Bezahlen Sie, um zu Team zu wechseln",
    "subscription_plan_change_scheduled": "Studio ändert sich am 1. April 2026",
    "subscription_plan_change_withdrawn": "Studio bleibt, wie es ist",
    "subscription_plan_changed": "Ihr Abonnement ist jetzt Team",
    "subscription_price_change_announced": "Studio: ein neuer Preis ab dem 1. April 2026",
    "subscription_price_change_withdrawn": "Studio behält seinen Preis",
    "subscription_quantity_changed": "Studio: ab jetzt 5",
    "subscription_reactivated": "Studio läuft weiter",
    "subscription_renewal_upcoming": "Studio verlängert sich am 1. April 2026",
    "subscription_resubscribed": "Studio beginnt wieder",
    "subscription_resume_scheduled": "Studio läuft an einem anderen Tag wieder",
    "subscription_resumed": "Studio ist wieder aktiv",
    "subscription_suspended": "Studio ist gesperrt",
    "subscription_trial_ending": "Ihr Probezeitraum von Studio endet am 1. April 2026",
    "ticket_opened": "Wir haben Ihre Anfrage T-7 erhalten",
    "ticket_replied": "Antwort auf Ihre Anfrage T-7",
}
"""The subjects."""


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("key", CAUSED)
async def test_each_message_says_what_happened(
    receive: Receive, messages: Read, database: Database, causes: dict[str, Event], key: str
) -> None:
    subject, _, line, page = SAYS[key]
    for _ in range(2):
        assert await receive(causes[key], event_id="evt_1") == Done()
    async with database.session() as session:
        await session.execute(database.tables.inbox.delete())
    assert await receive(causes[key], event_id="evt_1") == Done()

    (message,) = await messages()
    assert (message.kind, message.to, message.language) == (key, "ada@example.com", "en")
    assert (message.state, message.cause, message.customer_id) == (State.QUEUED, "evt_1", ADA)
    assert (message.created_at, message.version) == (NOW, 1)
    assert message.content.subject == subject
    assert line in message.content.text
    assert f":\nhttp://localhost:8080{page}\n" in message.content.text
    assert f'href="http://localhost:8080{page}"' in message.content.html
    assert message.sealed is None
    assert await announced(database) == []


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("key", CAUSED)
@pytest.mark.parametrize(
    ("language", "subjects"),
    [("nl-BE", {key: says[1] for key, says in SAYS.items()}), ("de", IN_GERMAN)],
    ids=["nl", "de"],
)
async def test_each_message_is_whole_in_other_languages(
    receive: Receive,
    messages: Read,
    causes: dict[str, Event],
    ada: CustomerData,
    key: str,
    language: str,
    subjects: dict[str, str],
) -> None:
    await receive(CustomerUpdated(customer=ada.model_copy(update={"language": language})), version=2)
    await receive(causes[key])

    (message,) = await messages()
    assert (message.language, message.content.subject) == (language, subjects[key])
    assert PLACEHOLDER.findall(message.content.text) == []
    html5lib.HTMLParser(strict=True).parse(message.content.html)
    assert f'<html lang="{language}">' in message.content.html


def test_german_says_sie_and_writes_as_germans_do() -> None:
    """The words of the trade, and nobody is called by a first name's form."""
    words = (LOCALES / "de" / "LC_MESSAGES" / "messages.po").read_text()
    said = "\n".join(line for line in words.splitlines() if line.startswith("msgstr"))
    assert re.findall(r"\b(du|dich|dir|dein\w*|euch|euer\w*)\b", said, re.IGNORECASE) == []
    for term in ("Kündigung", "Abonnement", "Rechnungskorrektur", "Mandatsreferenz", "SEPA-Lastschrift"):
        assert term in said


@pytest.mark.usefixtures("known")
async def test_the_same_event_twice_is_one_message(
    receive: Receive, messages: Read, paused: SubscriptionPaused
) -> None:
    assert await receive(paused, event_id="evt_1") == Done()
    assert await receive(paused, event_id="evt_1") == Done()
    assert len(await messages()) == 1


@pytest.mark.usefixtures("known")
async def test_what_is_granted_again_after_a_pause_is_no_news(
    receive: Receive, messages: Read, causes: dict[str, Event]
) -> None:
    granted = causes["entitlement_granted"]
    assert await receive(granted.model_copy(update={"again": True})) == Done()
    assert await messages() == []


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    ("kind", "subject", "button"),
    [
        ("license_key", "Your license key: Studio for O'Brien & Co", "See the license key"),
        ("link", "Your access: Studio for O'Brien & Co", "Open the portal"),
    ],
)
async def test_a_key_or_a_link_of_an_order_leads_to_the_order(
    receive: Receive, messages: Read, causes: dict[str, Event], kind: str, subject: str, button: str
) -> None:
    granted = causes["entitlement_granted"]
    assert isinstance(granted, EntitlementGranted)
    bought = granted.entitlement.model_copy(
        update={
            "kind": kind,
            "name": "Studio for O'Brien & Co",
            "subscription_id": None,
            "order_id": "ord_1",
        }
    )
    assert await receive(EntitlementGranted(entitlement=bought)) == Done()
    (message,) = await messages()
    assert message.content.subject == subject
    assert f"{button}:\nhttp://localhost:8080/orders/ord_1\n" in message.content.text
    assert "downloaded until" not in message.content.text


@pytest.mark.usefixtures("known")
async def test_what_the_customer_wrote_is_not_mailed_back(
    receive: Receive, messages: Read, causes: dict[str, Event]
) -> None:
    answer = causes["ticket_replied"]
    assert isinstance(answer, TicketReplied)
    assert await receive(answer.model_copy(update={"by": "customer"})) == Done()
    assert await messages() == []


async def test_an_event_waits_for_the_customer_that_it_is_about(
    receive: Receive, messages: Read, northwind: BusinessData, ada: CustomerData, paused: SubscriptionPaused
) -> None:
    await receive(BusinessCreated(business=northwind))
    assert await receive(paused, event_id="evt_1") == Retry("NotYet: This customer is not known here yet.")
    assert await messages() == []

    await receive(CustomerCreated(customer=ada))
    assert await receive(paused, event_id="evt_1") == Done()
    assert [message.cause for message in await messages()] == ["evt_1"]


async def test_an_event_waits_for_its_business(
    receive: Receive, messages: Read, ada: CustomerData, paused: SubscriptionPaused
) -> None:
    await receive(CustomerCreated(customer=ada))
    assert await receive(paused) == Retry("NotYet: This business is not known here yet.")
    assert await messages() == []


@pytest.mark.usefixtures("known")
async def test_another_businesss_customer_is_nobody(
    receive: Receive, messages: Read, northwind: BusinessData, paused: SubscriptionPaused
) -> None:
    contoso = northwind.model_copy(update={"business_id": CONTOSO})
    await receive(BusinessCreated(business=contoso), business_id=CONTOSO)
    verdict = await receive(paused, business_id=CONTOSO)
    assert verdict == Retry("NotYet: This customer is not known here yet.")
    assert await messages() == []


async def test_held_mail_is_only_recorded(
    receive: Receive, messages: Read, northwind: BusinessData, ada: CustomerData, paused: SubscriptionPaused
) -> None:
    await receive(BusinessCreated(business=northwind.model_copy(update={"mail": "held"})))
    await receive(CustomerCreated(customer=ada))
    await receive(paused)
    (message,) = await messages()
    assert (message.state, message.next_try_at) == (State.HELD, None)

    await receive(BusinessUpdated(business=northwind), version=2)
    await receive(paused)
    assert [message.state for message in await messages()] == [State.QUEUED, State.HELD]


@pytest.mark.usefixtures("known")
async def test_an_older_copy_that_comes_late_changes_nothing(
    receive: Receive, messages: Read, ada: CustomerData, northwind: BusinessData, paused: SubscriptionPaused
) -> None:
    moved = ada.model_copy(update={"email": "ada@new.example"})
    await receive(CustomerUpdated(customer=moved), version=3)
    await receive(CustomerUpdated(customer=ada), version=2)
    renamed = northwind.model_copy(update={"support_email": "new@northwind.example"})
    await receive(BusinessUpdated(business=renamed), version=3)
    await receive(BusinessUpdated(business=northwind), version=2)

    await receive(paused)
    (message,) = [message for message in await messages() if message.kind == "subscription_paused"]
    assert (message.to, message.reply_to) == ("ada@new.example", "new@northwind.example")
    assert message.business_id == NORTHWIND


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("key", ["mandate_failed", "invoice_payment_failed"])
async def test_nobody_is_asked_to_pay_for_who_has_died(
    receive: Receive, messages: Read, causes: dict[str, Event], key: str
) -> None:
    died = {"code": "MD07"} | ({"next": "stop"} if key == "mandate_failed" else {})
    assert await receive(causes[key].model_copy(update=died)) == Done()
    assert await messages() == []


@pytest.mark.usefixtures("known")
async def test_another_mandate_may_be_of_the_same_account(
    receive: Receive, messages: Read, causes: dict[str, Event]
) -> None:
    await receive(causes["mandate_failed"].model_copy(update={"code": "MD01", "next": "new_mandate"}))

    (message,) = await messages()
    assert "Please add your account again: with that you sign a new mandate." in " ".join(
        message.content.text.split()
    )
