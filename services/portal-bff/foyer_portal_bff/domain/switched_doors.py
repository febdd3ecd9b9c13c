"""Which pages and calls are there only while something is on; what stands in no line is always there."""

import re
from collections.abc import Iterable
from functools import lru_cache

from foyer_shared.basics.errors import NotFound

from foyer_portal_bff.domain.portal_configuration import UPDATES, Switch, Update, update_key


class SwitchedOff(NotFound):
    """The business has switched this off: it looks like what was never there."""

    code = "not_found"


_SWITCHED: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"\w+ (/api)?/invoices/[^/]+/refund.*|\w+ /api/refund-requests(/.*)?", (Switch.REFUND_REQUESTS,)),
    (r"\w+ /pay|POST /api/payments|POST /api/invoices/[^/]+/pay", (Switch.PAY_OPEN_INVOICES,)),
    (r"\w+ (/api)?/(invoices|credit-notes|balance)(/.*)?", (Switch.INVOICES,)),
    (r"\w+ (/api)?/orders(/.*)?", (Switch.ORDERS,)),
    (r"\w+ (/api)?/entitlements/[^/]+/download", (Switch.DOWNLOADS,)),
    (r"\w+ (/api)?/entitlements/[^/]+/activations/.*", (Switch.LICENSE_KEYS,)),
    (r"\w+ (/api)?/collection-cases/[^/]+/payment-plan", (Switch.PAYMENT_PLANS,)),
    (r"\w+ (/api)?/collection-cases(/.*)?", (Switch.COLLECTION_CASES,)),
    (r"\w+ /payment-methods/(add|added)(/.*)?|\w+ /api/payment-setups(/.*)?", (Switch.PAYMENT_METHOD_ADD,)),
    (r"\w+ /payment-methods/[^/]+/iban(/.*)?", (Switch.PAYMENT_METHOD_ADD,)),
    (r"\w+ (/api)?/payment-methods/[^/]+/default", (Switch.PAYMENT_METHOD_DEFAULT,)),
    (r"\w+ /payment-methods/[^/]+/remove(/.*)?", (Switch.PAYMENT_METHOD_REMOVE,)),
    (
        r"DELETE /api/payment-methods/[^/]+|POST /api/payment-methods/[^/]+/code",
        (Switch.PAYMENT_METHOD_REMOVE,),
    ),
    (r"\w+ /support(/.*)?|\w+ /api/tickets(/.*)?|\w+ /api/attachments", (Switch.SUPPORT,)),
    (r"\w+ /contact-persons(/.*)?|\w+ /api/contacts(/.*)?", (Switch.CONTACT_PERSONS,)),
    (r"\w+ /settings/messages/.*|\w+ /api/preferences(/.*)?", (Switch.PREFERENCES,)),
    (r"\w+ (/api)?/announcements(/.*)?", (Switch.ANNOUNCEMENTS,)),
    (r"\w+ (/api)?/details/email(/.*)?", (update_key(Update.EMAIL),)),
    (r"\w+ /details/edit|PATCH /api/details", (*UPDATES, Switch.TAX_IDS)),
    (r"\w+ (/api)?/details/export(/.*)?", (Switch.EXPORT,)),
    (r"\w+ /details/close(/.*)?|\w+ /api/details/closing(/.*)?", (Switch.CLOSING,)),
    (r"\w+ (/api)?/history", (Switch.HISTORY,)),
    (
        r"\w+ (/api)?/sign-in/password(/.*)?|\w+ (/api|/settings)/password(/.*)?",
        (Switch.SIGN_IN_PASSWORD,),
    ),
    (
        r"\w+ (/api)?/sign-in/passkey(/.*)?|\w+ (/api|/settings/security)/passkeys(/.*)?",
        (Switch.SIGN_IN_PASSKEY,),
    ),
    (r"\w+ /register(/.*)?|\w+ /api/registration(/.*)?", (Switch.REGISTRATION,)),
    (r"POST /sign-in|\w+ /sign-in/(code|link)|POST /api/sign-in(/code)?", (Switch.SIGN_IN_LINK,)),
)
"""Method and path, and what has to be on: one of these. The first line that fits counts."""

_DOORS = tuple((re.compile(pattern), needed) for pattern, needed in _SWITCHED)

NOT_THERE = "There is nothing here."


def needed_for(method: str, path: str) -> tuple[str, ...]:
    """What has to be on for this, one of it; nothing for what is always there."""
    asked = f"{'GET' if method == 'HEAD' else method} {path.partition('?')[0].partition('#')[0]}"
    return next((needed for pattern, needed in _DOORS if pattern.fullmatch(asked)), ())


@lru_cache(512)
def opens(path: str, off: frozenset[str]) -> bool:
    """Whether a page is there, for a link that may lead to it."""
    return is_open("GET", path, off)


def is_open(method: str, path: str, off: Iterable[str]) -> bool:
    """Whether this is there while all that is `off` is off."""
    if not off:
        return True
    needed = needed_for(method, path)
    return not needed or not set(off).issuperset(needed)
