"""What can be chosen for the run on one machine."""

from pathlib import Path
from typing import Literal

from foyer_portal_bff.domain.api_key import PREFIX
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from foyer_local.seed.plant import CUSTOMERS


class LocalSettings(BaseSettings):
    """From environment variables that begin with `FOYER_`; everything has a default."""

    model_config = SettingsConfigDict(env_prefix="FOYER_", env_ignore_empty=True, extra="ignore", frozen=True)

    port: int = Field(default=8080, ge=1, le=65535, description="Where the portal answers")
    data_dir: Path = Field(default=Path("var"), description="Database, keys and files")
    database_url: SecretStr | None = Field(default=None, description="Another Postgres than the embedded one")
    amqp_url: SecretStr | None = Field(default=None, description="A RabbitMQ that is there already")
    bus: Literal["in-process", "rabbitmq"] = Field(
        default="in-process", description="`rabbitmq` starts a private node from the system's binaries"
    )
    api_key: SecretStr | None = Field(default=None, description="Accepted as Northwind's: foyer_sk_…")
    demo_customers: int = Field(
        default=CUSTOMERS, ge=0, le=CUSTOMERS, description="Beside those with a story"
    )
    otlp_endpoint: str | None = Field(default=None, description="OTLP over HTTP, None: no traces leave")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "WARNING"

    @field_validator("api_key")
    @classmethod
    def _looks_like_a_key(cls, key: SecretStr | None) -> SecretStr | None:
        text = key.get_secret_value() if key else None
        if text is not None and (not text.startswith(PREFIX) or text == PREFIX):
            raise ValueError(f"an API key is {PREFIX} and some text after it")
        return key
