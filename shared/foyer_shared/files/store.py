"""The store: a folder, or a bucket of an S3-compatible store."""

from collections.abc import AsyncIterable, AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, S3Store

from foyer_shared.files.errors import FileMissing, FilesAway, FileTooLarge
from foyer_shared.files.settings import FilesSettings

CHUNK = 1024 * 1024
"""Bytes that are read and sent on at a time."""
PART = 5 * CHUNK
"""Bytes of one part of an upload: the least that S3 takes."""
TIMEOUT = timedelta(seconds=10)
"""For one request; an upload is one for each part."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What events and rows say of a file: its key, its size in bytes, its SHA-256 in hex."""

    key: str
    size: int
    sha256: str


class Files:
    """The store as one owner sees it, who may read everything and writes below its own prefix."""

    def __init__(self, store: LocalStore | S3Store, owner: str) -> None:
        self._store = store
        self._owner = owner

    async def write(self, name: str, content: AsyncIterable[bytes], *, limit: int) -> StoredFile:
        """Store `content` under `<owner>/<name>`, of ids only; raises FileTooLarge beyond `limit` bytes.

        A file appears whole or not at all.
        """
        key, counted = f"{self._owner}/{name}", _Counted(content, limit)
        with _told_as_ours(key):
            await obstore.put_async(self._store, key, counted.chunks(), chunk_size=PART)
        return StoredFile(key, counted.size, counted.hash.hexdigest())

    async def read(self, key: str) -> AsyncIterator[bytes]:
        """The file's bytes, a chunk at a time; raises FileMissing before the first one."""
        with _told_as_ours(key):
            found = await obstore.get_async(self._store, key)
            async for chunk in found.stream(min_chunk_size=CHUNK):
                yield bytes(chunk)

    async def delete(self, name: str) -> None:
        """Drop `<owner>/<name>`; one that is not there has gone already."""
        key = f"{self._owner}/{name}"
        with _told_as_ours(key):
            try:
                await obstore.delete_async(self._store, key)
            except FileNotFoundError:
                return


def open_files(settings: FilesSettings, owner: str) -> Files:
    """The store that the settings name; a folder is made if it is not there."""
    url = urlsplit(settings.files_url)
    if url.scheme == "file":
        return Files(LocalStore(Path(unquote(url.path)), mkdir=True), owner)
    if url.scheme != "s3" or not url.netloc:
        raise ValueError(f"FOYER_FILES_URL is file:///folder or s3://bucket/prefix, not {settings.files_url}")
    return Files(_bucket(settings, url.netloc, url.path.strip("/")), owner)


def _bucket(settings: FilesSettings, bucket: str, prefix: str) -> S3Store:
    keys: dict[str, Any] = {}
    if settings.files_access_key_id and settings.files_secret_access_key:
        keys = {
            "access_key_id": settings.files_access_key_id.get_secret_value(),
            "secret_access_key": settings.files_secret_access_key.get_secret_value(),
        }
    if settings.files_endpoint:
        keys["endpoint"] = settings.files_endpoint
    return S3Store(
        bucket,
        prefix=prefix or None,
        region=settings.files_region,
        client_options={
            "allow_http": (settings.files_endpoint or "").startswith("http://"),
            "timeout": TIMEOUT,
            "connect_timeout": timedelta(seconds=2),
        },
        retry_config={"max_retries": 2, "retry_timeout": TIMEOUT},
        **keys,
    )


class _Counted:
    """Content that is measured and hashed as it passes by."""

    def __init__(self, content: AsyncIterable[bytes], limit: int) -> None:
        self._content = content
        self._limit = limit
        self.size = 0
        self.hash = sha256()

    async def chunks(self) -> AsyncIterator[bytes]:
        async for chunk in self._content:
            self.size += len(chunk)
            if self.size > self._limit:
                raise FileTooLarge(f"A file has at most {self._limit:,} bytes here.", field="file")
            self.hash.update(chunk)
            yield chunk


@contextmanager
def _told_as_ours(key: str) -> Iterator[None]:
    """The store's errors in our words; what it says itself, with addresses in it, stays in the log."""
    try:
        yield
    except FileNotFoundError as error:
        raise FileMissing(f"There is no file {key}.") from error
    except BaseError as error:
        raise FilesAway("The file store does not answer. Please try again in a moment.") from error
