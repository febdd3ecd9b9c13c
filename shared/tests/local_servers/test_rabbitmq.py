"""The private RabbitMQ node."""

from pathlib import Path

import aio_pika
import httpx
import pytest
from foyer_shared.local_servers import rabbitmq
from foyer_shared.local_servers.errors import BinariesMissing
from foyer_shared.local_servers.rabbitmq import LocalRabbitMQ
from httpx import URL


def test_the_node_takes_its_own_password_alone(rabbitmq_urls: tuple[str, str]) -> None:
    api = URL(rabbitmq_urls[1])

    answers = [httpx.get(url.join("/api/whoami")) for url in (api, api.copy_with(password="guessed"))]

    assert [answer.status_code for answer in answers] == [200, 401]


async def test_each_test_has_a_virtual_host_of_its_own(rabbitmq_url: str, rabbitmq_vhost_url: str) -> None:
    async with await aio_pika.connect(rabbitmq_vhost_url) as connection, connection.channel() as channel:
        await channel.declare_queue("of this test", durable=True)

    async with await aio_pika.connect(rabbitmq_url) as connection, connection.channel() as channel:
        with pytest.raises(aio_pika.exceptions.ChannelNotFoundEntity):
            await channel.declare_queue("of this test", passive=True)


def test_missing_binaries_are_said_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rabbitmq, "find_binaries", lambda: None)

    with pytest.raises(BinariesMissing) as refusal:
        LocalRabbitMQ(tmp_path / "rabbitmq").start()

    assert str(refusal.value) == "RabbitMQ is not installed here (Debian: apt-get install rabbitmq-server)."
    assert list(tmp_path.iterdir()) == []
