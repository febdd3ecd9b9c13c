"""What invoicing needs to know at start."""

from datetime import timedelta

from foyer_shared.settings.process import ProcessSettings


class Settings(ProcessSettings):
    """The settings of every process, and how often overdue invoices are looked for."""

    overdue_every: timedelta = timedelta(minutes=1)
