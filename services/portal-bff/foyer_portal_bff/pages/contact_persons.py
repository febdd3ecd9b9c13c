"""Contact persons: the list, one of them named or changed, removed, and the page behind their mailed link."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Response
from foyer_shared.basics.errors import FoyerError, Kind
from foyer_shared.http.problems import status_of
from foyer_shared.http.refusals import TooManyRequests

from foyer_portal_bff.api.contacts import add_contact, ask_contact_again, change_contact, remove_contact
from foyer_portal_bff.api.fields import PathId
from foyer_portal_bff.api.session import must
from foyer_portal_bff.gateways.callers import portal_caller
from foyer_portal_bff.pages.desk import AsVisitor, AtDesk, Desk
from foyer_portal_bff.pages.keys import new_form_key
from foyer_portal_bff.views.contact_persons import (
    ADDRESS,
    ANSWER,
    ContactLinkPage,
    Typed,
    contact_form,
    contact_persons_page,
    remove_contact_question,
    typed_before,
)
from foyer_portal_bff.views.flashes import CONTACT_ADDED, CONTACT_ASKED, CONTACT_REMOVED, SAVED
from foyer_portal_bff.views.refusals import NONE, Problems, problem

router = APIRouter(include_in_schema=False)

_FIELDS = {name: name for name in ("name", "email", "phone", "role")}


async def _typed(
    name: Annotated[str, Form()] = "",
    email: Annotated[str, Form()] = "",
    phone: Annotated[str, Form()] = "",
    role: Annotated[str, Form()] = "",
    copies: Annotated[tuple[str, ...], Form()] = (),
) -> Typed:
    return Typed(name, email, phone, role, billing="billing" in copies, account="account" in copies)


FromForm = Annotated[Typed, Depends(_typed)]


@router.get(ADDRESS)
async def contact_persons(desk: AtDesk) -> Response:
    """All of them."""
    must(desk.who, "notifications:read")
    return await _list(desk)


@router.get(f"{ADDRESS}/add")
async def ask_details(desk: AtDesk) -> Response:
    """The form."""
    must(desk.who, "notifications:write")
    return await _form(desk, Typed(), contact_id="")


@router.post(f"{ADDRESS}/add")
async def give_details(
    desk: AtDesk, typed: FromForm, idempotency_key: Annotated[str | None, Form()] = None
) -> Response:
    """Name somebody, or show the form again with what is wrong."""
    must(desk.who, "notifications:write")
    try:
        await add_contact(desk.portal, desk.who, typed.details(), key=idempotency_key)
    except FoyerError as refusal:
        # What went to somebody who is away may have arrived: the same form again is the same command.
        key = idempotency_key if refusal.kind is Kind.UNAVAILABLE else None
        return await _form(desk, typed, contact_id="", refusal=refusal, key=key)
    return desk.see_other(ADDRESS, flash=CONTACT_ADDED)


@router.get(ANSWER)
async def link(desk: AsVisitor, token: str = "") -> Response:
    """Two buttons: programs that look into mails open links, and must not answer them."""
    return await _answered(desk, token, None)


@router.post(ANSWER)
async def answer_link(
    desk: AsVisitor, token: Annotated[str, Form()] = "", answer: Annotated[str, Form()] = ""
) -> Response:
    """Say yes, or that copies are to stop."""
    return await _answered(desk, token, answer == "yes")


@router.get(f"{ADDRESS}/{{contact_id}}")
async def edit(desk: AtDesk, contact_id: PathId) -> Response:
    """The form with what is stored."""
    must(desk.who, "notifications:write")
    contact = await desk.portal.services.notifications.contact(desk.caller, contact_id)
    return await _form(desk, typed_before(contact), contact_id=contact_id)


@router.post(f"{ADDRESS}/{{contact_id}}")
async def save(desk: AtDesk, contact_id: PathId, typed: FromForm) -> Response:
    """Keep it, or show the form again with what is wrong."""
    must(desk.who, "notifications:write")
    before = await desk.portal.services.notifications.contact(desk.caller, contact_id)
    try:
        after = await change_contact(desk.portal, desk.who, before, typed.details())
    except FoyerError as refusal:
        return await _form(desk, typed, contact_id=contact_id, refusal=refusal)
    asked = after.status == "pending" and after.email != before.email
    return desk.see_other(ADDRESS, flash=CONTACT_ADDED if asked else SAVED)


@router.post(f"{ADDRESS}/{{contact_id}}/link")
async def ask_again(desk: AtDesk, contact_id: PathId) -> Response:
    """Another link for whoever has not answered."""
    must(desk.who, "notifications:write")
    try:
        await ask_contact_again(desk.portal, desk.who, contact_id)
    except FoyerError as refusal:
        if not _is_answered_here(refusal):
            raise
        return await _list(desk, Problems((problem(refusal, desk.reader),)), status=status_of(refusal))
    return desk.see_other(ADDRESS, flash=CONTACT_ASKED)


@router.get(f"{ADDRESS}/{{contact_id}}/remove")
async def remove_question(desk: AtDesk, contact_id: PathId) -> Response:
    """What happens then."""
    must(desk.who, "notifications:write")
    contact = await desk.portal.services.notifications.contact(desk.caller, contact_id)
    return await desk.show("question.html", remove_contact_question(contact, desk.reader))


@router.post(f"{ADDRESS}/{{contact_id}}/remove")
async def remove(desk: AtDesk, contact_id: PathId) -> Response:
    """Remove them."""
    must(desk.who, "notifications:write")
    await remove_contact(desk.portal, desk.who, contact_id)
    return desk.see_other(ADDRESS, flash=CONTACT_REMOVED)


async def _list(desk: Desk, problems: Problems = NONE, *, status: int = 200) -> Response:
    found = await desk.portal.services.notifications.contacts(desk.caller)
    page = contact_persons_page(
        found.data, desk.reader, may_edit=desk.may("notifications:write"), problems=problems
    )
    return await desk.show("contact_persons.html", page, status=status)


async def _form(
    desk: Desk,
    typed: Typed,
    *,
    contact_id: str,
    refusal: FoyerError | None = None,
    key: str | None = None,
) -> Response:
    if refusal and not _is_answered_here(refusal) and refusal.kind is not Kind.UNAVAILABLE:
        raise refusal
    page = contact_form(
        typed,
        contact_id=contact_id,
        problems=Problems((problem(refusal, desk.reader, fields=_FIELDS),)) if refusal else NONE,
        idempotency_key=key or new_form_key(),
    )
    return await desk.show("contact_form.html", page, status=status_of(refusal) if refusal else 200)


def _is_answered_here(refusal: FoyerError) -> bool:
    return refusal.kind in {Kind.CONFLICT, Kind.INVALID} or isinstance(refusal, TooManyRequests)


async def _answered(desk: AsVisitor, token: str, wants_copies: bool | None) -> Response:
    notifications = desk.portal.services.notifications
    visitor = desk.visitor
    caller = portal_caller(visitor.business, scope="notifications:write", request_id=visitor.request.id)
    try:
        if wants_copies is None:
            found = await notifications.contact_link(caller, token)
        else:
            found = await notifications.answer_contact_link(caller, token, wants_copies=wants_copies)
    except FoyerError as refusal:
        if refusal.kind is Kind.UNAVAILABLE:
            raise
        gone = ContactLinkPage("", problem=problem(refusal, desk.reader).text)
        return desk.show("contact_answer.html", gone, status=status_of(refusal))
    return desk.show(
        "contact_answer.html", ContactLinkPage(token, link=found, answered=wants_copies is not None)
    )
