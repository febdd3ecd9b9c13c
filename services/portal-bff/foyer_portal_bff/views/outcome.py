"""How a payment, or a method that is added, has ended, or where it stands: the truth, and what to do next."""

from collections.abc import Mapping
from dataclasses import dataclass

from foyer_portal_bff.gateways.models.payments import Payment, PaymentSetup
from foyer_portal_bff.views.payment_reasons import payment_reason
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.status import Tone


@dataclass(frozen=True, slots=True)
class Way:
    """Where to go on."""

    href: str
    text: str


@dataclass(frozen=True, slots=True)
class OutcomePage:
    """One page for all outcomes; `looks_again`: something is still waited for."""

    heading: str
    tone: Tone
    text: str
    reason: str
    amount: str
    invoices: tuple[Way, ...]
    first: Way
    other: Way | None
    looks_again: str
    """Its own address while it is under way, else ""."""


_UNDER_WAY = frozenset({"created", "processing"})
_Said = tuple[str, Tone, str, Way, Way | None]
"""Heading, tone, text, the first way on and perhaps another."""


def payment_outcome(payment: Payment, numbers: Mapping[str, str], reader: Reader) -> OutcomePage:
    """`numbers` are those of its invoices, by their ids."""
    invoices = tuple(
        Way(f"/invoices/{part.invoice_id}", numbers.get(part.invoice_id, part.invoice_id))
        for part in payment.invoices
    )
    back = Way(invoices[0].href, reader.say("To the invoice")) if len(invoices) == 1 else _list(reader)
    again = Way(_again(payment), reader.say("Pay in another way"))
    heading, tone, text, first, other = _of_payment(payment, reader, back=back, again=again)
    return OutcomePage(
        heading=heading,
        tone=tone,
        text=text,
        reason=_reason(payment.failure.code if payment.failure else None, reader),
        amount=reader.money(payment.amount),
        invoices=invoices,
        first=first,
        other=other,
        looks_again=f"/payments/{payment.id}" if payment.status in _UNDER_WAY else "",
    )


def setup_outcome(setup: PaymentSetup, reader: Reader) -> OutcomePage:
    """Of a method that has not become one, or not yet."""
    back = Way("/payment-methods", reader.say("Payment methods"))
    heading, tone, text, first, other = _of_setup(setup, reader, back=back)
    return OutcomePage(
        heading=heading,
        tone=tone,
        text=text,
        reason=_reason(setup.failure.code if setup.failure else None, reader),
        amount="",
        invoices=(),
        first=first,
        other=other,
        looks_again=f"/payment-methods/added/{setup.id}" if setup.status in _UNDER_WAY else "",
    )


def _of_setup(setup: PaymentSetup, reader: Reader, *, back: Way) -> _Said:
    match setup.status:
        case "created" | "processing":
            text = reader.say("This takes a moment. You need not wait here.")
            return reader.say("Your payment method is being checked"), "info", text, back, None
        case "requires_action" if setup.action_url:
            text = reader.say("Something is still to be confirmed on our payment provider's page.")
            go_on = Way(setup.action_url, reader.say("Go on"))
            return reader.say("Your payment method is not added yet"), "warn", text, go_on, back
        case _:
            text = reader.say("Nothing has changed, and nothing was charged.")
            again = Way("/payment-methods/add", reader.say("Try again"))
            return reader.say("Your payment method was not added"), "bad", text, again, back


def _of_payment(payment: Payment, reader: Reader, *, back: Way, again: Way) -> _Said:
    match payment.status:
        case "succeeded":
            text = reader.say("Thank you. A receipt comes by mail.")
            return reader.say("It is paid"), "good", text, back, None
        case "created" | "processing":
            text = reader.say("A bank can take some days. You need not pay again, and hear from us by mail.")
            return reader.say("Your payment is under way"), "info", text, back, None
        case "requires_action" if payment.action_url:
            text = reader.say("Something is still to be confirmed. Until then nothing is charged.")
            go_on = Way(payment.action_url, reader.say("Go on"))
            return reader.say("Your payment is not finished"), "warn", text, go_on, again
        case "failed":
            text = reader.say("Nothing was charged.")
            return reader.say("The payment did not work"), "bad", text, again, back
        case _:
            text = reader.say("Nothing was charged.")
            return reader.say("The payment was not made"), "warn", text, again, back


def _again(payment: Payment) -> str:
    return "/pay?" + "&".join(f"invoice={part.invoice_id}" for part in payment.invoices)


def _list(reader: Reader) -> Way:
    return Way("/invoices", reader.say("To the invoices"))


def _reason(code: str | None, reader: Reader) -> str:
    return payment_reason(code, reader) if code else ""
