"""`/api/details/export`: all that is known of the customer, as JSON, or as a ZIP with the documents."""

import json
import zipfile
from collections.abc import AsyncIterator, Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import StreamingResponse
from foyer_shared.http.models import Answer

from foyer_portal_bff.api.declarations import DeclarationAnswer
from foyer_portal_bff.api.history import HistoryAnswer, history_answer
from foyer_portal_bff.api.portal import Portal, PortalHere
from foyer_portal_bff.api.session import SignedInHere, must
from foyer_portal_bff.domain.roles import AREAS
from foyer_portal_bff.domain.signed_in import SignedIn, may
from foyer_portal_bff.gateways.callers import customer_caller
from foyer_portal_bff.use_cases.gather_data import gather_data

router = APIRouter(prefix="/details/export")

_SCOPES = tuple(f"{area}:read" for area in AREAS)


def sees_all(who: SignedIn) -> bool:
    """Whether the login's role sees all there is."""
    return all(may(who, scope) for scope in _SCOPES)


async def _who_sees_all(who: SignedInHere) -> SignedIn:
    for scope in _SCOPES:
        must(who, scope)
    return who


WhoSeesAll = Annotated[SignedIn, Depends(_who_sees_all)]


class LoginAnswer(Answer):
    """Who asked."""

    email: str
    name: str
    role: str
    language: str | None
    theme: str


class DataAnswer(Answer):
    """Everything, by who keeps it; each service's part is what its own `/customer/export` says."""

    login: LoginAnswer
    history: list[HistoryAnswer]
    declarations: list[DeclarationAnswer]
    invoicing: dict[str, Any]
    subscriptions: dict[str, Any]
    payments: dict[str, Any]
    support: dict[str, Any]
    notifications: dict[str, Any]


@router.get("")
async def get_export(who: WhoSeesAll, portal: PortalHere) -> DataAnswer:
    """As JSON."""
    return await all_data(portal, who)


@router.get("/zip", response_class=StreamingResponse)
async def get_zip(who: WhoSeesAll, portal: PortalHere) -> StreamingResponse:
    """As a ZIP with the documents as PDF."""
    return await zipped(portal, who)


async def all_data(portal: Portal, who: SignedIn) -> DataAnswer:
    """Raises ServiceAway."""
    parts, history, declarations = await gather_data(portal.database, portal.services, who)
    login = who.login
    return DataAnswer(
        login=LoginAnswer(
            email=login.email, name=login.name, role=who.role, language=login.language, theme=login.theme
        ),
        history=[history_answer(entry) for entry in history],
        declarations=[DeclarationAnswer.of(declaration) for declaration in declarations],
        **parts,
    )


async def zipped(portal: Portal, who: SignedIn) -> StreamingResponse:
    """It is made while it is sent, so that it takes no room and its reader sees it grow. Raises ServiceAway
    before the first byte; when a service goes away later the download breaks off.
    """
    data = await all_data(portal, who)
    headers = {"Content-Disposition": 'attachment; filename="data.zip"', "Cache-Control": "no-store"}
    return StreamingResponse(_zip(portal, who, data), media_type="application/zip", headers=headers)


class _Outlet:
    """A file that only grows: what is written to it is taken away at once."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._written.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """Nothing is open."""

    def taken(self) -> bytes:
        """What was written since the last time."""
        data = b"".join(self._written)
        self._written.clear()
        return data


async def _zip(portal: Portal, who: SignedIn, data: DataAnswer) -> AsyncIterator[bytes]:
    outlet = _Outlet()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(data.model_dump(mode="json"), indent=1, ensure_ascii=False))
        yield outlet.taken()
        for name, path in _documents(data.invoicing):
            archive.writestr(f"documents/{name}.pdf", await _pdf(portal, who, path))
            yield outlet.taken()
    yield outlet.taken()


def _documents(invoicing: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Names and addresses of all that has been made."""
    for invoice in invoicing["invoices"]:
        if invoice["document_ready"]:
            yield invoice["number"], f"/customer/invoices/{invoice['id']}/pdf"
        for payment in invoice["payments"]:
            if payment["receipt_ready"]:
                yield (
                    f"receipt-{payment['id']}",
                    f"/customer/invoices/{invoice['id']}/payments/{payment['id']}/receipt",
                )
    for note in invoicing["credit_notes"]:
        if note.get("document_ready"):
            yield note["number"], f"/customer/credit-notes/{note['id']}/pdf"


async def _pdf(portal: Portal, who: SignedIn, path: str) -> bytes:
    answer = await portal.services.doors["invoicing"].open("GET", path, caller=customer_caller(who))
    try:
        answer.raise_for_status()
        return await answer.aread()
    finally:
        await answer.aclose()
