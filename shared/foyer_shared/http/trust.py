"""Whom our own calls believe over TLS."""

import ssl
from functools import cache

import httpx


@cache
def trusted() -> ssl.SSLContext:
    """Certifi's authorities, or those of SSL_CERT_FILE. All clients of a process share them: each would read
    them anew, which takes 40 ms, whether or not its addresses have TLS.
    """
    return httpx.create_ssl_context()
