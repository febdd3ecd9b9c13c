"""The one system that runs on the tests' data folder; it is exchanged when a test wants another way."""

from contextlib import ExitStack
from pathlib import Path

from foyer_shared.testing.otlp import Collector

from tests.e2e.system import Foyer, Separate, embedded, separate

WAYS = ("in-process", "rabbitmq", "separate")
"""In the order in which the tests go through them."""


class Running:
    """Starts take longer than most tests, so a system stays until another one is wanted.

    Its traces go to the collector.
    """

    def __init__(self, data_dir: Path, port: int, collector: Collector) -> None:
        self.collector = collector
        self._data_dir = data_dir
        self._port = port
        self._running = ExitStack()
        self.way = ""
        self._foyer: Foyer | None = None

    def in_way(self, way: str, amqp_url: str) -> Foyer:
        """The system in one of the WAYS, on this RabbitMQ where it needs one."""
        if self._foyer is None or way != self.way:
            self.stop()
            settings = {
                "FOYER_OTLP_ENDPOINT": self.collector.url,
                "OTEL_BSP_SCHEDULE_DELAY": "100",
                "FOYER_OVERDUE_EVERY": "PT1S",
            }
            if way == "separate":
                self._tell_port()
                running = separate(self._data_dir, amqp_url, self._port, **settings)
                self._foyer = self._running.enter_context(running)
            else:
                self._foyer = self._running.enter_context(
                    embedded(self._data_dir, way, self._port, **settings)
                )
            self.way = way
        return self._foyer

    def apart(self, amqp_url: str) -> Separate:
        """The system whose services can be stopped and started one by one."""
        foyer = self.in_way("separate", amqp_url)
        assert isinstance(foyer, Separate)
        return foyer

    def stop(self) -> None:
        """Nothing runs; it must have ended well and in time."""
        self._foyer = None
        self._running.close()

    def _tell_port(self) -> None:
        """The demo's businesses hear where they are found by `make run` alone."""
        if not self.way:
            with embedded(self._data_dir, "in-process", self._port):
                pass
