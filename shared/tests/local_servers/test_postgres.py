"""The private Postgres."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from foyer_shared.local_servers.errors import FolderInUse, FolderUnusable
from foyer_shared.local_servers.postgres import LocalPostgres, throwaway_postgres

START_AND_WAIT = """
import signal, sys, time
from pathlib import Path
from foyer_shared.local_servers.postgres import LocalPostgres
signal.signal(signal.SIGINT, signal.SIG_DFL)  # Tests that run in the background hand down that it is ignored.
print(LocalPostgres(Path(sys.argv[1]), durable=False).start(), flush=True)
time.sleep(60)
"""

THROW_AWAY_AND_WAIT = """
import sys, time
from foyer_shared.local_servers.postgres import throwaway_postgres
with throwaway_postgres() as url:
    print(url, flush=True)
    time.sleep(60)
"""


def test_data_is_kept_over_a_restart(folder: Path) -> None:
    server = LocalPostgres(folder)
    with psycopg.connect(server.start()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    server.stop()

    again = LocalPostgres(folder)
    with psycopg.connect(again.start()) as connection:
        row = connection.execute("SELECT number, current_setting('fsync') FROM kept").fetchone()
    again.stop()

    assert row == (7, "on")


def test_a_folder_has_one_owner(folder: Path) -> None:
    server = LocalPostgres(folder, durable=False)
    url = server.start()

    with pytest.raises(
        FolderInUse, match=r"Another process is running its server on .*; stop that one first\."
    ):
        LocalPostgres(folder, durable=False).start()

    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    server.stop()


def test_a_server_that_a_killed_owner_left_behind_is_ended(folder: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", START_AND_WAIT, str(folder)], stdout=subprocess.PIPE
    ) as owner:
        assert owner.stdout is not None
        left_behind = owner.stdout.readline().decode().strip()
        owner.kill()
    with psycopg.connect(left_behind) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)

    server = LocalPostgres(folder, durable=False)
    url = server.start()

    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(left_behind)
    server.stop()


def test_ctrl_c_does_not_reach_the_server(folder: Path) -> None:
    command = [sys.executable, "-c", START_AND_WAIT, str(folder)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, process_group=0
    ) as owner:
        assert owner.stdout is not None
        url = owner.stdout.readline().decode().strip()
        os.killpg(owner.pid, signal.SIGINT)
        assert owner.wait(10) == -signal.SIGINT

    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    server = LocalPostgres(folder, durable=False)
    server.start()
    server.stop()


def test_a_reused_process_id_is_left_alone(folder: Path) -> None:
    server = LocalPostgres(folder, durable=False)
    server.start()
    server.stop()
    (server.home / "cluster" / "postmaster.pid").write_text(f"{os.getpid()}\n")

    url = server.start()

    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    server.stop()


def test_the_password_is_for_the_owner_alone(folder: Path) -> None:
    server = LocalPostgres(folder, durable=False)
    url = server.start()
    password = (server.home / "password").read_text()

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(url.replace(password, "guessed"))
    server.stop()

    assert stat.S_IMODE((server.home / "password").stat().st_mode) == 0o600
    assert stat.S_IMODE(server.home.stat().st_mode) == 0o700


def test_a_folder_that_cannot_be_made_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(FolderUnusable) as refusal:
        LocalPostgres(tmp_path / "file" / "postgres").start()

    assert str(refusal.value) == f"The folder {tmp_path}/file/postgres cannot be written: Not a directory."


def test_data_of_another_version_is_refused_and_kept(folder: Path) -> None:
    server = LocalPostgres(folder, durable=False)
    server.start()
    server.stop()
    version = server.home / "cluster" / "PG_VERSION"
    version.write_text("12\n")

    with pytest.raises(FolderUnusable, match="is of PostgreSQL 12, this Foyer brings 18"):
        server.start()

    assert version.read_text() == "12\n"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as somebody else")
def test_root_keeps_data_elsewhere_when_the_folder_is_private(folder: Path) -> None:
    folder.mkdir(mode=0o700)
    server = LocalPostgres(folder / "postgres", durable=False)
    server.start()
    home = server.home
    server.stop()

    again = LocalPostgres(folder / "postgres", durable=False)
    again.start()
    again.stop()

    assert home.parent == Path("/var/lib/foyer")
    assert again.home == home
    shutil.rmtree(home)


def test_a_start_that_was_cut_off_is_begun_anew(folder: Path) -> None:
    server = LocalPostgres(folder, durable=False)
    server.start()
    server.stop()
    (server.home / "cluster").rename(server.home / "cluster.unfinished-1234")
    (server.home / "cluster.unfinished-1234" / "PG_VERSION").unlink()

    with psycopg.connect(server.start()) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    server.stop()

    assert [each.name for each in server.home.glob("cluster*")] == ["cluster"]


def test_a_status_file_without_a_word_is_no_server(folder: Path) -> None:
    server = LocalPostgres(folder, durable=False)
    server.start()
    server.stop()
    (server.home / "cluster" / "postmaster.pid").touch()

    with psycopg.connect(server.start()) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    server.stop()


def test_a_throwaway_server_goes_with_its_killed_owner(tmp_path: Path) -> None:
    command, place = [sys.executable, "-c", THROW_AWAY_AND_WAIT], os.environ | {"TMPDIR": str(tmp_path)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=place) as owner:
        assert owner.stdout is not None
        url = owner.stdout.readline().decode().strip()
        assert [each.name[:15] for each in tmp_path.iterdir()] == ["foyer-postgres-"]
        owner.kill()

    end = time.monotonic() + 60
    while list(tmp_path.iterdir()):
        assert time.monotonic() < end
        time.sleep(0.05)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)


def test_nothing_of_a_throwaway_server_stays() -> None:
    with throwaway_postgres() as url:
        pass

    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)
