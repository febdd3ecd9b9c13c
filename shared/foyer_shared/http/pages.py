"""Lists come in pages; a cursor says where the next one begins, in a form that only its maker reads."""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

from fastapi import Depends, Query

from foyer_shared.basics.errors import Invalid
from foyer_shared.http.models import Answer

T = TypeVar("T")
Found = TypeVar("Found")

MOST = 100
USUAL = 20


class InvalidCursor(Invalid):
    """The cursor is none of ours."""

    code = "invalid_cursor"


class Page(Answer, Generic[T]):
    """A piece of a list; `next_cursor` is None on the last one."""

    data: list[T]
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which piece is asked for: `limit` things that come after the one with the key `after`."""

    limit: int = USUAL
    after: str | None = None

    @property
    def one_more(self) -> int:
        """How many to read: one more than is shown tells whether there is another page."""
        return self.limit + 1

    def page(
        self, found: Sequence[Found], *, key: Callable[[Found], str], answer: Callable[[Found], T]
    ) -> Page[T]:
        """Make the page of what was read with `one_more`; `key` is what `after` will be for the next."""
        shown = found[: self.limit]
        more = len(found) > self.limit
        return Page(
            data=[answer(thing) for thing in shown],
            next_cursor=_to_cursor(key(shown[-1])) if more else None,
        )


async def page_request(
    limit: Annotated[int, Query(ge=1, le=MOST)] = USUAL,
    cursor: Annotated[str | None, Query(max_length=500)] = None,
) -> PageRequest:
    """Read `?limit=&cursor=`; raises InvalidCursor."""
    return PageRequest(limit=limit, after=None if cursor is None else _from_cursor(cursor))


Paging = Annotated[PageRequest, Depends(page_request)]
"""What a list's door takes: `async def list_orders(paging: Paging, …)`."""


def _to_cursor(key: str) -> str:
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def _from_cursor(cursor: str) -> str:
    try:
        return base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError) as error:
        raise InvalidCursor("The cursor does not come from this list.", field="cursor") from error
