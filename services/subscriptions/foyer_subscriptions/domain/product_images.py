"""Pictures of a product, by their addresses: whoever sells it shows them."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from foyer_shared.basics.errors import Invalid


class ImageAddressInvalid(Invalid):
    """A picture has an https address with a host, and nobody's password in it."""

    code = "image_address_invalid"


class ImageTwice(Invalid):
    """Each picture is shown once."""

    code = "image_twice"


def checked_images(addresses: Sequence[str]) -> tuple[str, ...]:
    """The same, in their order: the first one stands for the product."""
    for place, address in enumerate(addresses):
        path = f"images.{place}"
        if not _is_public(address):
            raise ImageAddressInvalid("Give an address such as https://example.com/studio.jpg.", field=path)
        if address in addresses[:place]:
            raise ImageTwice("This picture is in the list already.", field=path)
    return tuple(addresses)


def _is_public(address: str) -> bool:
    if not address.isascii() or not address.isprintable() or " " in address:
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and parts.username is None
