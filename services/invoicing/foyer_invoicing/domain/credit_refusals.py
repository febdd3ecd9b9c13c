"""Why a credit note is refused."""

from foyer_shared.basics.errors import Conflict, Invalid


class NothingToCredit(Conflict):
    """All of the invoice was given back before."""

    code = "nothing_to_credit"


class CreditNotPaid(Conflict):
    """What is to go back was paid, and is not any more."""

    code = "credit_not_paid"


class CreditNotPositive(Invalid):
    """A credit note over nothing, or over less."""

    code = "credit_not_positive"


class CreditCurrencyDiffers(Conflict):
    """The invoice is in another currency."""

    code = "credit_currency_differs"


class CreditAboveRest(Conflict):
    """More than is left of the invoice to be given back."""

    code = "credit_above_rest"


class CreditAmountAndLines(Invalid):
    """An amount and lines: only one of them says what is given back."""

    code = "credit_amount_and_lines"


class NoSuchInvoiceLine(Invalid):
    """The invoice has no such line."""

    code = "no_such_invoice_line"


class CreditLineTwice(Invalid):
    """One line is named twice."""

    code = "credit_line_twice"


class CreditQuantityOutOfRange(Invalid):
    """Less than one of a line, or more than is left of it."""

    code = "credit_quantity_out_of_range"
