"""Runs support: `python -m foyer_support.main api | worker | all | migrate`."""

from foyer_shared.process import main

from foyer_support.settings import Settings
from foyer_support.wiring import build

if __name__ == "__main__":
    main(build, Settings)
