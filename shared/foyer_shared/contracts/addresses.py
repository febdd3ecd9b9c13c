"""Postal addresses on the wire."""

from dataclasses import asdict

from foyer_shared.basics.addresses import Address
from foyer_shared.contracts.envelope import Contract


class AddressData(Contract):
    """A postal address. Which parts it has depends on the country."""

    line1: str
    line2: str | None = None
    postal_code: str | None = None
    city: str | None = None
    region: str | None = None
    country: str
    """ISO 3166-1 alpha-2."""

    @classmethod
    def of(cls, address: Address) -> "AddressData":
        """The same address, for the wire."""
        return cls(**asdict(address))

    def address(self) -> Address:
        """The same address, for the domain."""
        return Address(**self.model_dump())
