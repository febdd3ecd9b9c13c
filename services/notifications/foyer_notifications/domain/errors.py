"""What can be wrong with a wish to send something."""

from foyer_shared.basics.errors import NotFound, Unavailable


class BusinessNotKnownYet(Unavailable):
    """The business's copy has not arrived; it will."""

    code = "business_not_known_yet"


class CustomerNotKnownYet(Unavailable):
    """The customer's copy has not arrived; it will."""

    code = "customer_not_known_yet"


class MessageNotFound(NotFound):
    """There is no such message, or it is another's."""

    code = "message_not_found"
