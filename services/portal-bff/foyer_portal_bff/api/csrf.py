"""CSRF: a form is taken only from a page that this portal rendered for the same browser."""

from urllib.parse import urlsplit

from fastapi import Request
from foyer_shared.basics.errors import NotAllowed

from foyer_portal_bff.domain.session import is_form_token

FIELD = "csrf_token"
HEADER = "x-csrf-token"
PASSWORD = "password"  # noqa: S105  The field that is never shown again.
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class FormNotOurs(NotAllowed):
    """The form was not rendered by this portal for this browser, or long ago."""

    code = "form_not_ours"


async def check_form_token(request: Request, secret: str | None) -> None:
    """Refuse an unsafe request without the token that belongs to `secret`: the session's token, or the
    visitor's cookie. It is sent as the form's `csrf_token` or as the header `X-CSRF-Token`.
    """
    if request.method in _SAFE:
        return
    sent = request.headers.get(HEADER)
    if sent is None and request.headers.get("content-type", "").startswith(_FORMS):
        form = await request.form()
        request.state.sent = tuple(
            (name, text) for name, text in form.multi_items() if isinstance(text, str) and name != PASSWORD
        )
        value = form.get(FIELD)
        sent = value if isinstance(value, str) else None
    if secret is None or sent is None or not is_form_token(sent, secret):
        raise FormNotOurs("This form is no longer valid. Load the page again and send it once more.")


def sent_form(request: Request) -> tuple[tuple[str, str], ...]:
    """The texts of the form that was checked, to show them again when it was not taken; else nothing."""
    sent: tuple[tuple[str, str], ...] = getattr(request.state, "sent", ())
    return sent


async def check_same_site(request: Request) -> None:
    """Refuse what a page of another site sends. For doors that programs use without a cookie: programs
    send no Origin, browsers always do.
    """
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise FormNotOurs("This address takes no requests from other sites.")
