"""How entitlements, grants and license keys look from outside."""

from typing import Literal

from foyer_shared.http.models import Answer, Moment

from foyer_subscriptions.domain.entitlement import Entitlement, EntitlementKind, GoodsFile
from foyer_subscriptions.domain.license_key import Activation, activations_left, masked
from foyer_subscriptions.use_cases.read_license_key import KeyInUse
from foyer_subscriptions.use_cases.show_grants import ShownGrant


class FileAnswer(Answer):
    """A file; its size is in bytes, its SHA-256 in hex."""

    name: str
    size: int
    sha256: str
    content_type: str

    @classmethod
    def of(cls, file: GoodsFile) -> "FileAnswer":
        return cls(name=file.name, size=file.size, sha256=file.sha256, content_type=file.content_type)


class EntitlementAnswer(Answer):
    """What a product grants. `waiting`: how many lack the file or a key; `keys_left`: what the list has."""

    id: str
    product_id: str
    kind: EntitlementKind
    name: str
    active: bool
    downloads: int | None
    days: int | None
    file: FileAnswer | None
    keys: Literal["drawn", "listed"] | None
    pattern: str | None
    activations: int | None
    keys_left: int | None
    url: str | None
    waiting: int

    @classmethod
    def of(cls, entitlement: Entitlement, *, keys_left: int = 0, waiting: int = 0) -> "EntitlementAnswer":
        kind, terms = entitlement.kind, entitlement.terms
        is_file, is_key = kind is EntitlementKind.FILE, kind is EntitlementKind.LICENSE_KEY
        listed = is_key and terms.pattern is None
        return cls(
            id=entitlement.id,
            product_id=entitlement.product_id,
            kind=kind,
            name=entitlement.name,
            active=entitlement.active,
            downloads=terms.downloads if is_file else None,
            days=terms.days if is_file else None,
            file=FileAnswer.of(entitlement.file) if entitlement.file else None,
            keys=("listed" if listed else "drawn") if is_key else None,
            pattern=terms.pattern,
            activations=terms.activations if is_key else None,
            keys_left=keys_left if listed else None,
            url=terms.url,
            waiting=waiting,
        )


class KeysAddedAnswer(Answer):
    """How many keys were new, and how many the list had already."""

    added: int
    known: int


class DownloadAnswer(Answer):
    """One fetch of a file; `by` is who had the link, such as `login:lgn_…`."""

    at: Moment
    by: str


class GrantedFileAnswer(FileAnswer):
    """A file that a customer may fetch, so many times and until then."""

    downloads_limit: int
    downloads_left: int
    expires_at: Moment | None
    can_download: bool
    downloads: list[DownloadAnswer]
    """The latest."""


class ActivationAnswer(Answer):
    """A device on which a license key is used."""

    id: str
    instance: str
    name: str
    activated_at: Moment

    @classmethod
    def of(cls, activation: Activation) -> "ActivationAnswer":
        return cls(
            id=activation.id,
            instance=activation.instance,
            name=activation.name or activation.instance,
            activated_at=activation.activated_at,
        )


class GrantedKeyAnswer(Answer):
    """A license key. `key` is left out while it cannot be used."""

    id: str
    key: str | None
    masked: str
    activation_limit: int | None
    activations: list[ActivationAnswer]


class GrantAnswer(Answer):
    """What a customer holds; `status` is `pending`, `granted`, `withheld` or `revoked`, and `cause` why."""

    id: str
    entitlement_id: str
    product_id: str
    customer_id: str
    kind: EntitlementKind
    name: str
    status: str
    cause: str | None
    subscription_id: str | None
    order_id: str | None
    quantity: int
    granted_at: Moment | None
    file: GrantedFileAnswer | None
    license_key: GrantedKeyAnswer | None
    url: str | None

    @classmethod
    def of(cls, shown: ShownGrant) -> "GrantAnswer":
        grant = shown.grant
        return cls(
            id=grant.id,
            entitlement_id=grant.entitlement_id,
            product_id=grant.product_id,
            customer_id=grant.customer_id,
            kind=grant.kind,
            name=grant.name,
            status=grant.status,
            cause=grant.cause,
            subscription_id=grant.source.subscription_id,
            order_id=grant.source.order_id,
            quantity=grant.quantity,
            granted_at=grant.granted_at,
            file=_file(shown),
            license_key=_license_key(shown),
            url=shown.url if grant.is_usable else None,
        )


class LinkAnswer(Answer):
    """Where a file can be fetched, and until when: a few minutes from now."""

    url: str
    expires_at: Moment


class LicenseKeyAnswer(GrantedKeyAnswer):
    """A license key, as the business sees it. Its programs name `business_id` beside the key."""

    business_id: str
    grant_id: str
    entitlement_id: str
    product_id: str
    customer_id: str
    status: str
    cause: str | None

    @classmethod
    def of_grant(cls, shown: ShownGrant) -> "LicenseKeyAnswer":
        """That of a grant that has one."""
        answer = GrantAnswer.of(shown)
        return cls(
            **dict(answer.license_key or ()),
            business_id=shown.grant.business_id,
            grant_id=answer.id,
            entitlement_id=answer.entitlement_id,
            product_id=answer.product_id,
            customer_id=answer.customer_id,
            status=answer.status,
            cause=answer.cause,
        )


class KeyCallAnswer(Answer):
    """What a program is told of its license key. `valid`: it may run, on the device that it named.
    `activation` is that device; `activations_left` is None for any number.
    """

    license_key_id: str
    entitlement_id: str
    product_id: str
    valid: bool
    status: str
    activation_limit: int | None
    activations_left: int | None
    activation: ActivationAnswer | None

    @classmethod
    def of(cls, found: KeyInUse, instance: str | None = None) -> "KeyCallAnswer":
        used = found.on(instance) if instance else None
        limit = found.grant.activation_limit
        return cls(
            license_key_id=found.key.id,
            entitlement_id=found.grant.entitlement_id,
            product_id=found.grant.product_id,
            valid=found.grant.is_usable and (instance is None or used is not None),
            status=found.grant.status,
            activation_limit=limit,
            activations_left=activations_left(limit, found.activations),
            activation=ActivationAnswer.of(used) if used else None,
        )


def _file(shown: ShownGrant) -> GrantedFileAnswer | None:
    grant = shown.grant
    if shown.file is None or grant.downloads_limit is None:
        return None
    return GrantedFileAnswer(
        **dict(FileAnswer.of(shown.file)),
        downloads_limit=grant.downloads_limit,
        downloads_left=grant.downloads_left or 0,
        expires_at=grant.expires_at,
        can_download=shown.can_download,
        downloads=[DownloadAnswer(at=one.fetched_at, by=one.fetched_by) for one in shown.downloads],
    )


def _license_key(shown: ShownGrant) -> GrantedKeyAnswer | None:
    key = shown.license_key
    if key is None:
        return None
    return GrantedKeyAnswer(
        id=key.id,
        key=key.key if shown.grant.is_usable else None,
        masked=masked(key.key),
        activation_limit=shown.grant.activation_limit,
        activations=[ActivationAnswer.of(activation) for activation in shown.activations],
    )
