"""Begins adding a method: a page waits for the customer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from foyer_sandbox_provider.domain.errors import KeyReused, KindsMissing
from foyer_sandbox_provider.domain.kinds import KINDS
from foyer_sandbox_provider.storage.books import Books
from foyer_sandbox_provider.storage.ids import new_id
from foyer_sandbox_provider.storage.rows import SetupRow


async def begin_setup(
    books: Books, asked: Mapping[str, Any], *, key: str, fingerprint: str, now: datetime
) -> SetupRow:
    """Or finds the one that this key began. Raises KindsMissing, KeyReused."""
    kinds = [kind for kind in asked["kinds"] if kind in KINDS]
    if not kinds:
        raise KindsMissing("None of these kinds has a page here.", field="kinds")
    row, _ = await books.write_once(
        SetupRow,
        {
            "id": new_id("sbset"),
            "key": key,
            "fingerprint": fingerprint,
            "customer_id": asked["customer_id"],
            "status": "requires_action",
            "kinds": kinds,
            "language": asked["language"],
            "return_url": asked["return_url"],
            "holder": asked["holder"],
            "amends": asked["amends"],
            "began_at": now,
        },
    )
    if row.fingerprint != fingerprint:
        raise KeyReused("This key has begun another setup.")
    return row
