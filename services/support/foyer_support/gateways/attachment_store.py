"""The files of tickets, in the store that all services share; this service alone writes there."""

import codecs
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Iterable
from functools import cached_property

from foyer_shared.files.settings import FilesSettings
from foyer_shared.files.store import Files, StoredFile, open_files

from foyer_support.domain.attachment import ENOUGH, LARGEST, FileKind, refused
from foyer_support.domain.errors import AttachmentEmpty

OWNER = "support"


class AttachmentStore:
    """Keeps and hands out files; no transaction is open meanwhile."""

    def __init__(self, settings: FilesSettings) -> None:
        """The store is opened when it is needed."""
        self._settings = settings

    @cached_property
    def _files(self) -> Files:
        return open_files(self._settings, OWNER)

    async def keep(self, attachment_id: str, content: AsyncIterable[bytes], kind: FileKind) -> StoredFile:
        """Look at it while it is stored; raises AttachmentTypeRefused, AttachmentEmpty, FileTooLarge,
        FilesAway.
        """
        return await self._files.write(_name(attachment_id), _looked_at(content, kind), limit=LARGEST)

    async def open(self, key: str) -> AsyncGenerator[bytes, None]:
        """Its bytes, a chunk at a time; raises FileMissing or FilesAway now, and not while it is read."""
        content = self._files.read(key)
        first = await anext(content)
        return _whole(first, content)

    async def drop(self, attachment_id: str) -> None:
        """Raises FilesAway; what is not there has gone already."""
        await self._files.delete(_name(attachment_id))

    async def drop_all(self, attachment_ids: Iterable[str]) -> None:
        """Nothing came with them after all."""
        for attachment_id in attachment_ids:
            await self.drop(attachment_id)


def _name(attachment_id: str) -> str:
    return f"attachments/{attachment_id}"


async def _looked_at(content: AsyncIterable[bytes], kind: FileKind) -> AsyncIterator[bytes]:
    """The same bytes, as long as they are what they are said to be."""
    first = b""
    text = codecs.getincrementaldecoder("utf-8")()
    async for chunk in content:
        if kind.begins is None:
            _check_text(text, chunk)
        if len(first) < ENOUGH:
            first += chunk
            if len(first) < ENOUGH:
                continue
            _check_beginning(first, kind)
            yield first
        else:
            yield chunk
    if not first:
        raise AttachmentEmpty("This file is empty.", field="file")
    if kind.begins is None:
        _check_text(text, b"", final=True)
    if len(first) < ENOUGH:
        _check_beginning(first, kind)
        yield first


def _check_beginning(first: bytes, kind: FileKind) -> None:
    if kind.begins and not kind.begins.match(first):
        raise refused()


def _check_text(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> None:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError as error:
        raise refused() from error
    if b"\0" in chunk:
        raise refused()


async def _whole(first: bytes, rest: AsyncIterator[bytes]) -> AsyncGenerator[bytes, None]:
    yield first
    async for chunk in rest:
        yield chunk
