"""What a register of the European Union's VAT ids must offer."""

from dataclasses import dataclass
from typing import Protocol


class RegisterAway(Exception):
    """Nobody answered. The reason holds no number and no name."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Registration:
    """A number that is valid, and whose it is where the member state tells."""

    name: str | None


class VatRegister(Protocol):
    """Knows which VAT ids are valid today."""

    async def find(self, vat_id: str) -> Registration | None:
        """None for one that is not valid; raises RegisterAway."""
