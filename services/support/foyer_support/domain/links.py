"""What else of the customer's a ticket is about."""

from dataclasses import dataclass

from foyer_shared.basics.ids import is_id

from foyer_support.domain.errors import LinkMalformed


@dataclass(frozen=True, slots=True)
class Links:
    """Ids in other services; that they are ids is all that can be known here. Raises LinkMalformed."""

    subscription_id: str | None = None
    invoice_id: str | None = None
    order_id: str | None = None

    def __post_init__(self) -> None:
        _check(self.subscription_id, "sub", "subscription_id")
        _check(self.invoice_id, "inv", "invoice_id")
        _check(self.order_id, "ord", "order_id")


def _check(identity: str | None, prefix: str, field: str) -> None:
    if identity is not None and not is_id(identity, prefix):
        raise LinkMalformed(f"This is an id that begins with {prefix}_.", field=field)
