"""What becomes of a refund request, in a sentence."""

from foyer_portal_bff.gateways.models.refund_requests import RefundRequest
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.status import mark

_BOTH = mark(
    "{refunded} went back to where you paid from, {balance} is on your balance: credit note {number}."
)
_OUTCOMES = {
    "requested": mark("We look at it and answer on the ticket."),
    "refused": mark("It could not be given back any more. We look at it and answer on the ticket."),
    "withdrawn": mark("You have taken it back."),
}


def refund_outcome(one: RefundRequest, reader: Reader) -> str:
    """Why it was declined are the business's own words."""
    if one.status in _OUTCOMES:
        return reader.say(_OUTCOMES[one.status])
    if one.status == "declined":
        return one.declined_because or ""
    given = one.given_back
    if given is None:
        agreed = one.approved or one.asked
        return reader.say("We give back {amount}.", amount=reader.money(agreed.amount))
    values = {
        "refunded": reader.money(given.refunded),
        "balance": reader.money(given.to_balance),
        "number": given.credit_note_number,
    }
    if not given.to_balance.amount:
        return reader.say("{refunded} went back to where you paid from: credit note {number}.", **values)
    if not given.refunded.amount:
        return reader.say("{balance} is on your balance: credit note {number}.", **values)
    return reader.say(_BOTH, **values)
