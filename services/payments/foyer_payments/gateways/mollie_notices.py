"""What Mollie's webhooks say: an id, and nothing that shows who says it. So their address holds a token."""

import hmac
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal
from urllib.parse import parse_qs

from foyer_payments.domain.provided import Notice
from foyer_payments.gateways.provider import NoticeRefused

About = Literal["charge", "setup"]

_PAYMENT = re.compile(r"tr_[A-Za-z0-9]{1,60}")


def address_of(about: About, address: str | None, secret: str) -> str | None:
    """Where webhooks about it are to go. Mollie takes no order whose address it could not reach: what is
    surely none of the world's is left out, and followed without webhooks.
    """
    if address is None or not address.startswith("https://"):
        return None
    return f"{address}?token={_token(about, secret)}"


def read_notices(headers: Mapping[str, str], body: bytes, *, secret: str, now: datetime) -> Sequence[Notice]:
    """The one notice; raises NoticeRefused: `unsigned`, `bad_signature`, `unreadable`. A payment has the same
    id each time that something has changed: the moment makes each a notice of its own.
    """
    token = {name.lower(): text for name, text in headers.items()}.get("webhook-token")
    if not token:
        raise NoticeRefused("unsigned")
    about = _about(token, secret)
    try:
        [payment_id] = parse_qs(body.decode(), strict_parsing=True)["id"]
    except (KeyError, ValueError):
        raise NoticeRefused("unreadable") from None
    if _PAYMENT.fullmatch(payment_id) is None:
        raise NoticeRefused("unreadable")
    return [Notice(f"{payment_id}@{now.isoformat()}", about, payment_id)]


def _about(token: str, secret: str) -> About:
    kinds: tuple[About, ...] = ("charge", "setup")
    for about in kinds:
        if hmac.compare_digest(_token(about, secret).encode(), token.encode()):
            return about
    raise NoticeRefused("bad_signature")


def _token(about: About, secret: str) -> str:
    return hmac.new(secret.encode(), about.encode(), "sha256").hexdigest()
