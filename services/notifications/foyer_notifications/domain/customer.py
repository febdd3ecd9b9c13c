"""What a mail needs to know about the customer who gets it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """The copy of a customer that messages are addressed with."""

    id: str
    business_id: str
    version: int
    name: str
    email: str
    language: str

    @property
    def has_mailbox(self) -> bool:
        """Whether mails go anywhere; an anonymised customer's is at a domain that never exists (RFC 2606)."""
        return bool(self.email) and not self.email.endswith(".invalid")
