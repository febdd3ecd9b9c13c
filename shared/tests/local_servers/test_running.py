"""Finding a server that somebody else runs on a folder."""

import os
from pathlib import Path

import psycopg
from foyer_shared.local_servers.postgres import LocalPostgres
from foyer_shared.local_servers.rabbitmq import LocalRabbitMQ, find_binaries
from foyer_shared.local_servers.running import running_postgres, running_rabbitmq
from foyer_shared.testing.missing import lacking


def test_a_running_postgres_is_found_by_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "postgres"
    assert running_postgres(folder) is None
    server = LocalPostgres(folder, durable=False)
    url = server.start()
    try:
        assert running_postgres(folder) == url
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        server.stop()
    assert running_postgres(folder) is None


def test_a_server_that_died_is_not_found(tmp_path: Path) -> None:
    cluster = tmp_path / "cluster"
    cluster.mkdir()
    (tmp_path / "password").write_text("secret")
    status = f"{os.getpid()}\n{cluster}\n0\n5432\n\n127.0.0.1\n0\nready\n"
    (cluster / "postmaster.pid").write_text(status)
    # The process of that id lives, but is another program by now.
    assert running_postgres(tmp_path) is None


def test_a_running_rabbitmq_is_found_by_its_folder(tmp_path: Path) -> None:
    if find_binaries() is None:
        lacking("RabbitMQ is not installed; install rabbitmq-server to test finding its node.")
    assert running_rabbitmq(tmp_path) is None
    node = LocalRabbitMQ(tmp_path)
    url = node.start()
    try:
        assert running_rabbitmq(tmp_path) == url
    finally:
        node.stop(at_once=True)
    assert running_rabbitmq(tmp_path) is None
