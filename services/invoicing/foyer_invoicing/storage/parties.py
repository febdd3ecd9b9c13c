"""The parties of a document as they are stored with it: once, since they never change."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from foyer_shared.basics.addresses import Address

from foyer_invoicing.domain.party import Parties, Party


def parties_as_stored(parties: Parties | None) -> dict[str, Any] | None:
    """None for those that are not known yet."""
    return asdict(parties) if parties else None


def parties_from_stored(stored: Mapping[str, Any] | None) -> Parties | None:
    """The parties again."""
    if stored is None:
        return None
    return Parties(
        seller=_party(stored["seller"]),
        buyer=_party(stored["buyer"]),
        language=stored["language"],
        ship_to=address_from_stored(stored.get("ship_to")),
    )


def address_from_stored(stored: Mapping[str, Any] | None) -> Address | None:
    """An address again; documents from before it was kept have none."""
    return Address(**stored) if stored else None


def _party(stored: Mapping[str, Any]) -> Party:
    return Party(**{**stored, "address": address_from_stored(stored["address"])})
