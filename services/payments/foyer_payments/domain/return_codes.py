"""What a bank says when a direct debit fails or is taken back, and what happens next (EPC173-14)."""

from enum import StrEnum


class Next(StrEnum):
    """What happens after a return."""

    RETRY = "retry"
    """Invoicing asks again on its days, twice at most."""
    ASK = "ask"
    """The holder, or the bank for the holder, does not want it: not again by itself."""
    NEW_ACCOUNT = "new_account"
    """Nothing can be collected from this account."""
    NEW_MANDATE = "new_mandate"
    """The bank does not know the mandate: another one has to be signed first."""
    STOP = "stop"
    """The holder has died: nobody is asked for anything."""
    REFUNDED = "refunded"
    """The holder had this one given back; the mandate stays."""
    DUPLICATE = "duplicate"
    """The bank has seen it before: it may have been paid."""

    @property
    def ends_mandate(self) -> bool:
        """Whether nothing is collected with the mandate any more."""
        return self in {Next.NEW_ACCOUNT, Next.NEW_MANDATE, Next.STOP}


_NEXT = {
    Next.RETRY: ("AM04", "MS03"),
    Next.ASK: ("MS02", "SL01"),
    Next.NEW_ACCOUNT: ("AC01", "AC04", "AC06", "AC13", "AG01", "RC01"),
    Next.NEW_MANDATE: ("MD01", "MD02"),
    Next.STOP: ("MD07",),
    Next.REFUNDED: ("MD06",),
    Next.DUPLICATE: ("AM05",),
}
_AT_STRIPE = {
    "insufficient_funds": Next.RETRY,
    "customer_initiated": Next.REFUNDED,
    "account_closed": Next.NEW_ACCOUNT,
    "bank_account_restricted": Next.NEW_ACCOUNT,
    "bank_account_unusable": Next.NEW_ACCOUNT,
    "incorrect_account_details": Next.NEW_ACCOUNT,
    "invalid_account_number": Next.NEW_ACCOUNT,
    "no_account": Next.NEW_ACCOUNT,
    "debit_not_authorized": Next.NEW_MANDATE,
    "recipient_deceased": Next.STOP,
}
"""Its own words for them: https://docs.stripe.com/payments/sepa-debit#failed-payments."""

RETURN_CODES = {code: what for what, codes in _NEXT.items() for code in codes}


def next_of(code: str) -> Next | None:
    """None for a code that banks do not give for direct debits."""
    return RETURN_CODES.get(code) or _AT_STRIPE.get(code)


def is_final(code: str) -> bool:
    """Whether the bank's code says that the same account is not collected from again."""
    return RETURN_CODES.get(code, Next.RETRY) is not Next.RETRY
