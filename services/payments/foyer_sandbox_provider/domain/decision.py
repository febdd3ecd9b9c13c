"""What the provider decides about a charge or a setup, and what time will bring after it."""

from dataclasses import dataclass
from typing import Literal

from foyer_sandbox_provider.domain.kinds import Kind
from foyer_sandbox_provider.domain.outcomes import AUTHENTICATION_REQUIRED, Failure, Outcome

Status = Literal["requires_action", "processing", "succeeded", "failed", "canceled"]
Step = Literal["settle", "reverse", "dispute"]


@dataclass(frozen=True, slots=True)
class Decision:
    """Where it stands, why it failed, and what comes next by itself."""

    status: Status
    failure: Failure | None = None
    next_step: Step | None = None


def decide_charge(outcome: Outcome, kind: Kind, *, with_customer: bool, confirmed: bool) -> Decision:
    """`confirmed`: the holder has passed the challenge of this charge."""
    asks = outcome.challenge == "always" or (outcome.challenge == "with_customer" and with_customer)
    if asks and not confirmed:
        if with_customer:
            return Decision("requires_action")
        return Decision("failed", AUTHENTICATION_REQUIRED)
    if kind.settles_later:
        return Decision("processing", next_step="settle")
    return settle(outcome)


def decide_setup(outcome: Outcome, *, confirmed: bool) -> Decision:
    """A method that can be added is so even when it cannot be charged."""
    if outcome.challenge != "never" and not confirmed:
        return Decision("requires_action")
    if outcome.cannot_be_added:
        return Decision("failed", outcome.failure)
    return Decision("succeeded")


def settle(outcome: Outcome) -> Decision:
    """The bank's word."""
    if outcome.failure is not None:
        return Decision("failed", outcome.failure)
    if outcome.reversal is not None:
        return Decision("succeeded", next_step="reverse")
    return Decision("succeeded", next_step="dispute" if outcome.disputed else None)


def fee(amount: int, kind: str) -> int:
    """What the provider keeps, in minor units: of a card 1.4 % and 25, of the others 35."""
    return (amount * 14 + 500) // 1000 + 25 if kind == "card" else 35
