"""A ticket's cancellation as the document that is kept of it."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from foyer_support.domain.cancellation import Cancellation, LinkedService


def document_of(cancellation: Cancellation | None) -> dict[str, Any] | None:
    """All but the change, which has a column of its own."""
    if cancellation is None:
        return None
    return {
        "effective_at": cancellation.effective_at.isoformat(),
        "reason": cancellation.reason,
        "checklist": [asdict(linked) for linked in cancellation.checklist],
    }


def cancellation_of(change_id: str | None, document: dict[str, Any] | None) -> Cancellation | None:
    """And back."""
    if change_id is None or document is None:
        return None
    return Cancellation(
        change_id=change_id,
        effective_at=datetime.fromisoformat(document["effective_at"]),
        reason=document["reason"],
        checklist=tuple(LinkedService(**linked) for linked in document["checklist"]),
    )
