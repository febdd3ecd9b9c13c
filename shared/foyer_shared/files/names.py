"""What a file may be called, which is only ever shown and never part of a path of ours."""

import unicodedata
from urllib.parse import quote

from foyer_shared.files.errors import FileNameInvalid

LONGEST = 200
"""Characters."""
_REFUSED = '/\\:*?"<>|'


def check_file_name(name: str, *, field: str = "name") -> str:
    """The name without blanks around it; refuses paths, and what a saved file could not be called."""
    plain = name.strip()
    if not plain or len(plain) > LONGEST:
        raise FileNameInvalid(f"A file's name has 1 to {LONGEST} characters.", field=field)
    if plain in {".", ".."} or any(one in _REFUSED for one in plain):
        raise FileNameInvalid(f"A file's name has no path in it, and none of {_REFUSED}", field=field)
    # Control characters and those that turn the direction of reading hide what a file is.
    if any(unicodedata.category(one).startswith("C") for one in plain):
        raise FileNameInvalid("A file's name has only characters that can be seen.", field=field)
    return plain


def content_disposition(name: str) -> str:
    """The header that has a browser save the file under this name (RFC 6266), which has been checked."""
    plain = "".join(one if one.isascii() else "_" for one in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
