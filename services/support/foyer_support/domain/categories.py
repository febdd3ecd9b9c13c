"""What tickets are about."""

from enum import StrEnum

from foyer_support.domain.errors import UnknownCategory
from foyer_support.domain.side import Side


class Category(StrEnum):
    """The last three come from a process of their own, which a customer begins elsewhere."""

    QUESTION = "question"
    BILLING = "billing"
    TECHNICAL = "technical"
    CANCELLATION = "cancellation"
    REFUND = "refund"
    COLLECTION = "collection"


CHOICES: dict[Side, tuple[Category, ...]] = {
    Side.CUSTOMER: (Category.QUESTION, Category.BILLING, Category.TECHNICAL),
    Side.STAFF: tuple(Category),
}
"""What each side may choose by hand."""


def chosen_category(name: str, by: Side) -> Category:
    """The category of that name; raises UnknownCategory when this side cannot choose it."""
    if name not in CHOICES[by]:
        raise UnknownCategory(f"The categories are {', '.join(CHOICES[by])}.", field="category")
    return Category(name)
