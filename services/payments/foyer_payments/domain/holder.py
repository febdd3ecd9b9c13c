"""The name of whoever holds a card or an account."""

from foyer_payments.domain.errors import HolderMalformed

LONGEST = 70
"""Characters that ISO 20022 has for a debtor's name (Max70Text in SEPA)."""


def holder_name(text: str) -> str:
    """The name without blanks around it; raises HolderMalformed."""
    name = text.strip()
    if not name or len(name) > LONGEST or not name.isprintable():
        raise HolderMalformed(f"The holder is a name of 1 to {LONGEST} characters.", field="holder")
    return name
