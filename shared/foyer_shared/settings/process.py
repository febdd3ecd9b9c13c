"""What each service process needs to know, whichever service it is."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class ProcessSettings(BaseSettings):
    """Read once at start by `main.py`; a service adds its own fields in its `settings.py`."""

    model_config = SettingsConfigDict(
        env_prefix="FOYER_", env_file=None, secrets_dir=None, extra="ignore", frozen=True
    )

    database_url: SecretStr = Field(description="postgresql://user:password@host:port/name")
    database_pool: int = Field(default=10, ge=3, le=100)
    amqp_url: SecretStr | None = Field(default=None, description="None: the in-process transport")
    host: str = "127.0.0.1"
    port: int = Field(default=0, ge=0, le=65535, description="The private port; 0 takes a free one")
    caller_keys: Path = Field(description="JWK set with the portal's public keys")
    mode: Literal["sandbox", "live"] = "sandbox"
    log_level: str = "INFO"
    otlp_endpoint: str | None = Field(default=None, description="OTLP over HTTP, None: no traces leave")
