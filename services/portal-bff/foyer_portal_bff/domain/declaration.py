"""What a customer declares, the text and the hash that are kept of it, and what becomes of it."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from foyer_shared.basics.clock import to_rfc3339
from foyer_shared.basics.errors import Conflict, NotFound
from foyer_shared.basics.origin import Actor

FIRST_NUMBER = 1001

REFUSED_BEFORE = "declaration_refused"
"""What subscriptions answers to a call for something that it has refused already."""

ANSWERED_WITHIN = timedelta(minutes=2)
"""What nobody has answered for so long has its arrival confirmed by mail."""


class DeclarationNotFound(NotFound):
    """The customer has made no such declaration."""

    code = "declaration_not_found"


class DeclarationKeyReused(Conflict):
    """The key came before, with another declaration."""

    code = "idempotency_key_reused"


class Kind(StrEnum):
    """What can be declared."""

    CANCELLATION = "cancellation"
    WITHDRAWAL = "withdrawal"
    """By a consumer, from the contract as a whole, in its first 14 days."""


class State(StrEnum):
    """What has become of a declaration; whoever carries it out decides."""

    RECORDED = "recorded"
    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What somebody declares about a subscription. Without `when` it is to end as soon as it can."""

    subscription_id: str
    when: str | None = None
    reason: str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the page said before: the subscription's name, and, unless its service was away, how and when it
    would end.
    """

    subscription_name: str
    mode: str | None = None
    ends_at: datetime | None = None
    promise: str | None = None
    """Subscriptions' word for all that was shown, by which it keeps it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a declaration led to. `refusal` is a code; the last two moments come later, if at all."""

    state: State = State.RECORDED
    effective_at: datetime | None = None
    change_id: str | None = None
    refusal: str | None = None
    taken_back_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """It counts from `received_at`. What was declared never changes; its outcome does."""

    id: str
    business_id: str
    customer_id: str
    number: str
    kind: Kind
    declared_by: Actor
    declared_by_name: str
    words: Words
    shown: Shown
    received_at: datetime
    idempotency_key: str
    content: str = ""
    content_hash: str = ""
    outcome: Outcome = Outcome()


def receipt_number(prefix: str, drawn: int) -> str:
    """`NW-D-1001`."""
    return f"{prefix}-D-{drawn}"


def check_same_words(declaration: Declaration, words: Words) -> None:
    """A key stands for one declaration; raises DeclarationKeyReused."""
    if declaration.words != words:
        raise DeclarationKeyReused("This was sent before with other words. Please send it once more.")


def sealed(declaration: Declaration) -> Declaration:
    """With the text of all that was declared, and the hash over it."""
    content = _canonical_text(declaration)
    return replace(declaration, content=content, content_hash=hash_of(content))


def hash_of(content: str) -> str:
    """SHA-256 in hexadecimal, which anybody can compute again."""
    return hashlib.sha256(content.encode()).hexdigest()


def _canonical_text(declaration: Declaration) -> str:
    """JSON with sorted keys and no space between: one text for one content."""
    words, shown = declaration.words, declaration.shown
    return json.dumps(
        {
            "declaration": declaration.id,
            "number": declaration.number,
            "kind": declaration.kind,
            "business": declaration.business_id,
            "customer": declaration.customer_id,
            "declared_by": str(declaration.declared_by),
            "declared_by_name": declaration.declared_by_name,
            "subscription": words.subscription_id,
            "subscription_name": shown.subscription_name,
            "when": words.when,
            "reason": words.reason,
            "message": words.message,
            "shown_mode": shown.mode,
            "shown_end": to_rfc3339(shown.ends_at) if shown.ends_at else None,
            "received_at": to_rfc3339(declaration.received_at),
        },
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    )
