"""The reasons that a business asks for when a subscription is canceled; none is ever required."""

from collections.abc import Sequence
from dataclasses import dataclass

from foyer_shared.basics.errors import Invalid

KNOWN_REASONS = (
    "too_expensive",
    "missing_features",
    "switched_service",
    "unused",
    "customer_service",
    "too_complex",
    "low_quality",
    "other",
)
"""Those that Foyer has words for, in the order in which a business that set none asks for them."""


class ReasonsNotDistinct(Invalid):
    """Each reason is asked for once."""

    code = "reasons_not_distinct"


class ReasonWithoutWords(Invalid):
    """A reason of the business's own needs the words to ask for it with."""

    code = "reason_without_words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A reason; `label` takes the place of Foyer's words for it."""

    code: str
    label: str | None = None


DEFAULT_REASONS = tuple(Reason(code=code) for code in KNOWN_REASONS)


def checked_reasons(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    """The same, each once and with words; an empty list asks for none."""
    if len({reason.code for reason in reasons}) < len(reasons):
        raise ReasonsNotDistinct("Each reason may be in the list once.", field="reasons")
    for reason in reasons:
        if reason.code not in KNOWN_REASONS and not reason.label:
            raise ReasonWithoutWords(f"{reason.code} needs a label.", field="reasons.label")
    return tuple(reasons)
