"""What the messages that ask for money say of how to transfer it."""

from typing import Any

from foyer_shared.basics.bank_accounts import in_fours
from foyer_shared.contracts.bank_accounts import BankAccountData


def transfer_words(account: BankAccountData | None, *, reference: str) -> dict[str, Any] | None:
    """What is typed into a bank's form; None where nothing is to be transferred."""
    if account is None:
        return None
    return {
        "holder": account.holder,
        "iban": in_fours(account.iban),
        "bic": account.bic,
        "reference": reference,
    }
