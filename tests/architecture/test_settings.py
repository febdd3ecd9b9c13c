"""`.env.example` lists every setting there is."""

import re
from importlib import import_module
from pathlib import Path

from foyer_local.containers.settings import DemoSettings
from foyer_local.settings import LocalSettings
from foyer_shared.testing.house import services_in

ROOT = Path(__file__).parents[2]


def test_the_example_lists_every_setting() -> None:
    classes = [import_module(f"{service.package}.settings").Settings for service in services_in(ROOT)]
    settings = {
        f"FOYER_{field.upper()}"
        for settings_class in (*classes, LocalSettings, DemoSettings)
        for field in settings_class.model_fields
    }
    listed = set(re.findall(r"^#? ?(FOYER_[A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert settings - listed == set()
