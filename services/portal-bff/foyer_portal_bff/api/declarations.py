"""`/api/declarations`: what the customer has declared, with the receipts."""

from typing import Annotated

from fastapi import APIRouter, Depends
from foyer_shared.http.models import Answer, Moment
from foyer_shared.http.pages import Page, Paging

from foyer_portal_bff.api.fields import PathId
from foyer_portal_bff.api.portal import PortalHere
from foyer_portal_bff.api.session import signed_in_with
from foyer_portal_bff.domain.declaration import Declaration
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.use_cases.list_declarations import list_declarations
from foyer_portal_bff.use_cases.read_declaration import read_declaration

router = APIRouter(prefix="/declarations")
Reader = Annotated[SignedIn, Depends(signed_in_with("subscriptions:read"))]


class ShownAnswer(Answer):
    """What was shown before; how and when it would end is missing where that was not known."""

    mode: str | None
    ends_at: Moment | None


class DeclarationAnswer(Answer):
    """A declaration and what has become of it. `content_hash` is the SHA-256 of `content` in UTF-8."""

    id: str
    number: str
    kind: str
    state: str
    declared_by: str
    subscription_id: str
    subscription_name: str
    received_at: Moment
    when: str | None
    reason: str | None
    message: str | None
    shown: ShownAnswer
    effective_at: Moment | None
    refusal: str | None
    taken_back_at: Moment | None
    ended_at: Moment | None
    content: str
    content_hash: str

    @classmethod
    def of(cls, declaration: Declaration) -> "DeclarationAnswer":
        words, shown, outcome = declaration.words, declaration.shown, declaration.outcome
        return cls(
            id=declaration.id,
            number=declaration.number,
            kind=declaration.kind,
            state=outcome.state,
            declared_by=declaration.declared_by_name,
            subscription_id=words.subscription_id,
            subscription_name=shown.subscription_name,
            received_at=declaration.received_at,
            when=words.when,
            reason=words.reason,
            message=words.message,
            shown=ShownAnswer(mode=shown.mode, ends_at=shown.ends_at),
            effective_at=outcome.effective_at,
            refusal=outcome.refusal,
            taken_back_at=outcome.taken_back_at,
            ended_at=outcome.ended_at,
            content=declaration.content,
            content_hash=declaration.content_hash,
        )


class WaitingAnswer(Answer):
    """It was received and counts; what follows from it is not known yet."""

    declaration: DeclarationAnswer


@router.get("")
async def get_declarations(who: Reader, portal: PortalHere, paging: Paging) -> Page[DeclarationAnswer]:
    """All of them, the newest first."""
    found = await list_declarations(portal.database, who, limit=paging.one_more, after=paging.after)
    return paging.page(found, key=lambda declaration: declaration.id, answer=DeclarationAnswer.of)


@router.get("/{declaration_id}")
async def get_declaration(declaration_id: PathId, who: Reader, portal: PortalHere) -> DeclarationAnswer:
    """One of them: its receipt."""
    return DeclarationAnswer.of(await read_declaration(portal.database, who, declaration_id))
