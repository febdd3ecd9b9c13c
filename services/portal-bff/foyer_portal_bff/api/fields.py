"""Kinds of input that several doors take."""

from typing import Annotated

from fastapi import Depends, Header, Query
from foyer_shared.basics.ids import new_id
from pydantic import AfterValidator, Field, SecretStr, StringConstraints

from foyer_portal_bff.domain.ids import path_id

Email = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+$", max_length=254)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
NewName = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$"),
]
Typed = Annotated[SecretStr, Field(max_length=1000)]
"""A password as somebody types it, the domain knows how long one is; never shown again, nor logged."""
Id = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9_]+$")]
PathId = Annotated[str, AfterValidator(path_id)]
"""An id in an address: what cannot be one is not found, as one that nothing has."""

Limit = Annotated[int, Query(ge=1, le=100)]
Cursor = Annotated[str | None, Query(max_length=500)]


async def _repeat_key(given: Annotated[str | None, Header(alias="idempotency-key")] = None) -> str:
    return given or new_id("idk")


RepeatKey = Annotated[str, Depends(_repeat_key)]
"""The caller's Idempotency-Key, else one of our own: with it a call that got lost can be made again."""
