"""Businesses in other countries, for what the demo's do not sell in."""

import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import psycopg
import pytest
from foyer_portal_bff.domain.api_key import PREFIX, hash_key
from foyer_portal_bff.domain.roles import ALL_SCOPES
from foyer_shared.basics.ids import new_id
from foyer_shared.local_servers.running import running_postgres
from psycopg.types.json import Jsonb

from tests.e2e.system import Foyer, until

_MAKE_KEY = (
    "INSERT INTO portal.api_keys (id, business_id, name, key_hash, scopes, created_at)"
    " VALUES (%s, %s, 'Journeys', %s, %s, now())"
)


class Seller(Foyer):
    """Another business of a running system, at a name of its own below `localhost`."""

    def client(self, **headers: str) -> httpx.Client:
        """For programs, most of which do not know such names; browsers do."""
        address = urlsplit(self.url)
        return httpx.Client(
            base_url=f"http://localhost:{address.port}",
            headers=headers | {"Host": address.netloc},
            timeout=20,
        )


def database_of(data_dir: Path) -> str:
    """Of the system that runs on the folder; without one there is nothing to look into."""
    url = running_postgres(data_dir / "postgres") if (data_dir / "postgres").exists() else None
    if url is None:
        pytest.skip("needs --data-dir")
    return url


def seller_in(foyer: Foyer, data_dir: Path, country: str, currency: str) -> Seller:
    """A new business of the sandbox, which charges no tax."""
    database_url = database_of(data_dir)
    slug = f"{country.lower()}-{secrets.token_hex(4)}"
    host = f"{slug}.localhost"
    seller = Seller(
        f"http://{host}:{urlsplit(foyer.url).port}", foyer.log, f"{PREFIX}{secrets.token_urlsafe(16)}"
    )
    body: dict[str, Any] = {
        "legal_name": f"Tailspin {country}",
        "slug": slug,
        "country": country,
        "currency": currency,
        "zone": "Europe/London",
        "language": "en",
        "number_prefix": country,
        "portal_url": seller.url,
        "support_email": "help@tailspin.example",
        "brand": {"name": f"Tailspin {country}", "accent": "#1f6feb"},
        "hosts": [host],
    }
    installation = (data_dir / "keys" / "installation.key").read_text()
    with foyer.client(Authorization=f"Bearer {installation}") as client:
        made = client.post("/v1/businesses", json=body)
    assert made.is_success, made.text
    with psycopg.connect(database_url) as connection:
        values = [new_id("key"), made.json()["id"], hash_key(seller.key), Jsonb(sorted(ALL_SCOPES))]
        connection.execute(_MAKE_KEY, values)
    until(lambda: _may_charge(seller), "a business that payments knows")
    return seller


def _may_charge(seller: Seller) -> bool:
    with seller.client(Authorization=f"Bearer {seller.key}") as client:
        return bool(client.get("/v1/provider-accounts").json().get("data"))
