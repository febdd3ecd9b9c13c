"""What support needs to know at start."""

from foyer_shared.files.settings import FilesSettings


class Settings(FilesSettings):
    """The settings of every process that keeps files."""
