"""A postal address as a caller sends it."""

from typing import Annotated

from pydantic import StringConstraints

from foyer_shared.basics.addresses import Address
from foyer_shared.http.models import Body

Part = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]


class AddressBody(Body):
    """Which parts there must be depends on the country."""

    line1: Part | None = None
    line2: Part | None = None
    postal_code: Part | None = None
    city: Part | None = None
    region: Part | None = None
    country: Part | None = None

    def address(self) -> Address:
        """The same for the domain, not yet checked."""
        return Address(**self.model_dump() | {"line1": self.line1 or "", "country": self.country or ""})
