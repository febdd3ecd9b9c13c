"""The link to one invoice that works without signing in."""

import json
import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from foyer_shared.basics.errors import NotFound
from foyer_shared.basics.origin import Scope
from foyer_shared.storage.sealing import Seal, SealedWithAnotherKey

from foyer_notifications.domain.mail import Content
from foyer_notifications.domain.message import Message

_PURPOSE = "invoice"
"""What else is sealed with the same keys is no such token."""

_PATH = re.compile(r"/i/(inv_[a-z0-9]+)\b")
"""As the templates write it: what is kept of a mail has no token, and leads to the portal's own page."""

GOOD_FOR = timedelta(days=90)


class InvoiceLinkNotValid(NotFound):
    """Nobody mailed such a link for this business, or it has expired."""

    code = "invoice_link_not_valid"


@dataclass(frozen=True, slots=True)
class LinkedInvoice:
    """Whose invoice, and which."""

    customer_id: str
    invoice_id: str


def with_invoice_links(content: Content, message: Message, seal: Seal, now: datetime) -> Content:
    """The words of a mail as they leave; a link works for so long, or until its key is gone."""
    if message.customer_id is None:
        return content

    def signed(found: re.Match[str]) -> str:
        until = int((now + GOOD_FOR).timestamp())
        told = [_PURPOSE, message.business_id, message.customer_id, found[1], until]
        return f"/i/{seal.seal(json.dumps(told)).decode()}"

    return replace(content, text=_PATH.sub(signed, content.text), html=_PATH.sub(signed, content.html))


def read_invoice_token(token: str, seal: Seal, scope: Scope, now: datetime) -> LinkedInvoice:
    """Raises `InvoiceLinkNotValid`; `now` is real."""
    try:
        told = json.loads(seal.open(token))
    except (SealedWithAnotherKey, ValueError):
        told = None
    if not isinstance(told, list) or told[:2] != [_PURPOSE, scope.business_id] or told[4] < now.timestamp():
        raise InvoiceLinkNotValid("This link does not work any more.")
    return LinkedInvoice(told[2], told[3])
