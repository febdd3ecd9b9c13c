"""Every process starts with what its manifests give it: known settings, and secrets from files alone."""

import json
from importlib import import_module
from pathlib import Path
from typing import Any, get_args

import pytest
from foyer_local.containers.settings import DemoSettings
from foyer_operator.settings import OperatorSettings
from foyer_shared.http.callers import new_key_pair
from foyer_shared.settings.process import ProcessSettings
from foyer_shared.storage.sealing import new_seal_key
from foyer_shared.testing.house import services_in
from pydantic import SecretStr

from tests.deploy.kubernetes.manifests import Manifests, Pod, Resource

ROOT = Path(__file__).parents[3]
SERVICES = {
    service.name: import_module(f"{service.package}.settings").Settings for service in services_in(ROOT)
}
SETTINGS: dict[str, type[ProcessSettings]] = {**SERVICES, "demo": DemoSettings, "operator": OperatorSettings}
MOUNTED = "/run/secrets/foyer"

DATABASE_URL = "postgresql://foyer:aB3-x_Y@foyer-postgres-rw.foyer:5432/foyer"
"""As CloudNativePG writes the key `uri`."""
AMQP_URL = "amqp://default_user_x1-_:p4-_@foyer-rabbitmq.foyer.svc:5672/"
"""As RabbitMQ's operator writes the key `connection_string`."""


@pytest.fixture(scope="module")
def secrets() -> dict[str, str]:
    """What the Secrets hold, by the names of their files."""
    private, public = new_key_pair()
    return {
        "foyer_database_url": DATABASE_URL,
        "foyer_amqp_url": AMQP_URL,
        "caller_keys.jwks": public,
        "caller_private.jwk": private,
        "foyer_hash_key": "h" * 43,
        "foyer_installation_key": "i" * 43,
        "foyer_seal_keys": json.dumps([new_seal_key()]),
        "foyer_file_link_key": "l" * 43,
        "foyer_imap_url": "imap://user:password@mail.example.com",
        "foyer_reply_keys": json.dumps(["r" * 43]),
        "foyer_files_url": "s3://files.example/foyer",
        "foyer_files_access_key_id": "key",
        "foyer_files_secret_access_key": "secret",
        "foyer_smtp_url": "smtp://user:password@mail.example.com:587",
        "foyer_demo_api_key": "foyer_sk_demo",
        "foyer_contoso_api_key": "foyer_sk_contoso",
    }


def test_every_process_finds_all_that_it_must_know(
    manifests: Manifests, secrets: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for pod in manifests.foyer_pods():
        folder = tmp_path / pod.workload
        folder.mkdir()
        for file in _files(pod):
            (folder / file).write_text(secrets[file])
        for container in pod.containers:
            if not container.get("env"):
                continue
            variables = {
                name: value.replace(MOUNTED, str(folder))
                for name, value in _variables(manifests, container).items()
            }
            monkeypatch.setattr("os.environ", variables)
            settings = SETTINGS[_image(container)]()

            assert settings.database_url.get_secret_value() == DATABASE_URL
            assert settings.amqp_url is not None
            assert settings.amqp_url.get_secret_value() == AMQP_URL
            assert {
                path for path in _paths(settings) if folder in path.parents and not path.is_file()
            } == set()


def test_live_is_live_and_local_is_a_sandbox(local: Manifests, production: Manifests) -> None:
    modes = [
        _variables(each, container)["FOYER_MODE"]
        for each in (local, production)
        for pod in each.foyer_pods()
        for container in pod.spec["containers"]
        if container.get("envFrom")
    ]

    assert modes == ["sandbox"] * 12 + ["live"] * 12


def test_every_variable_is_a_setting(manifests: Manifests) -> None:
    known = {f"FOYER_{field.upper()}" for settings in SETTINGS.values() for field in settings.model_fields}
    given = {
        name
        for pod in manifests.foyer_pods()
        for container in pod.containers
        for name in _variables(manifests, container)
        if name.startswith("FOYER_")
    }

    assert given - known == set()


def test_every_secret_file_is_a_setting_of_who_mounts_it(manifests: Manifests) -> None:
    assert [
        f"{pod.workload}: {file}"
        for pod in manifests.foyer_pods()
        for file in _files(pod)
        if file.startswith("foyer_") and file.removeprefix("foyer_") not in _settings_of(pod).model_fields
    ] == []


def test_a_file_that_a_variable_names_is_mounted(manifests: Manifests) -> None:
    assert [
        f"{pod.workload}: {value}"
        for pod in manifests.foyer_pods()
        for container in pod.containers
        for value in _variables(manifests, container).values()
        if value.startswith(f"{MOUNTED}/") and value.removeprefix(f"{MOUNTED}/") not in _files(pod)
    ] == []


def test_no_manifest_holds_a_secret(manifests: Manifests) -> None:
    secret = {
        f"FOYER_{name.upper()}"
        for settings in SETTINGS.values()
        for name, field in settings.model_fields.items()
        if SecretStr in (field.annotation, *get_args(field.annotation))
    }
    given = {
        name
        for pod in manifests.pods()
        for container in pod.containers
        for name in _variables(manifests, container)
    }

    assert "FOYER_SEAL_KEYS" in secret
    assert manifests.of("Secret") == []
    assert given & secret == set()
    assert [
        text for text in _texts(manifests.resources) if "PRIVATE KEY" in text or "foyer_sk_" in text
    ] == []
    assert [text for text in _texts(manifests.resources) if "://" in text and "@" in text] == []


def _settings_of(pod: Pod) -> type[ProcessSettings]:
    return SETTINGS[pod.labels["app.kubernetes.io/name"]]


def _image(container: Resource) -> str:
    """The name of the image, without where it comes from and which release."""
    return str(container["image"]).rpartition("/")[2].partition(":")[0]


def _files(pod: Pod) -> set[str]:
    return {
        item["path"]
        for volume in pod.spec["volumes"]
        for source in volume.get("projected", {}).get("sources", [])
        for item in source["secret"]["items"]
    }


def _variables(manifests: Manifests, container: Resource) -> dict[str, str]:
    maps = [each["configMapRef"]["name"] for each in container.get("envFrom", [])]
    given: dict[str, str] = {}
    for name in maps:
        given |= manifests.named("ConfigMap", name)["data"]
    # A variable that is not simply written here has no `value`, and the test should fail.
    return given | {each["name"]: each["value"] for each in container.get("env", [])}


def _paths(settings: ProcessSettings) -> list[Path]:
    return [value for value in dict(settings).values() if isinstance(value, Path)]


def _texts(thing: Any) -> list[str]:
    if isinstance(thing, dict):
        return [text for value in thing.values() for text in _texts(value)]
    if isinstance(thing, list):
        return [text for value in thing for text in _texts(value)]
    return [thing] if isinstance(thing, str) else []
