"""What payments needs to know at start."""

from datetime import timedelta

from foyer_shared.settings.process import ProcessSettings
from pydantic import Field, SecretStr


class Settings(ProcessSettings):
    """The settings of every process, the keys that seal IBANs, and where the sandbox provider is."""

    seal_keys: tuple[SecretStr, ...] = Field(
        min_length=1, description="Fernet keys as a JSON list: the first seals, all open"
    )
    sandbox_url: str = Field(
        default="http://127.0.0.1:8103", description="Where the sandbox provider answers"
    )
    sandbox_apart: bool = Field(
        default=False,
        description="Whether it runs by itself; else in these processes, in a sandbox",
    )
    sandbox_webhooks_url: str = Field(
        default="http://127.0.0.1:8080", description="The portal, where the sandbox provider's webhooks go"
    )
    sandbox_settles_after: timedelta = Field(
        default=timedelta(seconds=2), description="How long banks take in the sandbox, in real time"
    )
