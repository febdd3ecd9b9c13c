"""The page that asks before something is done: what happens then, the way on and the way back."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One of the things that happen, in their order."""

    when: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """The question; `confirm` and `keep` are the words on its two buttons."""

    name: str
    title: str
    action: str
    back: str
    steps: tuple[Step, ...]
    confirm: str
    keep: str
    idempotency_key: str
