"""What the next page says after something was done; a cookie carries only the name."""

from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.status import mark

SAVED = "saved"
MESSAGES_OFF = "messages_off"
MESSAGES_ON = "messages_on"
PAUSED = "paused"
PAUSE_PLANNED = "pause_planned"
RESUMED = "resumed"
RESUME_DATE_CHANGED = "resume_date_changed"
UNDONE = "undone"
CANCEL_RECEIVED = "cancel_received"
CANCELED = "canceled"
RESUBSCRIBED = "resubscribed"
PLAN_CHANGED = "plan_changed"
PLAN_PLANNED = "plan_planned"
PLAN_AWAITS_PAYMENT = "plan_awaits_payment"
DEVICE_FREED = "device_freed"
DISCOUNTED = "discounted"
TRIAL_EXTENDED = "trial_extended"
ASKED = "asked"
REFUND_ASKED = "refund_asked"
REPLIED = "replied"
SIGNED_OUT_ELSEWHERE = "signed_out_elsewhere"
SIGNED_OUT_THERE = "signed_out_there"
TICKET_CLOSED = "ticket_closed"
TICKET_REOPENED = "ticket_reopened"
ANNOUNCEMENT_DISMISSED = "announcement_dismissed"
CONTACT_ADDED = "contact_added"
CONTACT_ASKED = "contact_asked"
CONTACT_REMOVED = "contact_removed"
EMAIL_LINK_SENT = "email_link_sent"
IBAN_CHANGED = "iban_changed"
MANDATE_REPLACED = "mandate_replaced"
METHOD_ADDED = "method_added"
METHOD_CHOSEN = "method_chosen"
METHOD_REMOVED = "method_removed"
METHOD_REPLACED = "method_replaced"
PASSKEY_ADDED = "passkey_added"
PASSKEY_REMOVED = "passkey_removed"
PASSWORD_SET = "password_set"  # noqa: S105  A flash's name.
PAYMENT_PLAN_ASKED = "payment_plan_asked"
PAYMENT_PLAN_RUNS = "payment_plan_runs"

_TEXTS = {
    SAVED: mark("Saved."),
    MESSAGES_OFF: mark("Saved. These mails do not come any more; the switch brings them back."),
    MESSAGES_ON: mark("Saved. These mails come again."),
    PAUSED: mark("It is paused. Nothing is charged until it comes back."),
    PAUSE_PLANNED: mark("The pause is planned. Until then everything stays as it is."),
    RESUME_DATE_CHANGED: mark("It comes back on the day that you chose."),
    RESUMED: mark("It runs again."),
    UNDONE: mark("Undone. Everything stays as it was."),
    CANCEL_RECEIVED: mark("We have received your cancellation. A receipt comes by mail."),
    CANCELED: mark("It is canceled. A receipt comes by mail."),
    RESUBSCRIBED: mark("You are subscribed again."),
    PLAN_CHANGED: mark("It is changed."),
    PLAN_PLANNED: mark("The change is planned. Until then everything stays as it is."),
    PLAN_AWAITS_PAYMENT: mark("It changes as soon as the invoice is paid."),
    DEVICE_FREED: mark("The device is free. The license key can be used on another one."),
    TRIAL_EXTENDED: mark("Your trial is longer now. You see below when it ends."),
    DISCOUNTED: mark("The discount is yours. You see below how long it lasts."),
    EMAIL_LINK_SENT: mark("We have sent a link to the new address. Your address changes when it is opened."),
    IBAN_CHANGED: mark("Your account is changed. The mandate stays the same."),
    MANDATE_REPLACED: mark("Your account is changed. A new mandate has taken the place of the one before."),
    METHOD_ADDED: mark("Your payment method is added."),
    METHOD_CHOSEN: mark("It is used from now on."),
    METHOD_REMOVED: mark("It is removed."),
    METHOD_REPLACED: mark("The new payment method has taken the place of the one before."),
    PAYMENT_PLAN_ASKED: mark("We have your request for a payment plan. We look at it and write to you."),
    PAYMENT_PLAN_RUNS: mark("Your payment plan begins. You see below what is due when."),
    CONTACT_ADDED: mark("We have asked them by mail. Copies go to them as soon as they say yes."),
    CONTACT_ASKED: mark("We have sent them another link."),
    ANNOUNCEMENT_DISMISSED: mark("Dismissed. You find it among your notifications until it is over."),
    CONTACT_REMOVED: mark("They get no more copies."),
    PASSKEY_ADDED: mark("Your passkey is added. You can sign in with it from now on."),
    PASSKEY_REMOVED: mark("The passkey is removed. It signs nobody in any more."),
    PASSWORD_SET: mark("Your password is saved. You are signed out everywhere else."),
    SIGNED_OUT_ELSEWHERE: mark("You are signed out everywhere else."),
    SIGNED_OUT_THERE: mark("You are signed out there."),
    REPLIED: mark("Your answer is sent."),
    TICKET_CLOSED: mark("The ticket is closed. You can open it again within 14 days."),
    TICKET_REOPENED: mark("The ticket is open again."),
    REFUND_ASKED: mark("We have your request. We look at it and write to you."),
    ASKED: mark("Thank you. We will answer as soon as we can."),
}


def flash_text(name: str, reader: Reader) -> str:
    """The words for a name, "" for none and for what is no name."""
    text = _TEXTS.get(name)
    return reader.say(text) if text else ""
