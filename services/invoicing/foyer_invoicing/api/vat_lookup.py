"""Whether VAT ids are looked up, for the doors at which they come in."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from foyer_shared.http.parts import part


@dataclass(frozen=True, slots=True)
class VatLookup:
    """On where there is a register to ask."""

    on: bool


Lookup = Annotated[VatLookup, Depends(part(VatLookup))]
