"""Files that customers download, in the store that all services share; this service alone writes there."""

from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator
from functools import cached_property

import structlog
from foyer_shared.basics.ids import new_id
from foyer_shared.files.errors import FilesAway
from foyer_shared.files.settings import FilesSettings
from foyer_shared.files.store import Files, open_files
from foyer_shared.telemetry.errors import error_fields

from foyer_subscriptions.domain.entitlement import GoodsFile
from foyer_subscriptions.domain.errors import FileEmpty

OWNER = "subscriptions"
log: structlog.stdlib.BoundLogger = structlog.get_logger()


class GoodsStore:
    """Keeps and hands out files; no transaction is open meanwhile."""

    def __init__(self, settings: FilesSettings, *, largest: int) -> None:
        """`largest` is in bytes. The store is opened when it is needed, which it is in no worker."""
        self._settings = settings
        self._largest = largest

    @cached_property
    def _files(self) -> Files:
        return open_files(self._settings, OWNER)

    async def keep(
        self, entitlement_id: str, content: AsyncIterable[bytes], *, name: str, content_type: str
    ) -> GoodsFile:
        """Store it under a key of its own; raises FileEmpty, FileTooLarge, FilesAway."""
        key = f"entitlements/{entitlement_id}/{new_id('file')}"
        stored = await self._files.write(key, _not_empty(content), limit=self._largest)
        return GoodsFile(
            key=stored.key, name=name, size=stored.size, sha256=stored.sha256, content_type=content_type
        )

    async def open(self, file: GoodsFile) -> AsyncGenerator[bytes, None]:
        """Its bytes, a chunk at a time; raises FileMissing or FilesAway now, and not while it is read."""
        content = self._files.read(file.key)
        first = await anext(content)
        return _whole(first, content)

    async def drop(self, file: GoodsFile) -> None:
        """Nobody needs it any more; one that cannot be dropped now stays, and harms nobody."""
        try:
            await self._files.delete(file.key.removeprefix(f"{OWNER}/"))
        except FilesAway as error:
            log.warning("file_not_dropped", key=file.key, **error_fields(error))


async def _not_empty(content: AsyncIterable[bytes]) -> AsyncIterator[bytes]:
    empty = True
    async for chunk in content:
        empty = empty and not chunk
        yield chunk
    if empty:
        raise FileEmpty("This file is empty.", field="file")


async def _whole(first: bytes, rest: AsyncIterator[bytes]) -> AsyncGenerator[bytes, None]:
    yield first
    async for chunk in rest:
        yield chunk
