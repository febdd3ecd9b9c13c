"""How money is transferred, as it goes out at the doors of invoices and collection cases."""

from dataclasses import asdict
from datetime import date

from foyer_shared.basics.bank_accounts import BankAccount
from foyer_shared.basics.money import Money
from foyer_shared.contracts.amounts import Amount
from foyer_shared.http.models import Answer

from foyer_invoicing.domain.invoice import Invoice
from foyer_invoicing.domain.payment_plan import Instalment
from foyer_invoicing.use_cases.read_case_files import CaseFile


class TransferAnswer(Answer):
    """How what is open, or the instalment of `instalment_due_on`, is paid by bank transfer; `iban` has no
    blanks, and `reference` is to be given with it.
    """

    amount: Amount
    iban: str
    bic: str | None
    holder: str | None
    reference: str
    instalment_due_on: date | None

    @classmethod
    def of(cls, invoice: Invoice, file: CaseFile | None = None) -> "TransferAnswer | None":
        """Of one invoice, `file` its collection case; None while that waits, or others collect it."""
        if file is None:
            return cls._to(invoice.transfer_to, invoice.open, invoice, None)
        account = None if file.waits else invoice.transfer_to
        return cls._to(account, invoice.open, invoice, file.instalment_of(invoice))

    @classmethod
    def of_case(cls, file: CaseFile) -> "TransferAnswer | None":
        return cls._to(file.transfer_to, file.total, file.asked_of, file.instalment)

    @classmethod
    def _to(
        cls, account: BankAccount | None, whole: Money, invoice: Invoice, instalment: Instalment | None
    ) -> "TransferAnswer | None":
        amount = instalment.amount if instalment else whole
        if account is None or not amount.amount:
            return None
        return cls(
            amount=Amount.of(amount),
            **asdict(account),
            reference=invoice.number,
            instalment_due_on=instalment.due_on if instalment else None,
        )
