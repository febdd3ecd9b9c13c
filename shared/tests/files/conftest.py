"""A folder, and a bucket of a stand-in for S3."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from foyer_shared.files.settings import FilesSettings
from foyer_shared.testing.s3 import KEYS, s3_stand_in

SettingsOf = Callable[..., FilesSettings]


@pytest.fixture(scope="session")
def s3_endpoint() -> Iterator[str]:
    """A server that talks as S3 does, with the bucket `foyer`."""
    with s3_stand_in("foyer") as endpoint:
        yield endpoint


@pytest.fixture
def settings_of() -> SettingsOf:
    """Makes the settings of a store, and of nothing else."""

    def make(url: str, **more: str) -> FilesSettings:
        process = {"database_url": "postgresql://nowhere/none", "caller_keys": "none"}
        return FilesSettings.model_validate(process | {"files_url": url} | more)

    return make


@pytest.fixture(params=["a folder", "S3"])
def files_settings(request: pytest.FixtureRequest, tmp_path: Path, settings_of: SettingsOf) -> FilesSettings:
    """The settings of either store."""
    if request.param == "a folder":
        return settings_of(f"file://{tmp_path / 'the files'}")
    return settings_of(
        f"s3://foyer/{tmp_path.name}", files_endpoint=request.getfixturevalue("s3_endpoint"), **KEYS
    )
