"""What `docs/portal-configuration.md` says of switches and presets is so."""

import re
from pathlib import Path

from foyer_portal_bff.domain.portal_configuration import NEEDS, OPTIONS, Preset, Switch, preset_features

DOCS = (Path(__file__).parents[4] / "docs" / "portal-configuration.md").read_text()


def rows(title: str) -> list[list[str]]:
    """The cells of the table under a title."""
    section = DOCS.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_the_table_of_switches_is_the_code_s() -> None:
    said = [
        (name.strip("`"), needs.strip("`"), re.findall(r"`(\w+)`:", options))
        for name, _, needs, options in rows("Switches")
    ]
    assert said == [(switch, NEEDS.get(switch, ""), [*OPTIONS.get(switch, {})]) for switch in Switch]
    [updates] = [options for name, _, _, options in rows("Switches") if name == "`customer_update`"]
    assert (
        re.findall(r"`(\w+)`", updates.partition(":")[2])
        == (OPTIONS[Switch.CUSTOMER_UPDATE]["allowed_updates"])
    )


def test_the_table_of_presets_is_the_code_s() -> None:
    said = {name.strip("`"): re.findall(r"`(\w+)`", off) for name, off in rows("Presets")}
    assert said == {preset: [*preset_features(preset)] for preset in Preset}
