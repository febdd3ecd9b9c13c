"""Our own files, read and compressed at start, under an address that changes with their content."""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter, Request, Response

FOLDER = Path(__file__).parent.parent / "static"
_FOREVER = "public, max-age=31536000, immutable"
_TYPES = {".woff2": "font/woff2", ".svg": "image/svg+xml", ".js": "text/javascript", ".css": "text/css"}
_COMPRESSED = frozenset({".css", ".js", ".svg"})

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file; `gzipped` is None for what is compressed already."""

    body: bytes
    media_type: str
    gzipped: bytes | None


@dataclass(frozen=True, slots=True)
class StaticFiles:
    """All files; one version for all of them, so that a stylesheet finds its fonts by a relative path."""

    version: str
    by_path: dict[str, StaticFile]

    def address(self, path: str) -> str:
        """Where a file is served; KeyError for one that is not there."""
        self.by_path[path]
        return f"/static/{self.version}/{path}"


def read_static_files() -> StaticFiles:
    """Read the folder; licences and notes of origin stay where they are."""
    digest = hashlib.sha256()
    by_path = {}
    for path in sorted(FOLDER.rglob("*")):
        if path.suffix not in _TYPES:
            continue
        name, body = path.relative_to(FOLDER).as_posix(), path.read_bytes()
        digest.update(name.encode() + b"\0" + body)
        gzipped = gzip.compress(body, mtime=0) if path.suffix in _COMPRESSED else None
        media_type = _TYPES.get(path.suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
        by_path[name] = StaticFile(body, media_type, gzipped)
    return StaticFiles(digest.hexdigest()[:16], by_path)


@router.get("/static/{version}/{path:path}")
async def static_file(request: Request, version: str, path: str) -> Response:
    """One file. An old version is answered with today's file, but not for long."""
    files: StaticFiles = request.app.state.look.files
    file = files.by_path.get(path)
    if file is None:
        return Response(status_code=404)
    headers = {
        "Cache-Control": _FOREVER if version == files.version else "no-cache",
        "Vary": "Accept-Encoding",
    }
    if file.gzipped and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(
            file.gzipped, media_type=file.media_type, headers={**headers, "Content-Encoding": "gzip"}
        )
    return Response(file.body, media_type=file.media_type, headers=headers)
