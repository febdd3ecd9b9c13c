"""The link that switches a category of mails off without signing in."""

import json

from foyer_shared.basics.errors import NotFound
from foyer_shared.basics.origin import Scope
from foyer_shared.storage.sealing import Seal, SealedWithAnotherKey

from foyer_notifications.domain.catalogue import CATALOGUE, Category
from foyer_notifications.domain.message import Message

_PURPOSE = "unsubscribe"
"""What else is sealed with the same keys is no such token."""


class UnsubscribeLinkNotValid(NotFound):
    """Nobody gave such a link to a customer of this business."""

    code = "unsubscribe_link_not_valid"


def unsubscribe_link(message: Message, seal: Seal) -> str | None:
    """For an optional message; it works for as long as the key does. None for a mandatory one, and for one
    with copies, whose readers would switch it off for the customer.
    """
    if message.unsubscribe_page is None or message.cc:
        return None
    told = [_PURPOSE, message.business_id, message.customer_id, CATALOGUE[message.kind].category]
    return f"{message.unsubscribe_page}?token={seal.seal(json.dumps(told)).decode()}"


def read_unsubscribe_token(token: str, seal: Seal, scope: Scope) -> tuple[str, Category]:
    """Whose mails, and which; raises `UnsubscribeLinkNotValid`."""
    try:
        told = json.loads(seal.open(token))
    except (SealedWithAnotherKey, ValueError):
        told = None
    if not isinstance(told, list) or told[:2] != [_PURPOSE, scope.business_id]:
        raise UnsubscribeLinkNotValid("This link does not work.")
    return told[2], Category(told[3])
