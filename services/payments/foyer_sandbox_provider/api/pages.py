"""The provider's hosted pages, where the customer pays or adds a method: HTML without scripts."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from babel.numbers import format_currency
from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.currencies import decimals
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_sandbox_provider.api.desk import DeskHere
from foyer_sandbox_provider.api.words import kind_name, words
from foyer_sandbox_provider.domain.kinds import BANKS, KINDS
from foyer_sandbox_provider.domain.typed import Mistyped
from foyer_sandbox_provider.storage.rows import ChargeRow, SetupRow
from foyer_sandbox_provider.use_cases.answer_page import answer_page

router = APIRouter(include_in_schema=False)

TEMPLATES = Path(__file__).parent / "templates"
_LOOK = (TEMPLATES / "look.css").read_bytes()
_environment = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_PAGES: dict[str, type[ChargeRow] | type[SetupRow]] = {"pay": ChargeRow, "set-up": SetupRow}
_SHOWN_AGAIN = ("expiry", "holder", "bank")
"""What the form keeps when something is wrong; never a number."""


@router.get("/look.css")
async def get_look() -> Response:
    """How all pages look."""
    return Response(_LOOK, media_type="text/css", headers={"Cache-Control": "public, max-age=3600"})


@router.get("/{page}/{its_id}")
async def get_page(page: str, its_id: str, request: Request, here: DeskHere) -> Response:
    """The page as it stands; back to where the customer came from once it is decided."""
    async with here.session() as session:
        row = await _row(session, page, its_id)
    if row is None:
        return _not_found(request)
    return _shown(row, request.query_params.get("kind"), {})


@router.post("/{page}/{its_id}")
async def post_page(page: str, its_id: str, request: Request, here: DeskHere) -> Response:
    """Takes the answer and goes on: to the bank's question, or back. Pressed twice it is one answer."""
    form = {name: text for name, text in (await request.form()).items() if isinstance(text, str)}
    is_closed = form.get("act") == "close"
    wrong: Mapping[str, str] = {}
    async with here.session() as session:
        row = await _row(session, page, its_id, lock=True)
        if row is None:
            return _not_found(request)
        if not is_closed:
            try:
                await answer_page(
                    session, here.seal, row, form, now=real_now(), settles_after=here.settles_after
                )
            except Mistyped as mistyped:
                wrong = mistyped.wrong
    if wrong:
        return _shown(row, form.get("kind"), wrong, form)
    if row.status == "requires_action" and not is_closed:
        return RedirectResponse(request.url.path, 303)
    return _back(row)


async def _row(
    session: AsyncSession, page: str, its_id: str, *, lock: bool = False
) -> ChargeRow | SetupRow | None:
    kind = _PAGES.get(page)
    if kind is None:
        return None
    query = select(kind).where(col(kind.id) == its_id, col(kind.return_url).is_not(None))
    found: ChargeRow | SetupRow | None = await session.scalar(query.with_for_update() if lock else query)
    return found


def _shown(
    row: ChargeRow | SetupRow,
    kind: str | None,
    wrong: Mapping[str, str],
    typed: Mapping[str, str] | None = None,
) -> Response:
    if row.status != "requires_action":
        return _back(row)
    is_charge = isinstance(row, ChargeRow)
    say = words(row.language)
    amount = _money(row) if isinstance(row, ChargeRow) else ""
    if kind not in row.kinds:
        kind = row.kinds[0] if len(row.kinds) == 1 else None
    name = "challenge.html" if row.challenged else "choose.html" if kind is None else "form.html"
    text = _environment.get_template(name).render(
        language="nl" if row.language.startswith("nl") else "en",
        say={word: text.replace("{amount}", amount) for word, text in say.items()},
        title=say["challenge_title"] if row.challenged else _title(row, say, amount),
        description=row.description if isinstance(row, ChargeRow) else "",
        is_charge=is_charge,
        kind=kind,
        page=KINDS[kind].page if kind else None,
        names={each: kind_name(each, row.language) for each in row.kinds},
        banks=BANKS,
        wrong={field: say[f"wrong_{word}"] for field, word in wrong.items()},
        typed={
            "holder": getattr(row, "holder", None) or "",
            "expiry": "",
            "bank": "",
            **{field: text for field, text in (typed or {}).items() if field in _SHOWN_AGAIN},
        },
    )
    return _page(text, 422 if wrong else 200, back_to=row.return_url)


def _title(row: ChargeRow | SetupRow, say: Mapping[str, str], amount: str) -> str:
    return say["pay_title" if isinstance(row, ChargeRow) else "set_up_title"].replace("{amount}", amount)


def _money(row: ChargeRow) -> str:
    language = "nl" if row.language.startswith("nl") else "en"
    return format_currency(row.amount / 10 ** decimals(row.currency), row.currency, locale=language)


def _back(row: ChargeRow | SetupRow) -> Response:
    return RedirectResponse(row.return_url or "/", 303)


def _not_found(request: Request) -> Response:
    language = "nl" if request.headers.get("accept-language", "").startswith("nl") else "en"
    say = words(language)
    text = _environment.get_template("not_found.html").render(
        language=language, say=say, title=say["not_found_title"]
    )
    return _page(text, 404)


def _page(text: str, status: int, *, back_to: str | None = None) -> Response:
    """Nothing but our own stylesheet and forms, whose answers lead back to where the customer came from."""
    origin = urlsplit(back_to) if back_to else None
    forms = f"'self' {origin.scheme}://{origin.netloc}" if origin else "'self'"
    policy = (
        f"default-src 'none'; style-src 'self'; form-action {forms}; base-uri 'none'; frame-ancestors 'none'"
    )
    headers = {
        "Content-Security-Policy": policy,
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
    return HTMLResponse(text, status, headers)
