"""What an app's doors work with beside the database: stores of files, keys that sign links."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from fastapi import Request

Part = TypeVar("Part")


def part(kind: type[Part]) -> Callable[[Request], Awaitable[Part]]:
    """A dependency: the part of this kind that the app was made with. So doors are made once, not anew with
    each app.
    """

    async def find(request: Request) -> Part:
        found: Part = request.app.state.parts[kind]
        return found

    return find
