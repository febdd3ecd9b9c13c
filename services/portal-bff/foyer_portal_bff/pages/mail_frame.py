"""A mail's own HTML, for a frame on a page of ours."""

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

_POLICY = (
    "sandbox allow-top-navigation-by-user-activation; default-src 'none'; style-src 'nonce-{nonce}'; "
    "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""It is a document of an origin of its own, in which nothing runs, loads or can be sent; it shares nothing
with the portal's pages.
"""


def mail_frame(request: Request, html: str) -> Response:
    """Its links open in place of the page around the frame."""
    nonce = request.state.nonce
    framed = html.replace("<head>", '<head><base target="_top">', 1)
    framed = framed.replace("<style>", f'<style nonce="{nonce}">', 1)
    return HTMLResponse(framed, headers={"Content-Security-Policy": _POLICY.format(nonce=nonce)})
