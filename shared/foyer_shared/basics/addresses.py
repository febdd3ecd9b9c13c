"""A postal address."""

from collections.abc import Sequence
from dataclasses import dataclass

from foyer_shared.basics.errors import Invalid


class AddressInvalid(Invalid):
    """Its country has no such addresses; `errors` says what is wrong with each part."""

    code = "address_invalid"

    def __init__(self, errors: Sequence[dict[str, str]]) -> None:
        """The first one is what a caller reads who looks at one only."""
        super().__init__(errors[0]["detail"], field=errors[0]["field"])
        self.errors = list(errors)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a person or a company gets letters. Which parts there must be depends on the country."""

    line1: str
    line2: str | None = None
    postal_code: str | None = None
    city: str | None = None
    region: str | None = None
    """State, province, prefecture: by its code where the country's post has codes, such as `CA` in the US."""
    country: str
    """ISO 3166-1 alpha-2."""
