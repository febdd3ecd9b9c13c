"""A real RabbitMQ for tests: one node for the run, one virtual host for each test that asks."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import URL, make_url

from foyer_shared.local_servers.rabbitmq import find_binaries, throwaway_rabbitmq
from foyer_shared.testing.missing import lacking

_MANAGEMENT_PORT = 15672


@pytest.fixture(scope="session")
def rabbitmq_urls() -> Iterator[tuple[str, str]]:
    """The node's AMQP URL and that of its HTTP API.

    FOYER_TEST_AMQP_URL, with FOYER_TEST_AMQP_API_URL when its HTTP API is not on its usual port, else a
    private node.
    """
    given = os.environ.get("FOYER_TEST_AMQP_URL")
    if given:
        api = make_url(given).set(drivername="http", port=_MANAGEMENT_PORT, database=None)
        yield given, os.environ.get("FOYER_TEST_AMQP_API_URL") or _text(api)
        return
    if find_binaries() is None:
        lacking("RabbitMQ is not installed; install rabbitmq-server, or set FOYER_TEST_AMQP_URL.")
    with throwaway_rabbitmq() as node:
        yield node.url, node.management_url


@pytest.fixture(scope="session")
def rabbitmq_url(rabbitmq_urls: tuple[str, str]) -> str:
    """The node, which all tests share."""
    return rabbitmq_urls[0]


@pytest.fixture
def rabbitmq_vhost_url(rabbitmq_urls: tuple[str, str]) -> Iterator[str]:
    """A virtual host of the test's own on that node."""
    with virtual_host(rabbitmq_urls) as url:
        yield url


@contextmanager
def virtual_host(urls: tuple[str, str]) -> Iterator[str]:
    """The AMQP URL of a new virtual host on the node of these URLs, gone when the block ends."""
    node = make_url(urls[0])
    name = f"foyer-test-{uuid4().hex}"
    with _http_api(urls) as client:
        client.put(f"/api/vhosts/{name}").raise_for_status()
        everything = {"configure": ".*", "write": ".*", "read": ".*"}
        client.put(f"/api/permissions/{name}/{node.username}", json=everything).raise_for_status()
        yield _text(node.set(database=name))
        client.delete(f"/api/vhosts/{name}").raise_for_status()


def _http_api(urls: tuple[str, str]) -> httpx.Client:
    api = make_url(urls[1])
    credentials = (api.username or "", str(api.password or ""))
    return httpx.Client(base_url=_text(api.set(username=None, password=None)), auth=credentials)


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)
