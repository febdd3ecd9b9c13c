"""What processes of ours find in their environment, however a test starts them."""

import json
import os
from collections.abc import Mapping

from foyer_local.secrets import LocalSecrets
from foyer_local.services import REPLY_ADDRESS


def with_settings(settings: Mapping[str, str]) -> dict[str, str]:
    """The environment that we are in, with these settings of Foyer and none of our own."""
    return {name: value for name, value in os.environ.items() if not name.startswith("FOYER_")} | dict(
        settings
    )


def service_settings(
    secrets: LocalSecrets,
    *,
    database_url: str,
    amqp_url: str,
    public_port: int,
    ports: Mapping[str, int],
    database_pool: int | None = None,
) -> dict[str, str]:
    """What the six services are told, each in a process of its own that gets its FOYER_PORT besides.

    `ports` are those at which the portal finds the others. Without `database_pool` it is the product's own.
    """
    return {
        "FOYER_DATABASE_URL": database_url,
        "FOYER_AMQP_URL": amqp_url,
        "FOYER_CALLER_KEYS": str(secrets.caller_keys),
        "FOYER_CALLER_PRIVATE_KEY": str(secrets.caller_private_key),
        "FOYER_FILES_URL": (secrets.caller_keys.parent / "files").as_uri(),
        "FOYER_FILE_LINK_KEY": secrets.file_link_key,
        "FOYER_SEAL_KEYS": json.dumps([secrets.seal_key]),
        "FOYER_REPLY_ADDRESS": REPLY_ADDRESS,
        "FOYER_REPLY_KEYS": json.dumps([secrets.reply_key]),
        "FOYER_HASH_KEY": secrets.hash_key,
        "FOYER_INSTALLATION_KEY": secrets.installation_key,
        "FOYER_PUBLIC_PORT": str(public_port),
        "FOYER_SANDBOX_URL": f"http://127.0.0.1:{ports['payments']}",
        "FOYER_SANDBOX_WEBHOOKS_URL": f"http://127.0.0.1:{public_port}",
        **({"FOYER_DATABASE_POOL": str(database_pool)} if database_pool else {}),
        **{f"FOYER_{name.upper()}_URL": f"http://127.0.0.1:{port}" for name, port in ports.items()},
    }
