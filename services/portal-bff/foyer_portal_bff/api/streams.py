"""A file that a service answers with, on its way through the portal: piece by piece, whatever its size."""

from collections.abc import AsyncIterator, Mapping

import httpx
from fastapi.responses import StreamingResponse
from foyer_shared.http.client import refusal_of

_PASSED_BACK = ("content-type", "content-length", "content-disposition")


async def passed_on(answer: httpx.Response, more: Mapping[str, str] | None = None) -> StreamingResponse:
    """The service's answer with some more headers, closed when it has been read; raises its refusal."""
    if not answer.is_success:
        await answer.aread()
        await answer.aclose()
        raise refusal_of(answer)
    headers = {name: answer.headers[name] for name in _PASSED_BACK if name in answer.headers}
    return StreamingResponse(_body(answer), headers=headers | dict(more or {}))


async def _body(answer: httpx.Response) -> AsyncIterator[bytes]:
    try:
        async for chunk in answer.aiter_bytes():
            yield chunk
    finally:
        await answer.aclose()
