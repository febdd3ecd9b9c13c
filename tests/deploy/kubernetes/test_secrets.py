"""The Secrets that `make-secrets` prints are those that the overlays refer to, key by key."""

import base64
import subprocess
from pathlib import Path

import pytest
import yaml
from foyer_local.containers.secrets import hand_out_secrets

from tests.deploy.kubernetes.conftest import K8S
from tests.deploy.kubernetes.manifests import Manifests

BY_OPERATORS = {
    ("foyer-postgres-app", "uri"),
    ("foyer-rabbitmq-default-user", "connection_string"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The files that the image `demo` makes, and those that the owner adds."""
    hand_out_secrets(tmp_path)
    (tmp_path / "smtp").mkdir()
    (tmp_path / "smtp/foyer_smtp_url").write_text("smtp://user:password@mail.example.com:587")
    (tmp_path / "imap").mkdir()
    (tmp_path / "imap/foyer_imap_url").write_text("imap://user:password@mail.example.com")
    (tmp_path / "files").mkdir()
    for name in ("foyer_files_url", "foyer_files_access_key_id", "foyer_files_secret_access_key"):
        (tmp_path / "files" / name).write_text("theirs")
    return tmp_path


def test_local_finds_all_its_secrets(kubectl: str, local: Manifests, folder: Path) -> None:
    made = _made("local", folder)

    assert made.keys() == _referred(local)
    password = (folder / "postgres/foyer_password").read_text()
    superuser = (folder / "postgres/postgres_password").read_text()
    assert made["foyer-postgres-app", "password"] == password
    assert made["foyer-postgres-superuser", "password"] == superuser
    assert made["foyer-postgres-app", "uri"] == (
        f"postgresql://foyer:{password}@foyer-postgres-rw.foyer:5432/foyer"
    )
    user, _, rabbitmq = made["foyer-rabbitmq-default-user", "default_user.conf"].strip().rpartition(" = ")
    assert user == "default_user = foyer\ndefault_pass"
    assert made["foyer-rabbitmq-default-user", "connection_string"] == (
        f"amqp://foyer:{rabbitmq}@foyer-rabbitmq.foyer.svc:5672/"
    )


def test_production_finds_all_but_what_operators_make(
    kubectl: str, production: Manifests, folder: Path
) -> None:
    assert _made("production", folder).keys() | BY_OPERATORS == _referred(production)


def _made(overlay: str, folder: Path) -> dict[tuple[str, str], str]:
    command = [str(K8S / "make-secrets"), overlay, str(folder)]
    told = subprocess.run(command, capture_output=True, check=True)
    return {
        (secret["metadata"]["name"], key): base64.b64decode(value).decode()
        for secret in yaml.safe_load_all(told.stdout)
        if secret
        for key, value in secret["data"].items()
    }


def _referred(manifests: Manifests) -> set[tuple[str, str]]:
    volumes = [volume for pod in manifests.pods() for volume in pod.spec.get("volumes", [])]
    projected = [
        source["secret"] for volume in volumes for source in volume.get("projected", {}).get("sources", [])
    ]
    alone = [volume["secret"] for volume in volumes if "secret" in volume]
    return {
        (secret.get("name") or secret["secretName"], item["key"])
        for secret in (*projected, *alone)
        for item in secret["items"]
    }
