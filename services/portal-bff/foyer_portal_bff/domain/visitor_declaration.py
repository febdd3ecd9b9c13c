"""What somebody declares who has not signed in: it counts all the same, and its contract is found later."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from foyer_shared.basics.clock import to_rfc3339
from foyer_shared.basics.errors import Conflict, NotFound
from foyer_shared.basics.origin import Actor

from foyer_portal_bff.domain.declaration import hash_of

VISITOR = Actor.system("visitor")
"""Who declares it: nobody has shown who they are."""

LOOKS_EVERY = timedelta(seconds=20)
LOOKS_FOR = timedelta(minutes=10)
"""A customer or subscription of this moment may not be known to the portal yet."""

SAME_WITHIN = timedelta(days=1)
"""The same words once more within it are the same declaration."""


class VisitorDeclarationNotFound(NotFound):
    """There is no such declaration, or it is another business's."""

    code = "declaration_not_found"


class DeclarationAlreadyDecided(Conflict):
    """It was matched or rejected before."""

    code = "declaration_already_decided"


class VisitorKind(StrEnum):
    """What can be declared without signing in."""

    CANCELLATION = "cancellation"
    WITHDRAWAL = "withdrawal"


class Standing(StrEnum):
    """Whether its contract was found. `received`: nobody has looked yet."""

    RECEIVED = "received"
    UNMATCHED = "unmatched"
    MATCHED = "matched"
    REJECTED = "rejected"


OPEN = frozenset({Standing.RECEIVED, Standing.UNMATCHED})


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorWords:
    """What was typed. `number` is a customer's or a subscription's; without `contract` it is the only one
    there is; without `ends_on` it ends as soon as it can.
    """

    kind: VisitorKind
    name: str
    email: str
    receipt_to: str
    number: str | None = None
    contract: str | None = None
    is_extraordinary: bool = False
    message: str | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorDeclaration:
    """It counts from `received_at`, the business's time; `recorded_at` is real. `look_at` is when a job looks
    for its contract, None when that is up to staff.
    """

    id: str
    business_id: str
    number: str
    words: VisitorWords
    language: str
    received_at: datetime
    recorded_at: datetime
    look_at: datetime | None
    content: str = ""
    content_hash: str = ""
    standing: Standing = Standing.RECEIVED
    customer_id: str | None = None
    subscription_id: str | None = None
    decided_at: datetime | None = None
    note: str | None = None
    """Why staff rejected it."""


def hash_of_words(words: VisitorWords) -> str:
    """The same for the same words."""
    return hashlib.sha256(_as_text(_said(words)).encode()).hexdigest()


def sealed(declaration: VisitorDeclaration) -> VisitorDeclaration:
    """With the text of all that was declared, and the hash over it."""
    content = _as_text(
        {
            "declaration": declaration.id,
            "number": declaration.number,
            "business": declaration.business_id,
            "received_at": to_rfc3339(declaration.received_at),
            **_said(declaration.words),
        }
    )
    return replace(declaration, content=content, content_hash=hash_of(content))


def not_before(words: VisitorWords, zone: ZoneInfo) -> datetime | None:
    """The end of the day that is wanted, where the business is."""
    if words.ends_on is None:
        return None
    return datetime.combine(words.ends_on + timedelta(days=1), time(), zone).astimezone(UTC)


def look_again_at(declaration: VisitorDeclaration, now: datetime) -> datetime | None:
    """When to look once more; None when it has been long enough."""
    again = now + LOOKS_EVERY
    return again if again <= declaration.recorded_at + LOOKS_FOR else None


def check_open(declaration: VisitorDeclaration) -> None:
    """Raises DeclarationAlreadyDecided."""
    if declaration.standing not in OPEN:
        raise DeclarationAlreadyDecided("This declaration was matched or rejected before.")


def _said(words: VisitorWords) -> dict[str, Any]:
    return {
        "kind": words.kind,
        "name": words.name,
        "email": words.email,
        "receipt_to": words.receipt_to,
        "customer_or_contract_number": words.number,
        "contract": words.contract,
        "extraordinary": words.is_extraordinary,
        "reason": words.message,
        "ends_on": words.ends_on.isoformat() if words.ends_on else None,
    }


def _as_text(document: dict[str, Any]) -> str:
    """JSON with sorted keys and no space between: one text for one content."""
    return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
