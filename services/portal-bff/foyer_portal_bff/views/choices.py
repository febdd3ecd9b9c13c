"""One of a few things to choose from in a form."""

from dataclasses import dataclass

from foyer_portal_bff.gateways.models.subscriptions import Picture


@dataclass(frozen=True, slots=True)
class Choice:
    """A radio button; `price` is what stands at the end of its line."""

    value: str
    text: str
    chosen: bool
    hint: str = ""
    price: str = ""
    picture: Picture | None = None
