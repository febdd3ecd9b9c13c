"""What invoicing needs to know at start."""

from datetime import timedelta

from foyer_shared.files.settings import FilesSettings
from pydantic import Field


class Settings(FilesSettings):
    """The settings of every process that keeps files, and how often what is due is looked for."""

    overdue_every: timedelta = timedelta(minutes=1)
    papers_every: timedelta = timedelta(seconds=1)
    vies_url: str | None = Field(
        default=None,
        description="The register of VAT ids; None: its sandbox twin, in live mode nobody is asked",
    )
    vat_ids_every: timedelta = timedelta(seconds=5)
