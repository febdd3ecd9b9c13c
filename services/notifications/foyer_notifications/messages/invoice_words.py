"""What the messages about an invoice that is to be paid say of it."""

from typing import Any

from foyer_shared.basics.bank_accounts import in_fours
from foyer_shared.contracts.bank_accounts import BankAccountData
from foyer_shared.contracts.invoicing import InvoiceData


def invoice_words(invoice: InvoiceData) -> dict[str, Any]:
    """An invoice, what is open of it, and how to transfer that."""
    return {
        "number": invoice.number,
        "issued_on": invoice.issued_on,
        "due_on": invoice.due_on,
        "total": invoice.total.money(),
        "open": invoice.open.money(),
        "transfer": _transfer_words(invoice.pay_to) if invoice.pay_to else None,
    }


def _transfer_words(account: BankAccountData) -> dict[str, Any]:
    return {"holder": account.holder, "iban": in_fours(account.iban), "bic": account.bic}
