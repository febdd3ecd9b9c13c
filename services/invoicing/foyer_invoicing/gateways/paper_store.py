"""Papers in the store that all services share; this service alone writes there."""

from collections.abc import AsyncGenerator, AsyncIterator
from functools import cached_property

import structlog
from foyer_shared.basics.ids import new_id
from foyer_shared.files.errors import FilesAway
from foyer_shared.files.settings import FilesSettings
from foyer_shared.files.store import Files, open_files
from foyer_shared.telemetry.errors import error_fields

from foyer_invoicing.domain.paper import Paper, PaperFile, PaperForm

OWNER = "invoicing"
_LARGEST = 64 * 1024 * 1024
log: structlog.stdlib.BoundLogger = structlog.get_logger()


class PaperStore:
    """Keeps papers and hands them out; no transaction is open meanwhile."""

    def __init__(self, settings: FilesSettings) -> None:
        """The store is opened when it is needed."""
        self._settings = settings

    @cached_property
    def _files(self) -> Files:
        return open_files(self._settings, OWNER)

    async def keep(self, paper: Paper, form: PaperForm, content: bytes) -> PaperFile:
        """Store it under a key of its own; raises FilesAway."""
        key = f"papers/{paper.id}/{new_id('file')}.{form}"
        stored = await self._files.write(key, _once(content), limit=_LARGEST)
        return PaperFile(stored.key, stored.size, stored.sha256)

    async def open(self, file: PaperFile) -> AsyncGenerator[bytes, None]:
        """Its bytes, a chunk at a time; raises FileMissing or FilesAway now, and not while it is read."""
        content = self._files.read(file.key)
        first = await anext(content)
        return _whole(first, content)

    async def delete(self, file: PaperFile) -> None:
        """It is to be there no longer; raises FilesAway. One that is gone already is gone."""
        await self._files.delete(file.key.removeprefix(f"{OWNER}/"))

    async def drop(self, file: PaperFile) -> None:
        """Another was quicker; one that cannot be dropped now stays, and harms nobody."""
        try:
            await self.delete(file)
        except FilesAway as error:
            log.warning("file_not_dropped", key=file.key, **error_fields(error))


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def _whole(first: bytes, rest: AsyncIterator[bytes]) -> AsyncGenerator[bytes, None]:
    yield first
    async for chunk in rest:
        yield chunk
