"""Runs invoicing: `python -m foyer_invoicing.main api | worker | all | migrate`."""

from foyer_shared.process import main

from foyer_invoicing.settings import Settings
from foyer_invoicing.wiring import build

if __name__ == "__main__":
    main(build, Settings)
