"""A test that asks for `service` runs for each of them; `source_files` are all that is not a test."""

from pathlib import Path

import pytest
from foyer_shared.testing.house import SourceFile, services_in, source_files_in

ROOT = Path(__file__).parents[2]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "service" in metafunc.fixturenames:
        services = services_in(ROOT)
        metafunc.parametrize("service", services, ids=[service.name for service in services])


@pytest.fixture(scope="session")
def source_files() -> list[SourceFile]:
    return source_files_in(ROOT)
