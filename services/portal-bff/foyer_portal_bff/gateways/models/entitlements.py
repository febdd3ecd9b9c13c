"""What the portal reads from subscriptions about downloads, license keys and links."""

from pydantic import AwareDatetime

from foyer_portal_bff.gateways.models.tolerant import Tolerant


class Download(Tolerant):
    """One fetch of a file; `by` is who had the link, such as `login:lgn_…`."""

    at: AwareDatetime
    by: str


class GrantedFile(Tolerant):
    """A file that may be fetched, so many times and until then; its size is in bytes."""

    name: str
    size: int
    sha256: str
    downloads_limit: int
    downloads_left: int
    expires_at: AwareDatetime | None = None
    can_download: bool
    downloads: tuple[Download, ...] = ()


class Activation(Tolerant):
    """A device on which a license key is used."""

    id: str
    name: str
    activated_at: AwareDatetime


class LicenseKey(Tolerant):
    """A license key; the key itself is None while it cannot be used."""

    id: str
    key: str | None = None
    masked: str
    activation_limit: int | None = None
    activations: tuple[Activation, ...] = ()


class Entitlement(Tolerant):
    """What the customer holds: `kind` is `file`, `license_key` or `link`, `cause` why it cannot be used."""

    id: str
    kind: str
    name: str
    status: str
    cause: str | None = None
    subscription_id: str | None = None
    order_id: str | None = None
    granted_at: AwareDatetime | None = None
    file: GrantedFile | None = None
    license_key: LicenseKey | None = None
    url: str | None = None


class FileLink(Tolerant):
    """Where a file can be fetched for a few minutes."""

    url: str
    expires_at: AwareDatetime
