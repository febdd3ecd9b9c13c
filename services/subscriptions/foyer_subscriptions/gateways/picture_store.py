"""Pictures of products, in the store that all services share; each is small enough to be held whole."""

from collections.abc import AsyncIterable, AsyncIterator
from functools import cached_property

import structlog
from foyer_shared.basics.ids import new_id
from foyer_shared.files.errors import FilesAway, FileTooLarge
from foyer_shared.files.settings import FilesSettings
from foyer_shared.files.store import Files, open_files
from foyer_shared.telemetry.errors import error_fields

from foyer_subscriptions.domain.picture import LARGEST_PICTURE, Picture, content_type_of
from foyer_subscriptions.gateways.goods_store import OWNER

log: structlog.stdlib.BoundLogger = structlog.get_logger()


class PictureStore:
    """Keeps and hands out pictures; no transaction is open meanwhile."""

    def __init__(self, settings: FilesSettings) -> None:
        """The store is opened when it is needed, which it is in no worker."""
        self._settings = settings

    @cached_property
    def _files(self) -> Files:
        return open_files(self._settings, OWNER)

    async def keep(self, content: AsyncIterable[bytes], *, alt: str) -> Picture:
        """Look at it, then store it; raises PictureInvalid, FileTooLarge, FilesAway."""
        whole = bytearray()
        async for chunk in content:
            whole += chunk
            if len(whole) > LARGEST_PICTURE:
                raise FileTooLarge(f"A picture has at most {LARGEST_PICTURE:,} bytes.", field="file")
        picture_id, content_type = new_id("img"), content_type_of(bytes(whole))
        stored = await self._files.write(f"pictures/{picture_id}", _one(bytes(whole)), limit=LARGEST_PICTURE)
        return Picture(
            id=picture_id,
            alt=alt,
            key=stored.key,
            content_type=content_type,
            size=stored.size,
            sha256=stored.sha256,
        )

    async def read(self, picture: Picture) -> bytes:
        """All of it; raises FileMissing, FilesAway."""
        return b"".join([chunk async for chunk in self._files.read(picture.key)])

    async def drop(self, picture: Picture) -> None:
        """Nobody sees it any more; one that cannot be dropped now stays, and harms nobody."""
        try:
            await self._files.delete(picture.key.removeprefix(f"{OWNER}/"))
        except FilesAway as error:
            log.warning("file_not_dropped", key=picture.key, **error_fields(error))


async def _one(content: bytes) -> AsyncIterator[bytes]:
    yield content
