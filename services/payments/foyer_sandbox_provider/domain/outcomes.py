"""What happens to whoever pays with which test card or account: the table of docs/sandbox-payments.md."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["hard", "soft"]
Challenge = Literal["never", "with_customer", "always"]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no money; `hard`: it is of no use to try again."""

    code: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Outcome:
    """The life of a charge. A challenge `with_customer` is not asked for when the customer is not there."""

    name: str
    challenge: Challenge = "never"
    cannot_be_added: bool = False
    """The failure comes when the method is added already."""
    failure: Failure | None = None
    reversal: Failure | None = None
    """Why the bank takes the money back after it was there."""
    disputed: str | None = None
    """What the holder says after it was there."""
    refund: Literal["at_once", "later", "fails"] = "at_once"


SUCCESS = Outcome("success")
AUTHENTICATION_REQUIRED = Failure("authentication_required", "soft")
REFUSED_BY_CUSTOMER = Failure("declined_by_customer", "soft")
CHALLENGE_FAILED = Failure("authentication_failed", "soft")

_OUTCOMES = (
    SUCCESS,
    Outcome("challenge", challenge="with_customer"),
    Outcome("challenge_always", challenge="always"),
    Outcome("not_added", cannot_be_added=True, failure=Failure("card_declined", "soft")),
    Outcome("insufficient_funds", failure=Failure("insufficient_funds", "soft")),
    Outcome("processing_error", failure=Failure("processing_error", "soft")),
    Outcome("stolen_card", failure=Failure("stolen_card", "hard")),
    Outcome("expired_card", failure=Failure("expired_card", "hard")),
    Outcome("disputed", disputed="fraudulent"),
    Outcome("refund_later", refund="later"),
    Outcome("refund_fails", refund="fails"),
    Outcome("AC04", failure=Failure("AC04", "hard")),
    Outcome("AM04", failure=Failure("AM04", "soft")),
    Outcome("MD01", failure=Failure("MD01", "hard")),
    Outcome("MS03", failure=Failure("MS03", "soft")),
    *(
        Outcome(code, failure=Failure(code, "hard"))
        for code in ("MS02", "SL01", "AC01", "AC06", "AC13", "AG01", "RC01", "MD02", "MD07", "AM05")
    ),
    Outcome("MD06", reversal=Failure("MD06", "hard")),
    Outcome("AM04_after", reversal=Failure("AM04", "soft")),
)
OUTCOMES = {outcome.name: outcome for outcome in _OUTCOMES}

CARDS = {
    "4242424242424242": "success",
    "5555555555554444": "success",
    "378282246310005": "success",
    "4000002500003155": "challenge",
    "4000002760003184": "challenge_always",
    "4000000000000002": "not_added",
    "4000000000009995": "insufficient_funds",
    "4000000000000119": "processing_error",
    "4000000000009979": "stolen_card",
    "4000000000000069": "expired_card",
    "4000000000000259": "disputed",
    "4000000000007726": "refund_later",
    "4000000000005126": "refund_fails",
}
"""Each test card's outcome; a number that is not here is refused, so that nobody types their own."""

IBANS = {
    "DE89370400440532013000": "success",
    "NL91ABNA0417164300": "success",
    "DE62370400440532013001": "AC04",
    "DE35370400440532013002": "AM04",
    "DE08370400440532013003": "MD01",
    "DE78370400440532013004": "MS03",
    "DE51370400440532013005": "MD06",
    "DE24370400440532013006": "AM04_after",
    "DE94370400440532013007": "disputed",
    "DE67370400440532013008": "MS02",
    "DE40370400440532013009": "SL01",
    "DE13370400440532013010": "AC01",
    "DE83370400440532013011": "AC06",
    "DE56370400440532013012": "AC13",
    "DE29370400440532013013": "AG01",
    "DE02370400440532013014": "RC01",
    "DE72370400440532013015": "MD02",
    "DE45370400440532013016": "MD07",
    "DE18370400440532013017": "AM05",
}
"""Each test account's outcome; others are refused."""
