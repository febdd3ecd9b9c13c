"""Which headers go on with a call that is passed on, and which come back with its answer."""

from collections.abc import Iterable

import httpx
from fastapi import Request


def passed_on(request: Request, names: Iterable[str]) -> dict[str, bytes]:
    """Those of the request that have these names, byte by byte."""
    return {name: request.headers[name].encode("latin-1") for name in names if name in request.headers}


def passed_back(answer: httpx.Response, names: Iterable[str]) -> dict[str, str]:
    """Those of the answer that have these names."""
    return {name: answer.headers[name] for name in names if name in answer.headers}
