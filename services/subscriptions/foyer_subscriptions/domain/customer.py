"""What matters about a customer when a subscription of theirs is canceled."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A person, or a company; the country is ISO 3166-1 alpha-2, None while it is unknown."""

    company: bool = False
    country: str | None = None
