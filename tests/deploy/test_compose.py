"""What docker-compose.yml promises: order, hardening, secrets in files, and one door to the outside."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from foyer_local.services import BEHIND_THE_PORTAL, NAMES
from foyer_shared.process import LONGEST_STOP

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
PROCESSES = [f"{name}-{role}" for name in NAMES for role in ("api", "worker")]
ONCE = ["secrets", "queues", "demo", "operator", *(f"{name}-migrate" for name in NAMES)]
OURS = [*PROCESSES, *ONCE]
DEFAULT = [name for name, service in SERVICES.items() if "profiles" not in service]


def image_of(name: str) -> str:
    """The image of one of our containers."""
    return {"secrets": "demo", "queues": "operator"}.get(name) or re.sub("-(api|worker|migrate)$", "", name)


def waits_for(name: str) -> dict[str, str]:
    """What must have been reached before it starts, by the name of whom it waits for."""
    return {other: wait["condition"] for other, wait in SERVICES[name].get("depends_on", {}).items()}


def mounts_of(name: str) -> dict[str, str]:
    """The volumes and folders that it sees, by where."""
    mounts = (mount.split(":") for mount in SERVICES[name].get("volumes", ()))
    return {mount[1]: mount[0] for mount in mounts}


def test_every_service_is_an_api_a_worker_and_a_job_that_migrates() -> None:
    servers = ["postgres", "rabbitmq", "prometheus", "jaeger"]
    assert sorted(SERVICES) == sorted([*OURS, *servers])
    for name in NAMES:
        for role in ("migrate", "api", "worker"):
            assert SERVICES[f"{name}-{role}"]["command"] == [role]
    assert {SERVICES[name]["image"] for name in OURS} == {f"foyer/{image_of(name)}" for name in OURS}


@pytest.mark.parametrize("name", NAMES)
def test_the_order_of_a_service(name: str) -> None:
    migrated = {"postgres": "service_healthy", f"{name}-migrate": "service_completed_successfully"}
    assert waits_for(f"{name}-migrate") == {"postgres": "service_healthy"}
    declared = {"rabbitmq": "service_healthy", "queues": "service_completed_successfully"}
    assert waits_for(f"{name}-worker") == migrated | declared
    if name in BEHIND_THE_PORTAL:
        assert waits_for(f"{name}-api") == migrated


def test_all_readers_have_their_queues_before_a_worker_sends_an_event() -> None:
    assert SERVICES["queues"]["command"] == ["declare"]
    assert waits_for("queues") == {"rabbitmq": "service_healthy"}


def test_secrets_come_first_the_demo_after_all_workers_and_the_portal_last() -> None:
    for server in ("postgres", "rabbitmq"):
        assert waits_for(server) == {"secrets": "service_completed_successfully"}
    before_the_demo = {*PROCESSES} - {"portal-bff-api"}
    assert waits_for("demo") == dict.fromkeys(before_the_demo, "service_healthy")
    # It makes `docker compose up --wait` wait for the demo as well.
    assert waits_for("portal-bff-api") == {"demo": "service_completed_successfully"}


def test_who_is_waited_for_says_when_it_is_healthy() -> None:
    waited_for = {
        other
        for name in SERVICES
        for other, condition in waits_for(name).items()
        if condition == "service_healthy"
    }
    assert {name for name in waited_for if "healthcheck" not in SERVICES[name]} == set()
    for name in PROCESSES:
        assert SERVICES[name]["healthcheck"]["test"] == ["CMD", "python", "-IS", "/app/is_ready.py"]


@pytest.mark.parametrize("name", SERVICES)
def test_hardening(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert "privileged" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["pids_limit"] <= (400 if name in {"postgres", "rabbitmq"} else 200)
    assert re.fullmatch(r"\d+m", service["mem_limit"])
    assert service["restart"] == ("no" if name in ONCE else "unless-stopped")
    assert service["logging"]["options"]["max-size"] == "10m"


def test_only_the_container_that_fills_the_volumes_is_root_and_it_has_no_network() -> None:
    users = {name: service["user"] for name, service in SERVICES.items() if "user" in service}
    assert users == {"secrets": "0:0", "postgres": "postgres", "rabbitmq": "rabbitmq"}
    assert SERVICES["secrets"]["network_mode"] == "none"


def test_only_the_portal_is_published_and_only_on_this_machine() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert {name: published[name] for name in published if name in DEFAULT} == {
        "portal-bff-api": ["127.0.0.1:${FOYER_PORT:-8080}:8080"]
    }
    assert {
        port for ports in published.values() for port in ports if not port.startswith("127.0.0.1:")
    } == set()


def test_nothing_but_the_portal_is_between_the_outside_and_the_data() -> None:
    networks = COMPOSE["networks"]
    inside = {name for name, network in networks.items() if network.get("internal")}
    assert inside == {"data", "services"}
    on = {name: set(service.get("networks", ())) for name, service in SERVICES.items()}
    assert on["postgres"] == on["rabbitmq"] == {"data"}
    assert [name for name in on if on[name] - inside] == ["portal-bff-api", "prometheus", "jaeger"]
    assert [name for name in on if "data" in on[name] and "watching" in on[name]] == []


def test_services_are_no_superuser_of_postgres() -> None:
    postgres = SERVICES["postgres"]["environment"]
    assert postgres == {
        "POSTGRES_USER": "postgres",
        "POSTGRES_DB": "foyer",
        "POSTGRES_PASSWORD_FILE": "/run/secrets/postgres_password",
    }
    assert mounts_of("postgres")["/docker-entrypoint-initdb.d/foyer.sql"] == "./deploy/postgres/foyer.sql"


def test_the_portal_believes_the_proxy_that_is_named_and_by_default_nobody_else() -> None:
    believing = {
        name: service["environment"]["FORWARDED_ALLOW_IPS"]
        for name, service in SERVICES.items()
        if "FORWARDED_ALLOW_IPS" in service.get("environment", {})
    }
    assert believing == {"portal-bff-api": "${FORWARDED_ALLOW_IPS:-127.0.0.1}"}


def test_no_secret_is_in_an_environment() -> None:
    # A key that whoever starts it chooses for the demo is no secret of the installation.
    own_choice = {"FOYER_API_KEY": "${FOYER_API_KEY:-}"}
    for name, service in SERVICES.items():
        for variable, value in service.get("environment", {}).items():
            if re.search("KEY|PASS|SECRET|DATABASE_URL|AMQP_URL|TOKEN", variable):
                assert value.startswith("/run/secrets/") or own_choice.get(variable) == value, (
                    name,
                    variable,
                )
            assert not re.search(r"://[^/]*@", value), (name, variable)


def test_each_sees_its_own_secrets_alone_and_cannot_write_them() -> None:
    for name, service in SERVICES.items():
        if name == "secrets":
            continue
        mine = [mount for mount in service.get("volumes", ()) if mount.startswith("secrets")]
        assert {mount for mount in mine if not mount.endswith(":/run/secrets:ro")} == set()
        seen = {mount.split(":")[0] for mount in mine}
        expected = {f"secrets-{name if name in ('postgres', 'rabbitmq') else image_of(name)}"}
        assert seen == (set() if name in {"prometheus", "jaeger"} else expected)
    handed_out = {volume for volume in COMPOSE["volumes"] if volume.startswith("secrets")}
    assert set(mounts_of("secrets").values()) == handed_out
    for path, volume in mounts_of("secrets").items():
        assert path == f"/secrets/{volume.removeprefix('secrets-').replace('secrets', 'kept')}"


def test_every_variable_is_a_setting_and_every_mounted_file_is_there() -> None:
    known = set(re.findall(r"^(FOYER_[A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    used = {
        variable
        for service in SERVICES.values()
        for variable in service.get("environment", {})
        if variable.startswith("FOYER_")
    }
    interpolated = set(re.findall(r"\$\{(FOYER_[A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    assert (used | interpolated) - known == set()
    folders = {source for name in SERVICES for source in mounts_of(name).values() if source.startswith(".")}
    assert folders == {
        "./deploy/compose/rabbitmq.conf",
        "./deploy/observability",
        "./deploy/postgres/foyer.sql",
    }
    assert {folder for folder in folders if not (ROOT / folder).exists()} == set()


def test_the_portal_finds_each_service() -> None:
    for name in ("portal-bff-api", "portal-bff-worker", "portal-bff-migrate", "demo"):
        settings = SERVICES[name]["environment"]
        urls = {service: settings[f"FOYER_{service.upper()}_URL"] for service in BEHIND_THE_PORTAL}
        assert urls == {service: f"http://{service}-api:8000" for service in BEHIND_THE_PORTAL}


def test_images_are_built_once_here_or_have_a_version_as_their_tag() -> None:
    built = [service["build"]["args"]["SERVICE"] for service in SERVICES.values() if "build" in service]
    assert sorted(built) == sorted({image_of(name) for name in OURS})
    for name, service in SERVICES.items():
        if "build" in service:
            assert service["build"] == {
                "context": ".",
                "dockerfile": "deploy/Dockerfile",
                "args": {"SERVICE": image_of(name)},
            }
            assert service["image"] == f"foyer/{image_of(name)}"
    others = [service["image"] for name, service in SERVICES.items() if name not in OURS]
    assert [image for image in others if not re.search(r":v?\d", image)] == []


def test_prometheus_asks_every_process() -> None:
    asked = yaml.safe_load((ROOT / "deploy/observability/prometheus.yml").read_text())
    targets = {
        target
        for job in asked["scrape_configs"]
        for config in job.get("static_configs", ())
        for target in config["targets"]
    }
    assert {f"{name}:8000" for name in PROCESSES} - targets == set()


def test_a_graceful_stop_has_the_time_that_it_may_take() -> None:
    pods = yaml.safe_load((ROOT / "deploy/k8s/base/service/deployment.yaml").read_text())
    in_kubernetes = pods["spec"]["template"]["spec"]["terminationGracePeriodSeconds"]
    assert {SERVICES[name]["stop_grace_period"] for name in PROCESSES} == {f"{in_kubernetes}s"} == {"15s"}
    assert in_kubernetes > LONGEST_STOP + 5
    assert {SERVICES[name]["stop_grace_period"] for name in ("postgres", "rabbitmq")} == {"60s"}
