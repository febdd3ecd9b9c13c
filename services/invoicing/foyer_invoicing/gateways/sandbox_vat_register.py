"""The sandbox's register: the digits of a VAT id say what becomes of it, and nobody is asked."""

from foyer_invoicing.gateways.vat_register import RegisterAway, Registration

_UNKNOWN, _AWAY = "9999", "8888"


class SandboxVatRegister:
    """Knows every number but those with 9999 after the country, and is away for those with 8888."""

    async def find(self, vat_id: str) -> Registration | None:
        """None for one that is not valid; raises RegisterAway."""
        digits = "".join(character for character in vat_id if character.isdecimal())
        if digits.startswith(_AWAY):
            raise RegisterAway("MS_UNAVAILABLE")
        return None if digits.startswith(_UNKNOWN) else Registration(f"Company {vat_id}")
