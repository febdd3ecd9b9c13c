"""What a payment was made by, and why it failed or was taken back: in plain words, not in codes."""

from foyer_portal_bff.views.payment_methods import KINDS
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.status import mark

_TOO_LITTLE = mark("There was not enough money in the account.")
_CLOSED = mark("The account is closed or not known to the bank.")
_NOT_ALLOWED = mark("The bank was not allowed to collect from this account.")
_NO_DEBITS = mark("Nothing can be collected from this account. Please add another one.")
_NO_MANDATE = mark(
    "The bank does not accept the mandate. Please add the account again, and so sign a new one."
)
_DIED = mark("The bank told us that the account's holder has died.")
_OBJECTED = mark("The account's holder objected to it.")
_DECLINED = mark("The bank declined the card.")

_REASONS = {
    "insufficient_funds": _TOO_LITTLE,
    "card_declined": _DECLINED,
    "do_not_honor": _DECLINED,
    "lost_card": _DECLINED,
    "pickup_card": _DECLINED,
    "stolen_card": _DECLINED,
    "transaction_not_allowed": _DECLINED,
    "possible_fraud": _DECLINED,
    "inactive_card": _DECLINED,
    "account_closed": _CLOSED,
    "no_account": _CLOSED,
    "invalid_account_number": _CLOSED,
    "incorrect_account_details": _CLOSED,
    "bank_account_restricted": _NO_DEBITS,
    "bank_account_unusable": _NO_DEBITS,
    "debit_not_authorized": _NOT_ALLOWED,
    "customer_initiated": _OBJECTED,
    "processing_error": mark("The bank could not process it at the moment."),
    "authentication_failed": mark("The confirmation at the bank did not succeed."),
    "declined_by_customer": mark("It was stopped on the payment page."),
    "setup_lapsed": mark("The bank has not confirmed it in time."),
    "payment_method_gone": mark("The payment method was not there any more."),
    "expired_card": mark("The card has expired."),
    "authentication_required": mark("The bank asked for a confirmation that was not given."),
    "no_payment_method": mark("There was no way to pay."),
    "reversed_by_staff": mark("We recorded it by mistake, or your bank took it back."),
    "AM04": _TOO_LITTLE,
    "AC01": _CLOSED,
    "AC04": _CLOSED,
    "AC06": _NO_DEBITS,
    "AC13": _NO_DEBITS,
    "AG01": _NO_DEBITS,
    "AM05": mark("The bank took it for a second collection of the same amount, and did not pay it again."),
    "MD01": _NO_MANDATE,
    "MD02": _NO_MANDATE,
    "MD06": _OBJECTED,
    "MD07": _DIED,
    "MS02": _OBJECTED,
    "RC01": mark("The bank of this account is not known. Please add another account."),
    "SL01": mark(
        "The bank does not let us collect from this account. Please ask it to, or pay in another way."
    ),
    "recipient_deceased": _DIED,
    "MS03": mark("The bank did not say why."),
}
"""Codes of cards and debits as Stripe and Mollie name them, SEPA return codes (EPC173-14), and our own."""


def payment_reason(code: str | None, reader: Reader) -> str:
    """What to tell the reader; nothing where only the provider understands it."""
    return reader.say(_REASONS[code]) if code in _REASONS else ""


def payment_method(method: str | None, reader: Reader) -> str:
    """How it was paid, by its kind; "outside" is what staff have recorded, such as from a bank statement."""
    if method == "outside":
        return reader.say("Received outside the portal")
    return reader.say(KINDS[method]) if method in KINDS else method or ""
