"""The portal's cookies: host-bound over https, under a plain name over http on localhost."""

from datetime import datetime

from fastapi import Request, Response

SESSION = "foyer_session"
VISITOR = "foyer_visitor"


def cookie_name(request: Request, name: str) -> str:
    """`__Host-` makes a browser insist on https, on this host alone, and on the whole of it."""
    return f"__Host-{name}" if request.url.scheme == "https" else name


def session_cookie(request: Request) -> str | None:
    """The session's token, None for a visitor."""
    return request.cookies.get(cookie_name(request, SESSION)) or None


def visitor_cookie(request: Request) -> str | None:
    """The secret that a visitor's forms are bound to."""
    return request.cookies.get(cookie_name(request, VISITOR)) or None


def set_cookie(
    request: Request, response: Response, name: str, value: str, *, expires: datetime | None = None
) -> None:
    """Give the browser a cookie that no script can read and that other sites' forms do not carry."""
    response.set_cookie(
        cookie_name(request, name),
        value,
        expires=expires,
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )


def forget_cookie(request: Request, response: Response, name: str) -> None:
    """Take the cookie back."""
    response.delete_cookie(
        cookie_name(request, name), secure=request.url.scheme == "https", httponly=True, samesite="lax"
    )
