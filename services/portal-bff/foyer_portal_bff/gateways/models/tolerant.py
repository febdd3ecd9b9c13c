"""How the portal reads another service's JSON: frozen, and blind to what it does not know."""

from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict


class Tolerant(BaseModel):
    """Base of all that a service answers."""

    model_config = ConfigDict(frozen=True, extra="ignore")


Item = TypeVar("Item", bound=Tolerant)


class PageOf(Tolerant, Generic[Item]):
    """One page of a list; `next_cursor` is None on the last one."""

    data: tuple[Item, ...]
    next_cursor: str | None = None
