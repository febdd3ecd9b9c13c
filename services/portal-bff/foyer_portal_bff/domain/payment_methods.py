"""The rules for removing a payment method."""

from collections.abc import Iterable

from foyer_shared.basics.errors import Conflict


class PaymentMethodNeeded(Conflict):
    """Subscriptions that are paid automatically need it; `errors` names them, as payments does."""

    code = "payment_method_needed"

    def __init__(self, subscriptions: Iterable[tuple[str, str]]) -> None:
        """By their ids and names."""
        super().__init__("Subscriptions are paid with it: add another one first, or ask for invoices.")
        self.errors = [{"subscription_id": each, "name": name} for each, name in subscriptions]
