"""What Northwind's team seats bring along: a file to download, a license key and a link."""

import io
import zipfile
from datetime import datetime

from foyer_local.seed.business_api import BusinessApi

_KINDS = (
    {"kind": "file", "name": "Brush pack"},
    {
        "kind": "license_key",
        "name": "Studio for the desktop",
        "pattern": "NW-XXXX-XXXX-XXXX",
        "activations": 2,
    },
    {
        "kind": "link",
        "name": "Makers' forum",
        "url": "https://forum.northwind.example/join?member={customer_id}",
    },
)
_BRUSHES = ("Pencil", "Ink", "Watercolour", "Chalk")


async def add_goods(api: BusinessApi, product_id: str, *, at: datetime) -> None:
    """Let the product grant them, from then on."""
    for body in _KINDS:
        path = f"products/{product_id}/entitlements"
        made = await api.post(path, dict(body), name=f"goods {body['name']}", at=at)
        if body["kind"] == "file":
            await api.put_file(f"{path}/{made['id']}/file", "Brush pack.zip", _brush_pack())


def _brush_pack() -> bytes:
    """A small archive, the same each time."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for brush in _BRUSHES:
            entry = zipfile.ZipInfo(f"{brush}.brush", date_time=(2026, 1, 1, 0, 0, 0))
            archive.writestr(entry, f"name={brush}\nspacing=12\nopacity=80\n")
    return packed.getvalue()
