"""How urgent tickets are."""

from enum import StrEnum

from foyer_support.domain.errors import UnknownPriority


class Priority(StrEnum):
    """From what can wait to what cannot."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


def chosen_priority(name: str) -> Priority:
    """The priority of that name; raises UnknownPriority."""
    if name not in tuple(Priority):
        raise UnknownPriority(f"The priorities are {', '.join(Priority)}.", field="priority")
    return Priority(name)
