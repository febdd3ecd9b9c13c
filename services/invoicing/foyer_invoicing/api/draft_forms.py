"""What comes in and out at the doors of invoices that are not final yet."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from foyer_shared.http.models import Body, Moment, showing
from pydantic import Field

from foyer_invoicing.api.answers import LineAnswer, SumsAnswer
from foyer_invoicing.api.bodies import Id, LineBody, SaleBody, SubscriptionId
from foyer_invoicing.domain.draft import Draft
from foyer_invoicing.domain.line import TaxedLine


class InvoiceBody(SaleBody):
    """What a customer owes for; a draft is not owed, nor has it a number, until it is made final."""

    draft: bool = False

    def asked(self) -> dict[str, Any]:
        """What a draft keeps of it."""
        return self.model_dump(mode="json", exclude_unset=True, exclude={"draft"})


class DraftChangesBody(Body):
    """What changes of a draft, the rest stays; lines take the place of all of its lines."""

    model_config = showing({"due_days": 30})

    customer_id: Id = ""
    lines: list[LineBody] = Field(default_factory=list)
    subscription_id: SubscriptionId | None = None
    due_days: Annotated[int, Field(strict=True, ge=0, le=365)] | None = None

    def merged(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """What a draft keeps, with the changes."""
        return {**asked, **self.model_dump(mode="json", exclude_unset=True)}


class DraftAnswer(SumsAnswer):
    """A draft in a list; its sums are those of the day of its last change."""

    id: str
    customer_id: str
    number: None = None
    status: Literal["draft"] = "draft"
    subscription_id: str | None
    due_days: int | None
    made_at: Moment
    changed_at: Moment

    @classmethod
    def of(cls, draft: Draft) -> "DraftAnswer":
        return cls(
            **dict(SumsAnswer.of_totals(draft.totals)),
            id=draft.id,
            customer_id=draft.customer_id,
            subscription_id=draft.asked.get("subscription_id"),
            due_days=draft.asked.get("due_days"),
            made_at=draft.made_at,
            changed_at=draft.changed_at,
        )


class DraftDetailAnswer(DraftAnswer):
    """A draft with its lines."""

    lines: list[LineAnswer]

    @classmethod
    def with_lines(cls, draft: Draft, lines: Sequence[TaxedLine]) -> "DraftDetailAnswer":
        return cls(**dict(DraftAnswer.of(draft)), lines=[LineAnswer.of(line) for line in lines])
