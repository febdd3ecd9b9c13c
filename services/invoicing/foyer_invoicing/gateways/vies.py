"""The European Union's register of VAT ids, VIES, by its REST service."""

import asyncio

import httpx
from foyer_shared.http.trust import trusted

from foyer_invoicing.gateways.vat_register import RegisterAway, Registration

_NO_NAME = "---"
"""What VIES writes for a member state that tells no names."""


class ViesRegister:
    """Asks VIES at `url`, each time within `seconds`. Greece's numbers begin with EL, as VIES has them."""

    def __init__(self, url: str, *, seconds: float = 10) -> None:
        self._url = url.rstrip("/")
        self._seconds = seconds

    async def find(self, vat_id: str) -> Registration | None:
        """None for one that is not valid; whatever is no answer raises RegisterAway."""
        try:
            async with asyncio.timeout(self._seconds), httpx.AsyncClient(verify=trusted()) as client:
                answer = await client.get(f"{self._url}/ms/{vat_id[:2]}/vat/{vat_id[2:]}")
            said = answer.raise_for_status().json()
        except (httpx.HTTPError, TimeoutError, ValueError) as failure:
            raise RegisterAway(type(failure).__name__) from failure
        match said:
            case {"isValid": True}:
                return Registration(_name(said.get("name")))
            case {"isValid": False, "userError": "INVALID" | "INVALID_INPUT"}:
                return None
            case {"userError": str(reason)}:
                raise RegisterAway(reason)
        raise RegisterAway("unreadable")


def _name(text: object) -> str | None:
    return text if isinstance(text, str) and text.strip() not in {"", _NO_NAME} else None
