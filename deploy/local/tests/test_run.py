"""What stands in the way of a start is said in one clear line, before anything is started."""

import asyncio
import socket
import stat
from pathlib import Path

import pytest
from foyer_local.__main__ import main
from foyer_local.run import CannotRun, run
from foyer_local.secrets import local_secrets
from foyer_local.settings import LocalSettings
from foyer_shared.local_servers.processes import free_port


@pytest.fixture
def said() -> list[str]:
    """What the run has said."""
    return []


async def test_a_taken_port(tmp_path: Path, said: list[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CannotRun, match=rf"^Port {port} is taken .* make run FOYER_PORT=8090$"):
            await run(LocalSettings(port=port, data_dir=tmp_path), said.append)
    assert said == []


async def test_a_folder_that_cannot_be_written(tmp_path: Path, said: list[str]) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotRun, match=r"^The data folder .*file/var cannot be written \(Not a directory\)"):
        await run(LocalSettings(data_dir=tmp_path / "file" / "var"), said.append)
    assert said == []


async def test_stopping_while_it_starts_leaves_nothing_running(tmp_path: Path, said: list[str]) -> None:
    begun = asyncio.Event()

    def tell(line: str) -> None:
        said.append(line)
        begun.set()

    running = asyncio.create_task(run(LocalSettings(port=free_port(), data_dir=tmp_path), tell))
    async with asyncio.timeout(30):
        await begun.wait()
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
    assert said[0].startswith("Postgres runs")
    assert not (tmp_path / "postgres" / "cluster" / "postmaster.pid").exists()


def test_keys_are_made_once_and_for_this_user_only(tmp_path: Path) -> None:
    made = local_secrets(tmp_path / "keys")
    assert local_secrets(tmp_path / "keys") == made
    assert made.demo_api_key.startswith("foyer_sk_")
    assert {stat.S_IMODE(key.stat().st_mode) for key in (tmp_path / "keys").iterdir()} == {0o600}
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("FOYER_BUS", "kafka", "FOYER_BUS: Input should be 'in-process' or 'rabbitmq'"),
        (
            "FOYER_API_KEY",
            "secret",
            "FOYER_API_KEY: Value error, an API key is foyer_sk_",
        ),
        ("FOYER_PORT", "http", "FOYER_PORT: Input should be a valid integer"),
        ("FOYER_LOG_LEVEL", "LOUD", "FOYER_LOG_LEVEL: Input should be 'DEBUG', 'INFO', 'WARNING' or 'ERROR'"),
    ],
)
def test_a_wrong_setting_is_one_line(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, line: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as ended:
        main()
    assert str(ended.value).startswith(line)
    assert "\n" not in str(ended.value)
