"""The states of a payment and the moves between them, as a table."""

from enum import StrEnum


class PaymentStatus(StrEnum):
    """How far a payment is."""

    CREATED = "created"
    """It is meant to be made; the provider has not answered yet."""
    REQUIRES_ACTION = "requires_action"
    PROCESSING = "processing"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELED = "canceled"

    @property
    def is_over(self) -> bool:
        """Whether nothing more is waited for."""
        return self in OVER


_NEWS = {
    PaymentStatus.REQUIRES_ACTION,
    PaymentStatus.PROCESSING,
    PaymentStatus.SUCCEEDED,
    PaymentStatus.FAILED,
    PaymentStatus.CANCELED,
}

MOVES: dict[PaymentStatus, frozenset[PaymentStatus]] = {
    PaymentStatus.CREATED: frozenset(_NEWS),
    PaymentStatus.REQUIRES_ACTION: frozenset(_NEWS - {PaymentStatus.REQUIRES_ACTION}),
    PaymentStatus.PROCESSING: frozenset(_NEWS - {PaymentStatus.REQUIRES_ACTION, PaymentStatus.PROCESSING}),
    PaymentStatus.SUCCEEDED: frozenset(),
    # Money that came after all is there, whatever was believed of it.
    PaymentStatus.FAILED: frozenset({PaymentStatus.SUCCEEDED}),
    PaymentStatus.CANCELED: frozenset({PaymentStatus.SUCCEEDED}),
}

OVER = frozenset({PaymentStatus.SUCCEEDED, PaymentStatus.FAILED, PaymentStatus.CANCELED})
