"""A folder, and a bucket of a stand-in for S3."""

from collections.abc import Callable, Iterator
from pathlib import Path

import boto3
import pytest
from foyer_shared.files.settings import FilesSettings
from moto.server import ThreadedMotoServer

SettingsOf = Callable[..., FilesSettings]
KEYS = {"files_access_key_id": "key", "files_secret_access_key": "secret"}


@pytest.fixture(scope="session")
def s3_endpoint() -> Iterator[str]:
    """A server that talks as S3 does, with the bucket `foyer`."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    client = boto3.client(  # type: ignore[no-untyped-call]  # It has no types.
        "s3",
        endpoint_url=endpoint,
        region_name="eu-central-1",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
    )
    client.create_bucket(Bucket="foyer", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    yield endpoint
    server.stop()


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
