"""Runs the portal: `python -m foyer_portal_bff.main api | worker | all | migrate`."""

from foyer_shared.process import main

from foyer_portal_bff.settings import Settings
from foyer_portal_bff.wiring import build

if __name__ == "__main__":
    main(build, Settings)
