"""Whose contract somebody means who has not signed in."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

IdentifiedBy = Literal["sign_in", "email", "number", "both", "staff"]


@dataclass(frozen=True, slots=True)
class KnownSubscription:
    """As much of a subscription as the history has."""

    id: str
    name: str
    has_ended: bool


@dataclass(frozen=True, slots=True)
class Match:
    """The one customer that was found, and the one subscription of theirs, if it is clear which."""

    customer_id: str
    identified_by: IdentifiedBy
    subscription: KnownSubscription | None = None


def one_customer(by_email: Collection[str], by_number: Collection[str]) -> Match | None:
    """The customer that all that was typed leads to; None where it leads to none, to several or to different
    ones.
    """
    found = set(by_email) & set(by_number) if by_email and by_number else set(by_email) | set(by_number)
    if len(found) != 1:
        return None
    how: IdentifiedBy = "both" if by_email and by_number else "email" if by_email else "number"
    return Match(found.pop(), how)


def one_subscription(
    known: Sequence[KnownSubscription], *, number: str | None, contract: str | None, named_only: bool = False
) -> KnownSubscription | None:
    """The one that is named by its number or by its name, else the only one that runs; None for several. With
    `named_only` a name that no subscription has is that of something else, such as an order.
    """
    named = [one for one in known if one.id in {number, contract}]
    live = [one for one in known if not one.has_ended]
    called = [one for one in live if _is_called(one.name, contract)] if contract else []
    fits = named or called or ([] if named_only and contract else live)
    return fits[0] if len(fits) == 1 else None


def _is_called(name: str, contract: str | None) -> bool:
    return " ".join((contract or "").split()).casefold() == " ".join(name.split()).casefold()
