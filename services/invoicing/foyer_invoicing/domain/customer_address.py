"""An address of a customer, and when it was theirs."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from foyer_shared.basics.addresses import Address


class AddressKind(StrEnum):
    """What an address is for."""

    BILLING = "billing"
    SHIPPING = "shipping"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerAddress:
    """One address; `valid_until` is None for the present one."""

    id: str
    kind: AddressKind
    address: Address
    valid_from: datetime
    valid_until: datetime | None
