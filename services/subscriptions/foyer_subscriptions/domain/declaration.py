"""What a customer declared in the portal, as far as it matters here."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """It counts from `received_at`, however late it is heard here; `number` is that of its receipt."""

    id: str
    number: str
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a declaration led to, decided once: the change that follows from it, or the refusal's code."""

    declaration_id: str
    subscription_id: str
    change_id: str | None = None
    refusal: str | None = None
