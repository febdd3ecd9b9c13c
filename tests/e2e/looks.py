"""The ways to look at the portal."""

import pytest

LOOKS = ("desktop", "phone", "without JavaScript")

every_look = pytest.mark.parametrize("page", LOOKS, indirect=True)
"""For the journey that leads through a flow's forms; its variants are looked at on a desktop alone."""

each_size = pytest.mark.parametrize("page", LOOKS[:2], indirect=True)
"""For what is read rather than filled in."""
