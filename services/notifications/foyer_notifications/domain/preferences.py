"""What a customer wants to be mailed about: the categories that are switched off."""

from dataclasses import dataclass, replace

from foyer_shared.basics.errors import Invalid, NotFound

from foyer_notifications.domain.catalogue import Category, MessageKind

ALWAYS_ON = Category.SECURITY
"""Nothing in it can be switched off, and in the others nothing that is mandatory."""

SWITCHED = tuple(category for category in Category if category is not ALWAYS_ON)
"""The categories with a switch, in the order of their list."""


class CategoryNotFound(NotFound):
    """There is no such category."""

    code = "category_not_found"


class CategoryIsMandatory(Invalid):
    """What everybody gets has no switch."""

    code = "category_is_mandatory"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """One customer's; nothing is off at first. `version` counts the changes."""

    customer_id: str
    business_id: str
    version: int = 0
    off: frozenset[Category] = frozenset()

    def wants(self, kind: MessageKind) -> bool:
        """Whether to send it: the mandatory always, the others while their category is on."""
        return kind.mandatory or kind.category not in self.off

    def switch(self, category: Category, *, on: bool) -> "Preferences":
        """With the category on or off; the same ones when it was so already."""
        off = self.off - {category} if on else self.off | {category}
        return self if off == self.off else replace(self, off=off, version=self.version + 1)


def switched_category(name: str) -> Category:
    """The category of that name; raises `CategoryNotFound` or `CategoryIsMandatory`."""
    try:
        category = Category(name)
    except ValueError:
        raise CategoryNotFound("There is no such category of messages.") from None
    if category is ALWAYS_ON:
        raise CategoryIsMandatory("Messages about security cannot be switched off.", field="category")
    return category
