"""What payments needs to know of a business."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Business:
    """`number_prefix` begins the references of its mandates; without `creditor_identifier` it has none."""

    id: str
    number_prefix: str
    creditor_identifier: str | None
