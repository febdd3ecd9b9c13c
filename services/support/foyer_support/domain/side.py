"""Who writes on a ticket."""

from enum import StrEnum


class Side(StrEnum):
    """The customer, or the business's people."""

    CUSTOMER = "customer"
    STAFF = "staff"
