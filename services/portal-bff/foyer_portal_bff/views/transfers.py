"""How money is paid by bank transfer."""

from dataclasses import dataclass

from foyer_shared.basics.bank_accounts import in_fours

from foyer_portal_bff.gateways.models.transfers import Transfer
from foyer_portal_bff.views.reader import Reader


@dataclass(frozen=True, slots=True)
class TransferBlock:
    """What is typed into a bank's form; the holder and the BIC are "" when nobody says them."""

    amount: str
    holder: str
    iban: str
    """In groups of four."""
    bic: str
    reference: str
    instalment: str
    """The day of the instalment that it is for, "" where all that is open is to be paid."""


def transfer_block(transfer: Transfer, reader: Reader) -> TransferBlock:
    """The same in the reader's words."""
    return TransferBlock(
        amount=reader.money(transfer.amount),
        holder=transfer.holder or "",
        iban=in_fours(transfer.iban),
        bic=transfer.bic or "",
        reference=transfer.reference,
        instalment=reader.day(transfer.instalment_due_on) if transfer.instalment_due_on else "",
    )
