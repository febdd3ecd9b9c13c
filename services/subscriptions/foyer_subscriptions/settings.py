"""What subscriptions needs to know at start."""

from datetime import timedelta

from foyer_shared.files.settings import FilesSettings
from pydantic import Field, SecretStr


class Settings(FilesSettings):
    """The settings of every process that keeps files, and how often what is due is looked for."""

    file_link_key: SecretStr = Field(
        min_length=32, description="Signs the links to downloads; the same for all processes"
    )
    largest_file: int = Field(default=1024**3, ge=1, description="Bytes of a file to download")
    due_changes_every: timedelta = timedelta(seconds=10)
