"""What a refusal says to the reader: one text for each code that a customer can meet."""

from dataclasses import dataclass

from foyer_shared.basics.errors import FoyerError, Kind

from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.status import mark

BY_CODE = {
    "pause_not_offered": mark("This subscription cannot be paused here. Please contact us."),
    "pause_limit_reached": mark("It has been paused as often as possible within a year. Please contact us."),
    "already_paused": mark("This subscription is paused already."),
    "pause_already_scheduled": mark("A pause is planned already. Undo it first to choose another date."),
    "cancellation_pending": mark("A cancellation is pending, so this is not possible."),
    "cancel_not_offered": mark("This subscription cannot be canceled here. Please contact us."),
    "cancellation_already_pending": mark("It is canceled already. You see below when it ends."),
    "subscription_already_ended": mark("This subscription has ended already."),
    "cancellation_reason_unknown": mark("The reasons have changed. Choose one of these, or none."),
    "cancellation_changed": mark("Something has changed since you opened this page. See what happens now."),
    "closing_blocked": mark("Something has to be settled first."),
    "customer_has_payment_under_way": mark("A payment is under way. It has to arrive first."),
    "customer_has_open_dispute": mark("A payment is disputed. That has to be decided first."),
    "customer_has_unfinished_orders": mark("An order is not finished yet."),
    "customer_has_open_invoices": mark("An invoice is still to be paid."),
    "customer_has_credit": mark("You have something to your credit. Ask us to pay it out first."),
    "no_cancellation_pending": mark("No cancellation is pending."),
    "reactivation_not_offered": mark("This cannot be done here. Please contact us."),
    "subscription_not_ended": mark("This subscription has not ended."),
    "already_resubscribed": mark("You have subscribed to it again already. It is in your list."),
    "price_not_sold": mark("This is no longer sold. Please contact us."),
    "method_needed": mark("It goes on by itself as soon as there is a payment method."),
    "plan_change_pending": mark("A change of plan waits already. Undo it first to choose another one."),
    "plan_change_not_offered": mark("The plan cannot be changed here. Please contact us."),
    "upgrade_not_offered": mark("A dearer plan cannot be chosen here. Please contact us."),
    "downgrade_not_offered": mark("A cheaper plan cannot be chosen here. Please contact us."),
    "cycle_change_not_offered": mark("The billing cycle cannot be changed here. Please contact us."),
    "quantity_change_not_offered": mark("The number of seats cannot be changed here. Please contact us."),
    "price_not_offered": mark("This plan is not offered for this subscription. Choose another one."),
    "price_not_unique": mark("This plan is not offered for this subscription. Choose another one."),
    "currency_differs": mark("This plan is not offered for this subscription. Choose another one."),
    "tax_behavior_differs": mark("This plan is not offered for this subscription. Choose another one."),
    "tax_behavior_unspecified": mark("The plan cannot be changed here. Please contact us."),
    "same_plan": mark("This is what you have now. Choose something else."),
    "quantity_out_of_range": mark("This number of seats is not possible. Choose another one."),
    "quantity_not_possible": mark("This number of seats is not possible. Choose another one."),
    "several_items": mark("This subscription has several items. Please contact us to change it."),
    "metered_not_changeable": mark("What is paid by use cannot be changed here. Please contact us."),
    "invoiced_not_changeable": mark("You pay by invoice. Please contact us to change the plan."),
    "method_not_supported": mark("Your payment method does not allow this. Please contact us."),
    "business_schedule_pending": mark("We have planned a change. Please contact us about it."),
    "timing_not_offered": mark("Choose one of the moments offered."),
    "quote_expired": mark("These amounts were binding for 15 minutes. You see below what it costs now."),
    "quote_outdated": mark("The subscription has changed. You see below what it costs now."),
    "quote_not_found": mark("You see below what it costs now."),
    "quote_already_used": mark("This change has been made already."),
    "payment_plan_not_offered": mark("A payment plan is not offered here. Please contact us."),
    "instalments_not_offered": mark("Choose one of the numbers of instalments offered."),
    "instalments_too_small": mark("So many instalments would be too small. Choose fewer."),
    "payment_plan_already_there": mark("You have asked for a payment plan already. You see it below."),
    "case_settled": mark("This case is closed. Nothing more is to be paid for it."),
    "case_on_hold": mark("This is on hold: nothing goes on until you hear from us."),
    "case_with_external": mark("We have given this to others to collect. Please contact us."),
    "custom_field_unknown": mark("What is asked has changed in the meantime. Please look at it again."),
    "custom_field_not_editable": mark("This is not changed here. Please contact us."),
    "download_limit_reached": mark("You have downloaded this as often as possible. Please contact us."),
    "download_expired": mark("The time to download this is over. Please contact us."),
    "entitlement_not_usable": mark("This is not available at the moment."),
    "file_not_there_yet": mark("It is being prepared. You get a message as soon as it is there."),
    "file_link_expired": mark("This link has expired. Download it once more from its page."),
    "activation_not_found": mark("This device is free already."),
    "wrong_state": mark("The subscription has changed in the meantime, so this is not possible now."),
    "resume_date_in_past": mark("This date has passed. Choose a later one."),
    "pause_too_short": mark("This date is too early. Choose one of the dates offered."),
    "pause_too_long": mark("This date is too late. Choose one of the dates offered."),
    "pause_timing_not_offered": mark("A pause can only begin when the paid period ends."),
    "pause_period_ended": mark("The paid period has ended. A pause can only begin now."),
    "not_paused": mark("This subscription is not paused."),
    "paused_by_business": mark("We paused this subscription. Please contact us to resume it."),
    "passkey_not_valid": mark("This passkey does not work here. Try again, or sign in in another way."),
    "passkey_not_named": mark("Give it a name of 1 to 60 characters."),
    "too_many_passkeys": mark("There can be 10 passkeys. Remove one to add another."),
    "password_too_short": mark("Choose a longer password: 12 characters or more."),
    "password_too_long": mark("Choose a shorter password: 128 characters at the most."),
    "password_too_common": mark("This password is too easy to guess. Choose another one."),
    "password_not_valid": mark("The address or the password is not right. You can also sign in by a mail."),
    "unknown_country": mark("Choose a country."),
    "too_many_requests": mark("That was tried too often. Please wait some minutes."),
    "promotion_codes_not_offered": mark("Promotion codes cannot be used here. Please contact us."),
    "promotion_code_unknown": mark("We do not know this code. Please check it."),
    "promotion_code_inactive": mark("This code is not valid any more."),
    "promotion_code_expired": mark("This code has expired."),
    "promotion_code_used_up": mark("This code has been used as often as it can be."),
    "promotion_code_used_before": mark("You have used this code already."),
    "promotion_code_not_first": mark("This code is for a first subscription only."),
    "promotion_code_not_for_product": mark("This code is for another product."),
    "coupon_inactive": mark("This code is not valid any more."),
    "coupon_expired": mark("This code has expired."),
    "coupon_used_up": mark("This code has been used as often as it can be."),
    "coupon_currency_differs": mark("This code is for another currency."),
    "discount_already_applied": mark("This subscription has this discount already."),
    "retention_offer_not_open": mark("This offer is no longer open."),
    "change_not_withdrawable": mark("This change cannot be undone."),
    "pending_change_not_found": mark("This change no longer waits: it has happened, or was undone."),
    "idempotency_key_reused": mark("This form was sent before with other answers. Please send it once more."),
    "form_not_ours": mark("This form is no longer valid. Please send it once more."),
    "language_not_offered": mark("Choose one of the languages in the list."),
    "code_not_valid": mark("This code is not right, or no longer valid. Check the newest mail from us."),
    "email_change_link_not_valid": mark(
        "This link does not work any more. Ask for a new one with your details."
    ),
    "email_change_link_used": mark("This link was used before. Your address is changed already."),
    "email_taken": mark("This address belongs to another account here. Please choose another one."),
    "payment_under_way": mark("A payment of this is under way already. You need not pay again."),
    "payment_method_not_chargeable": mark("This payment method cannot be used here. Choose another one."),
    "payment_method_not_found": mark("This payment method is not there any more. Choose another one."),
    "subscription_not_collected": mark("Nothing is charged by itself for this subscription any more."),
    "payment_method_needed": mark(
        "Subscriptions are paid with it. Add another one first, or ask for invoices."
    ),
    "payment_method_expired": mark("This payment method has expired. Choose another one."),
    "mandate_over": mark("The mandate of this payment method is over. Choose another one."),
    "no_provider_account": mark("Paying here is not possible at the moment. Please contact us."),
    "invoice_not_payable": mark("Nothing of this is to be paid any more."),
    "amount_above_open": mark("Less is to be paid by now. You see below how much."),
    "email_malformed": mark("This is not an address that mail can be sent to. Please choose another one."),
    "unsubscribe_link_not_valid": mark("This link does not work any more. Sign in to choose your mails."),
    "too_many_contacts": mark("There are 10 contact persons already. Remove one first."),
    "contact_already_there": mark("A contact person has this address already."),
    "contact_name_malformed": mark("Write a name of at most 200 characters."),
    "contact_phone_malformed": mark("Use digits, blanks and + ( ) . / - only."),
    "contact_role_malformed": mark("Write at most 100 characters."),
    "contact_already_confirmed": mark("They have said yes already."),
    "contact_declined": mark("They want no copies, so we do not ask them again."),
    "contact_link_just_sent": mark("We have just sent a link. Wait a minute before the next one."),
    "contact_link_not_valid": mark("This link does not work any more. Ask for a new one."),
    "text_malformed": mark("Write at most 10,000 characters."),
    "attachment_type_refused": mark("We take pictures, PDF and plain text, called what they are."),
    "file_empty": mark("There is nothing in this file."),
    "file_too_large": mark("A file has at most 10 MB."),
    "attachment_not_found": mark("A file did not arrive. Choose the files again."),
    "too_many_uploads": mark("Many files have come from you. Try again tomorrow, or send fewer."),
    "resolved_too_long_ago": mark("This was resolved a while ago. Please ask a new question."),
    "resolved_by_its_process": mark("This ticket is closed by itself when what it is about is settled."),
    "invoice_not_paid": mark("Only what was paid can be given back."),
    "nothing_to_refund": mark("All of it was given back before."),
    "refund_request_open": mark("You have asked for a refund of this invoice already. You see it below."),
    "refund_request_closed": mark("It was decided in the meantime. You see below how."),
    "refund_not_positive": mark("Enter an amount above zero."),
    "refund_above_rest": mark("Less can be given back by now. You see below how much."),
    "refund_quantity_out_of_range": mark("Less of a line can be given back by now."),
    "portal_session_link_not_valid": mark(
        "This link has been used, or is older than five minutes. Go back to where you came from."
    ),
    "session_for_one_task": mark("You have come here for something else."),
    "registration_link_not_valid": mark("This link has been used, or is older than an hour."),
    "invoice_link_not_valid": mark(
        "This link does not work any more. Sign in, or take it from a newer mail."
    ),
    "link_not_valid": mark("This link has been used, or is older than 10 minutes."),
}

BY_KIND = {
    Kind.NOT_FOUND: mark("We could not find that."),
    Kind.CONFLICT: mark("This is not possible now. Load the page again to see why."),
    Kind.NOT_ALLOWED: mark("Your role for this account does not allow this."),
    Kind.INVALID: mark("Something in the form is not right."),
    Kind.UNAVAILABLE: mark("This part is not available right now. Please try again in a moment."),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with what was sent; `field` names the input, "" the form as a whole."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Problems:
    """All that is wrong with what was sent; empty for a form that was not sent yet."""

    all: tuple[Problem, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.all)

    def of(self, field: str) -> str:
        """What is wrong with one input, "" when nothing is."""
        return next((problem.text for problem in self.all if problem.field == field), "")


NONE = Problems()


def problem(refusal: FoyerError, reader: Reader, *, fields: dict[str, str] | None = None) -> Problem:
    """The refusal in the reader's words. `fields` gives a service's field the name of this form's input."""
    text = BY_CODE.get(refusal.code, BY_KIND[refusal.kind])
    return Problem(field=(fields or {}).get(refusal.field or "", ""), text=reader.say(text))
