"""What Stripe's webhooks say: where to look."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import stripe

from foyer_payments.domain.provided import Notice
from foyer_payments.gateways.provider import NoticeRefused

TOLERANCE = timedelta(minutes=5)
"""How old, or early, a webhook may be: the SDK's own measure."""

_OF_PAYMENT = {"charge", "refund", "dispute"}


def read_notices(headers: Mapping[str, str], body: bytes, *, secret: str, now: datetime) -> Sequence[Notice]:
    """None where it is about something else of the account's; raises NoticeRefused: `unsigned`,
    `bad_signature`, `too_old`, `unreadable`.
    """
    header = {name.lower(): text for name, text in headers.items()}.get("stripe-signature", "")
    signed_at = _signed_at(header)
    try:
        text = body.decode()
        stripe.WebhookSignature.verify_header(text, header, secret)
    except UnicodeDecodeError:
        raise NoticeRefused("unreadable") from None
    except (stripe.SignatureVerificationError, TypeError):  # The SDK compares text that is no ASCII so.
        raise NoticeRefused("bad_signature") from None
    if abs(now - signed_at) > TOLERANCE:
        raise NoticeRefused("too_old")
    try:
        return _notices(json.loads(text))
    except (KeyError, TypeError, ValueError):
        raise NoticeRefused("unreadable") from None


def _signed_at(header: str) -> datetime:
    """The first time, which is the one that the SDK takes as signed."""
    parts = (part.partition("=") for part in header.split(","))
    seconds = next((value for name, _, value in parts if name == "t"), "")
    if not seconds.isdecimal() or len(seconds) > 11:  # noqa: PLR2004  Until the year 5000.
        raise NoticeRefused("unsigned")
    return datetime.fromtimestamp(int(seconds), UTC)


def _notices(event: dict[str, Any]) -> list[Notice]:
    about = event["data"]["object"]
    match about:
        case {"object": "checkout.session", "id": str(session_id), "mode": "payment"}:
            return [Notice(event["id"], "charge", session_id)]
        case {"object": "checkout.session", "id": str(session_id), "mode": "setup"}:
            return [Notice(event["id"], "setup", session_id)]
        case {"object": "payment_intent", "id": str(intent_id)}:
            return [Notice(event["id"], "charge", intent_id)]
        case {"object": str(kind), "payment_intent": str(intent_id)} if kind in _OF_PAYMENT:
            return [Notice(event["id"], "charge", intent_id)]
        case {"object": str()}:
            return []
    raise KeyError("object")
