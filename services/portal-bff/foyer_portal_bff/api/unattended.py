"""What an open page asks for by itself: such a request says nothing about whether somebody is there."""

from fastapi import Request

STREAM = "/live"

FRAGMENT = "live"
"""What a page's script names as its target (`HX-Target`) when it asks for the page's blocks anew."""


def is_fragment(request: Request) -> bool:
    """Whether only the blocks of the page are wanted that may have changed."""
    return request.method == "GET" and request.headers.get("hx-target") == FRAGMENT


def is_unattended(request: Request) -> bool:
    """Whether nobody did anything. Such a request never keeps a session from going idle."""
    return is_fragment(request) or request.url.path == STREAM
