"""Why a refund cannot be asked for, or a request for one not be decided."""

from foyer_shared.basics.errors import Conflict, Invalid, NotFound


class InvoiceNotHere(NotFound):
    """The customer has no such invoice."""

    code = "invoice_not_found"


class RefundRequestNotFound(NotFound):
    """No such refund request for whoever asks."""

    code = "refund_request_not_found"


class InvoiceNotPaid(Conflict):
    """Only what was paid is given back."""

    code = "invoice_not_paid"


class NothingToRefund(Conflict):
    """All of the invoice, or of the line, was given back before."""

    code = "nothing_to_refund"


class RefundRequestOpen(Conflict):
    """Another request for this invoice is not settled yet."""

    code = "refund_request_open"


class RefundRequestClosed(Conflict):
    """It was decided, withdrawn or settled before."""

    code = "refund_request_closed"


class RefundNotPositive(Invalid):
    """A refund of nothing, or of less."""

    code = "refund_not_positive"


class RefundCurrencyDiffers(Invalid):
    """The invoice is in another currency."""

    code = "refund_currency_differs"


class RefundAboveRest(Conflict):
    """More than is left of the invoice to be given back."""

    code = "refund_above_rest"


class RefundAboveRequest(Conflict):
    """More than the customer has asked for."""

    code = "refund_above_request"


class RefundAmountAndLines(Invalid):
    """An amount and lines: only one of them says what is to come back."""

    code = "refund_amount_and_lines"


class RefundLineUnknown(Invalid):
    """The invoice has no such line."""

    code = "refund_line_unknown"


class RefundLineTwice(Invalid):
    """One line is named twice."""

    code = "refund_line_twice"


class RefundQuantityOutOfRange(Invalid):
    """Less than one of a line, or more than is left of it."""

    code = "refund_quantity_out_of_range"
