"""Settings of the portal, beside those of every process."""

from pathlib import Path

from foyer_shared.settings.process import ProcessSettings
from pydantic import Field, SecretStr


class Settings(ProcessSettings):
    """Read once at start."""

    public_port: int = Field(default=0, ge=0, le=65535, description="The port of portal, /api and /v1")
    caller_private_key: Path = Field(description="JWK that signs the calls to the services")
    hash_key: SecretStr = Field(
        min_length=32, description="Keys the hashes of sign-in codes; the same for all processes"
    )
    installation_key: SecretStr | None = Field(
        default=None, min_length=16, description="Bearer of /v1/businesses; None: nobody may"
    )
    subscriptions_url: str = "http://127.0.0.1:8101"
    invoicing_url: str = "http://127.0.0.1:8102"
    payments_url: str = "http://127.0.0.1:8103"
    support_url: str = "http://127.0.0.1:8104"
    notifications_url: str = "http://127.0.0.1:8105"
    sandbox_url: str | None = Field(
        default=None, description="Where the sandbox provider's pages are; None: where payments is"
    )

    def service_urls(self) -> dict[str, str]:
        """Where each service is, by its name."""
        return {
            "subscriptions": self.subscriptions_url,
            "invoicing": self.invoicing_url,
            "payments": self.payments_url,
            "support": self.support_url,
            "notifications": self.notifications_url,
        }
