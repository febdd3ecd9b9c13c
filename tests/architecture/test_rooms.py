"""Every service has the same rooms."""

from foyer_shared.testing.house import ServiceFolder

ROOMS = {"domain", "use_cases", "storage", "gateways", "api", "messages"}
ROOMS_OF_THE_PORTAL = ROOMS | {"pages", "views"}
MODULES = {"__init__", "main", "settings", "wiring"}


def test_the_code_lies_in_the_rooms_of_the_architecture(service: ServiceFolder) -> None:
    rooms = {path.parent.name for path in service.code.glob("*/__init__.py")}

    assert rooms == (ROOMS_OF_THE_PORTAL if service.name == "portal-bff" else ROOMS)


def test_outside_of_the_rooms_is_only_what_starts_the_service(service: ServiceFolder) -> None:
    assert {path.stem for path in service.code.glob("*.py")} == MODULES


def test_a_service_brings_its_readme_migrations_and_tests(service: ServiceFolder) -> None:
    wanted = ("README.md", "migrations/versions", "tests")

    assert [path for path in wanted if not (service.path / path).exists()] == []
