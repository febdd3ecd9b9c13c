"""What services say is in the way of closing an account, and what the law keeps of it."""

from datetime import date

from foyer_shared.contracts.amounts import Amount

from foyer_portal_bff.gateways.models.tolerant import Tolerant


class Named(Tolerant):
    """A subscription that goes on."""

    id: str
    name: str


class Numbered(Tolerant):
    """An order that is not finished."""

    id: str
    number: str


class Blocker(Tolerant):
    """One thing that is in the way."""

    code: str
    amounts: tuple[Amount, ...] = ()
    subscriptions: tuple[Named, ...] = ()
    orders: tuple[Numbered, ...] = ()


class Leaving(Tolerant):
    """All that is in the way; `documents_kept_until` is None when there are no documents."""

    blockers: tuple[Blocker, ...]
    documents_kept_until: date | None = None


class Closed(Tolerant):
    """The account is closed."""

    documents_kept_until: date | None = None
