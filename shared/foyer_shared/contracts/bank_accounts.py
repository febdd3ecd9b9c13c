"""A seller's bank account on the wire. A customer's never travels."""

from dataclasses import asdict

from foyer_shared.basics.bank_accounts import BankAccount
from foyer_shared.contracts.envelope import Contract


class BankAccountData(Contract):
    """Where a business is paid by transfer, as it stands on its invoices."""

    iban: str
    """Without blanks."""
    bic: str | None = None
    holder: str | None = None
    """Whose name the bank knows it by; None for the business's name in law."""

    @classmethod
    def of(cls, account: BankAccount) -> "BankAccountData":
        """The same account, for the wire."""
        return cls(**asdict(account))

    def account(self) -> BankAccount:
        """The same account, for the domain."""
        return BankAccount(**self.model_dump())
