"""The two businesses of the demo."""

from typing import Any

import httpx

from foyer_local.seed.business_api import answer_of

NORTHWIND = {
    "legal_name": "Northwind B.V.",
    "slug": "northwind",
    "country": "NL",
    "currency": "EUR",
    "zone": "Europe/Amsterdam",
    "language": "en",
    "number_prefix": "NW",
    "support_email": "support@northwind.example",
    "brand": {"name": "Northwind", "accent": "#4f46e5"},
    "address": {"line1": "Keizersgracht 1", "postal_code": "1015 CN", "city": "Amsterdam", "country": "NL"},
    "vat_id": "NL004495445B01",
    "register_number": "KvK 90004418",
    "bank_account": {"iban": "NL20INGB0001234567", "bic": "INGBNL2A"},
    "hosts": ["localhost", "127.0.0.1"],
}
CONTOSO = {
    "legal_name": "Contoso GmbH",
    "slug": "contoso",
    "country": "DE",
    "currency": "EUR",
    "zone": "Europe/Berlin",
    "language": "en",
    "number_prefix": "CO",
    "support_email": "hello@contoso.example",
    "brand": {"name": "Contoso", "accent": "#0f766e"},
    "address": {"line1": "Torstraße 1", "postal_code": "10119", "city": "Berlin", "country": "DE"},
    "vat_id": "DE136695976",
    "register_number": "HRB 86891",
    "bank_account": {"iban": "DE89370400440532013000", "bic": "COBADEFFXXX"},
    "hosts": ["contoso.localhost"],
}


class Installation:
    """The calls of whoever runs the installation."""

    def __init__(self, client: httpx.AsyncClient, key: str) -> None:
        self._client = client
        self._headers = {"Authorization": f"Bearer {key}"}

    async def businesses(self) -> dict[str, dict[str, Any]]:
        """All of them, by slug."""
        found = answer_of(await self._client.get("/v1/businesses", headers=self._headers))
        return {business["slug"]: business for business in found["data"]}

    async def ensure(self, business: dict[str, Any], *, portal_url: str) -> dict[str, Any]:
        """Set it up with its mail held, unless it is there; its address follows the port that was chosen."""
        there = (await self.businesses()).get(business["slug"])
        if there is None:
            body = {**business, "portal_url": portal_url, "mail": "held"}
            return answer_of(await self._client.post("/v1/businesses", json=body, headers=self._headers))
        if there["portal_url"] == portal_url:
            return there
        return await self.change(there["id"], portal_url=portal_url)

    async def change(self, business_id: str, **changes: Any) -> dict[str, Any]:
        """Change some of it."""
        return answer_of(
            await self._client.patch(f"/v1/businesses/{business_id}", json=changes, headers=self._headers)
        )
