"""Passkeys: signing in with one, adding, renaming and removing them. Only a script can ask for one."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, BackgroundTasks, Form, Response
from foyer_shared.basics.errors import Conflict, Invalid
from foyer_shared.http.problems import status_of
from foyer_shared.http.refusals import TooManyRequests

from foyer_portal_bff.api.confirmation import send_code
from foyer_portal_bff.api.fields import PathId
from foyer_portal_bff.api.passkeys import (
    ask_removal_code,
    begin_adding,
    finish_adding,
    finish_with_passkey,
    remove,
    rename,
)
from foyer_portal_bff.domain.passkey import PasskeyNotValid
from foyer_portal_bff.domain.sign_in import Purpose
from foyer_portal_bff.gateways.passkeys import read_credential
from foyer_portal_bff.pages.desk import AsVisitor, AtDesk, Desk
from foyer_portal_bff.pages.security import ADDRESS as SECURITY
from foyer_portal_bff.pages.sign_in import let_in
from foyer_portal_bff.use_cases.find_passkey import find_passkey
from foyer_portal_bff.views.flashes import PASSKEY_ADDED, PASSKEY_REMOVED, SAVED
from foyer_portal_bff.views.passkeys import AddPage, PasskeyPage
from foyer_portal_bff.views.refusals import NONE, Problems, problem
from foyer_portal_bff.views.sign_in import SignInPage, check_code, must_wait, safe_next, typed_code

router = APIRouter(include_in_schema=False)

ADD = f"{SECURITY}/passkeys/add"
ONE = f"{SECURITY}/passkeys/{{passkey_id}}"

Credential = Annotated[str, Form(max_length=20_000)]
Name = Annotated[str, Form(max_length=200)]


@router.post("/sign-in/passkey")
async def sign_in(
    desk: AsVisitor,
    credential: Credential = "",
    next: Annotated[str, Form()] = "/",  # noqa: A002  The name in the form.
) -> Response:
    """Sign in, or show the other ways."""
    onward = safe_next(next)
    try:
        opened = await finish_with_passkey(
            desk.portal, desk.visitor.business, read_credential(credential), desk.request
        )
    except PasskeyNotValid as refusal:
        page = SignInPage("", onward, sent=False, problems=Problems((problem(refusal, desk.reader),)))
        return desk.show("sign_in.html", page, status=422)
    return let_in(desk, opened, onward)


@router.get(ADD)
async def ask(desk: AtDesk) -> Response:
    """What a passkey is, and a button for the code."""
    return await _add(desk)


@router.post(ADD)
async def confirm(desk: AtDesk, later: BackgroundTasks) -> Response:
    """Mail a code to the login's own address, and ask for it."""
    try:
        await send_code(desk.portal, desk.who, Purpose.PASSKEY, later)
    except TooManyRequests as refusal:
        return await _add(
            desk, asks_code=True, problems=must_wait(refusal.retry_after, desk.reader), status=429
        )
    return await _add(desk, asks_code=True)


@router.post(f"{ADD}/code")
async def give_code(desk: AtDesk, code: Annotated[str, Form()] = "") -> Response:
    """Ask for the passkey and its name, or for the code again."""
    digits, status = typed_code(code), 422
    problems = check_code(digits, desk.reader)
    if not problems:
        try:
            options = await begin_adding(desk.portal, desk.who, digits, desk.request)
            return await _add(desk, options=options, name=desk.who.request.device)
        except (Invalid, Conflict) as refusal:
            status = status_of(refusal)
            problems = Problems((problem(refusal, desk.reader, fields={"code": "code"}),))
    return await _add(desk, asks_code=True, problems=problems, status=status)


@router.post(f"{ADD}/passkey")
async def give_passkey(
    desk: AtDesk, later: BackgroundTasks, credential: Credential = "", name: Name = ""
) -> Response:
    """Add it, or begin anew: what was asked of the authenticator is good once."""
    try:
        await finish_adding(
            desk.portal,
            desk.who,
            read_credential(credential),
            name,
            desk.request,
            later,
            language=desk.reader.language.code,
        )
    except (Invalid, Conflict) as refusal:
        problems = Problems((problem(refusal, desk.reader),))
        return await _add(desk, problems=problems, status=status_of(refusal))
    return desk.see_other(SECURITY, flash=PASSKEY_ADDED)


@router.get(ONE)
async def one(desk: AtDesk, passkey_id: PathId) -> Response:
    """Its name, and the way to remove it."""
    return await _show(desk, passkey_id)


@router.post(ONE)
async def give_name(desk: AtDesk, passkey_id: PathId, name: Name = "") -> Response:
    """Call it by another name, or say what is wrong with that."""
    try:
        await rename(desk.portal, desk.who, passkey_id, name)
    except Invalid as refusal:
        problems = Problems((problem(refusal, desk.reader, fields={"name": "name"}),))
        return await _show(desk, passkey_id, problems=problems, status=422)
    return desk.see_other(SECURITY, flash=SAVED)


@router.post(f"{ONE}/remove")
async def confirm_removal(desk: AtDesk, passkey_id: PathId, later: BackgroundTasks) -> Response:
    """Mail a code to the login's own address, and ask for it."""
    try:
        await ask_removal_code(desk.portal, desk.who, passkey_id, later)
    except TooManyRequests as refusal:
        problems = must_wait(refusal.retry_after, desk.reader)
        return await _show(desk, passkey_id, asks_code=True, problems=problems, status=429)
    return await _show(desk, passkey_id, asks_code=True)


@router.post(f"{ONE}/remove/code")
async def remove_it(
    desk: AtDesk, passkey_id: PathId, later: BackgroundTasks, code: Annotated[str, Form()] = ""
) -> Response:
    """Remove it, or ask for the code again."""
    digits = typed_code(code)
    problems = check_code(digits, desk.reader)
    if not problems:
        try:
            await remove(desk.portal, desk.who, passkey_id, digits, later, language=desk.reader.language.code)
            return desk.see_other(SECURITY, flash=PASSKEY_REMOVED)
        except Invalid as refusal:
            problems = Problems((problem(refusal, desk.reader, fields={"code": "code"}),))
    return await _show(desk, passkey_id, asks_code=True, problems=problems, status=422)


async def _add(
    desk: Desk,
    *,
    asks_code: bool = False,
    options: dict[str, Any] | None = None,
    name: str = "",
    problems: Problems = NONE,
    status: int = 200,
) -> Response:
    page = AddPage(
        sent_to=desk.who.login.email if asks_code else "",
        options=json.dumps(options) if options else "",
        name=name,
        problems=problems,
    )
    return await desk.show("add_passkey.html", page, status=status)


async def _show(
    desk: Desk, passkey_id: str, *, asks_code: bool = False, problems: Problems = NONE, status: int = 200
) -> Response:
    passkey = await find_passkey(desk.portal.database, desk.who, passkey_id)
    page = PasskeyPage(
        action=ONE.format(passkey_id=passkey.id),
        name=passkey.name,
        sent_to=desk.who.login.email if asks_code else "",
        problems=problems,
    )
    return await desk.show("passkey.html", page, status=status)
