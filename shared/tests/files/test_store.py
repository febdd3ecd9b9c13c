"""The store keeps what it is given, whole or not at all, in a folder as in a bucket."""

import hashlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
from foyer_shared.files.errors import FileMissing, FilesAway, FileTooLarge
from foyer_shared.files.settings import FilesSettings
from foyer_shared.files.store import Files, open_files
from foyer_shared.local_servers.processes import free_port

BLOCK = bytes(range(256)) * 1024
"""A quarter of a mebibyte."""


@pytest.fixture
def files(files_settings: FilesSettings) -> Files:
    return open_files(files_settings, "subscriptions")


async def content(blocks: int) -> AsyncIterator[bytes]:
    for _ in range(blocks):
        yield BLOCK


async def read(files: Files, key: str) -> bytes:
    return b"".join([chunk async for chunk in files.read(key)])


@pytest.mark.parametrize("blocks", [0, 1, 27])
async def test_what_was_written_is_read_with_its_size_and_hash(files: Files, blocks: int) -> None:
    stored = await files.write("biz_1/file_1", content(blocks), limit=27 * len(BLOCK))

    assert stored.key == "subscriptions/biz_1/file_1"
    assert stored.size == blocks * len(BLOCK)
    assert stored.sha256 == hashlib.sha256(BLOCK * blocks).hexdigest()
    assert await read(files, stored.key) == BLOCK * blocks


async def test_a_large_file_comes_in_chunks(files: Files) -> None:
    stored = await files.write("biz_1/file_1", content(20), limit=20 * len(BLOCK))

    sizes = [len(chunk) async for chunk in files.read(stored.key)]

    assert len(sizes) >= 4
    assert max(sizes) < 3 * 1024 * 1024


async def test_another_owner_reads_it(files: Files, files_settings: FilesSettings) -> None:
    stored = await files.write("biz_1/file_1", content(1), limit=len(BLOCK))

    assert await read(open_files(files_settings, "support"), stored.key) == BLOCK


@pytest.mark.parametrize("blocks", [2, 28])
async def test_a_file_that_is_too_large_leaves_nothing(files: Files, blocks: int) -> None:
    with pytest.raises(FileTooLarge) as refusal:
        await files.write("biz_1/file_1", content(blocks), limit=(blocks - 1) * len(BLOCK))

    assert refusal.value.field == "file"
    with pytest.raises(FileMissing):
        await read(files, "subscriptions/biz_1/file_1")


async def test_an_upload_that_breaks_off_leaves_nothing(files: Files) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield BLOCK
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await files.write("biz_1/file_1", broken(), limit=len(BLOCK))

    with pytest.raises(FileMissing):
        await read(files, "subscriptions/biz_1/file_1")


async def test_a_deleted_file_is_gone_and_stays_gone(files: Files) -> None:
    stored = await files.write("biz_1/file_1", content(1), limit=len(BLOCK))

    await files.delete("biz_1/file_1")
    await files.delete("biz_1/file_1")

    with pytest.raises(FileMissing):
        await read(files, stored.key)


@pytest.mark.parametrize("name", ["../support/file_1", "biz_1/../../etc", "biz_1/./file"])
async def test_no_name_leads_out_of_the_owners_prefix(files: Files, name: str) -> None:
    with pytest.raises(ValueError, match="illegal character sequence"):
        await files.write(name, content(1), limit=len(BLOCK))


async def test_a_store_that_is_away_is_unavailable_and_says_no_address(settings_of: Any) -> None:
    endpoint = f"http://127.0.0.1:{free_port()}"
    keys = {"files_access_key_id": "key", "files_secret_access_key": "secret"}
    away = open_files(settings_of("s3://foyer", files_endpoint=endpoint, **keys), "subscriptions")

    with pytest.raises(FilesAway) as refusal:
        await away.write("biz_1/file_1", content(1), limit=len(BLOCK))

    assert "127.0.0.1" not in refusal.value.detail


def test_a_url_of_neither_kind_is_refused(settings_of: Any) -> None:
    with pytest.raises(ValueError, match="file:///folder or s3://bucket/prefix"):
        open_files(settings_of("ftp://somewhere/else"), "subscriptions")
