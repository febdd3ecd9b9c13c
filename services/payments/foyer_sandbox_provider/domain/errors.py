"""What the sandbox refuses; nothing is done then."""

from foyer_shared.basics.errors import Conflict, Invalid, NotFound


class ChargeNotFound(NotFound):
    """The account has no such charge."""

    code = "charge_not_found"


class SetupNotFound(NotFound):
    """The account has no such setup."""

    code = "setup_not_found"


class DisputeNotFound(NotFound):
    """The account has no such dispute."""

    code = "dispute_not_found"


class MethodUnknown(Invalid):
    """The account keeps no such method of this customer."""

    code = "method_unknown"


class KindsMissing(Invalid):
    """Nothing on offer that the sandbox has a page for."""

    code = "kinds_missing"


class ReturnUrlMissing(Invalid):
    """A page needs a place to come back to."""

    code = "return_url_missing"


class AmountNotPositive(Invalid):
    """Money moves in amounts above zero."""

    code = "amount_not_positive"


class KeyReused(Conflict):
    """The same key came with another request."""

    code = "key_reused"


class AccountTaken(Conflict):
    """Another key opened an account of this id."""

    code = "account_taken"


class NothingToRefund(Conflict):
    """More than what is left of the charge."""

    code = "refund_too_much"
