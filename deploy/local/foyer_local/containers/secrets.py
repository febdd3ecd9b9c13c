"""The secrets of the containers: made at the first start, kept, and handed out, to each only what it needs.

Each folder is a volume. `kept` is seen by this container alone; the others are filled from it at every start,
so that they can be lost. The volumes are what keeps a secret from a container, not the files' mode.
"""

import json
import secrets
from collections.abc import Mapping
from pathlib import Path

from foyer_local.secrets import kept, local_secrets
from foyer_local.services import NAMES

KEPT = "kept"
FILES_URL = "file:///var/lib/foyer/files"
"""In a volume; a deployment with a store of its own names that instead."""
_READABLE = 0o444

Files = Mapping[str, str]


def hand_out_secrets(folder: Path) -> None:
    """Write each folder's files; those that are as they should be stay untouched."""
    for name, files in _shares(folder / KEPT).items():
        share = folder / name
        share.mkdir(exist_ok=True)
        for file, text in files.items():
            _write(share / file, text)


def _shares(folder: Path) -> dict[str, Files]:
    keys = local_secrets(folder)
    postgres = kept(folder / "postgres.password", secrets.token_urlsafe(24))
    superuser = kept(folder / "postgres_superuser.password", secrets.token_urlsafe(24))
    rabbitmq = kept(folder / "rabbitmq.password", secrets.token_urlsafe(24))
    servers = {
        "foyer_database_url": f"postgresql://foyer:{postgres}@postgres:5432/foyer",
        "foyer_amqp_url": f"amqp://foyer:{rabbitmq}@rabbitmq:5672/",
    }
    every_service = {**servers, "caller_keys.jwks": keys.caller_keys.read_text()}
    sealing = {"foyer_seal_keys": json.dumps([keys.seal_key])}
    replies = {"foyer_reply_keys": json.dumps([keys.reply_key])}
    files = {"foyer_files_url": FILES_URL}
    portal = {
        "caller_private.jwk": keys.caller_private_key.read_text(),
        "foyer_hash_key": keys.hash_key,
        "foyer_installation_key": keys.installation_key,
    }
    demo = {"foyer_demo_api_key": keys.demo_api_key, "foyer_contoso_api_key": keys.contoso_api_key}
    more: dict[str, Files] = {
        "subscriptions": {**files, "foyer_file_link_key": keys.file_link_key},
        "invoicing": files,
        "payments": sealing,
        "support": {**files, **replies},
        "notifications": {**sealing, **replies},
        "portal-bff": portal,
    }
    return {
        "postgres": {"postgres_password": superuser, "foyer_password": postgres},
        "rabbitmq": {"rabbitmq.conf": f"default_user = foyer\ndefault_pass = {rabbitmq}\n"},
        **{name: {**every_service, **more.get(name, {})} for name in NAMES},
        "operator": servers,
        "demo": {**every_service, **portal, **demo},
    }


def _write(path: Path, text: str) -> None:
    """All at once: whoever reads finds the old file or the new one."""
    if path.exists() and path.read_text() == text:
        return
    new = path.with_name(f".{path.name}.new")
    new.write_text(text)
    new.chmod(_READABLE)
    new.replace(path)
