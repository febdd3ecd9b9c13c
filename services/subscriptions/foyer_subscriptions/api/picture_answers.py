"""How pictures of products look from outside."""

from foyer_shared.http.models import Answer

from foyer_subscriptions.domain.catalogue import Product
from foyer_subscriptions.domain.picture import Picture


class PictureAnswer(Answer):
    """A picture; `url` is its address at the portal, where it can be kept for good."""

    id: str
    url: str
    alt: str
    content_type: str
    size: int
    sha256: str

    @classmethod
    def of(cls, picture: Picture) -> "PictureAnswer":
        return cls(
            id=picture.id,
            url=f"/product-images/{picture.id}",
            alt=picture.alt,
            content_type=picture.content_type,
            size=picture.size,
            sha256=picture.sha256,
        )

    @classmethod
    def all_of(cls, product: Product) -> "list[PictureAnswer]":
        """Those of a product; the first one stands for it."""
        return [cls.of(picture) for picture in product.pictures]
