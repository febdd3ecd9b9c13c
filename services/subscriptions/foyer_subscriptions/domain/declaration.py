"""What a customer declared in the portal, as far as it matters here."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is particular to what somebody declared without signing in: no policy keeps them from it, the end
    is not before the day they want, and who is not `proven` to be the customer ends nothing that could not
    be taken back.
    """

    by_right: bool = False
    proven: bool = True
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """It counts from `received_at`, however late it is heard here; `number` is that of its receipt."""

    id: str
    number: str
    received_at: datetime
    is_withdrawal: bool = False
    """Whether a consumer withdraws from the contract as a whole, not only for the future."""
    terms: Terms = Terms()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a declaration led to, decided once: the change that follows from it, or the refusal's code."""

    declaration_id: str
    subscription_id: str
    change_id: str | None = None
    refusal: str | None = None
