"""Where files lie, as operators say it."""

from pydantic import Field, SecretStr

from foyer_shared.settings.process import ProcessSettings


class FilesSettings(ProcessSettings):
    """For services that keep files. Without keys, S3's are those of the machine's role."""

    files_url: str = Field(description="file:///folder or s3://bucket/prefix")
    files_endpoint: str | None = Field(default=None, description="Of an S3-compatible store that is not AWS")
    files_region: str = "eu-central-1"
    files_access_key_id: SecretStr | None = None
    files_secret_access_key: SecretStr | None = None
