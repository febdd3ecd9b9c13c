"""All rooms share one set of fixtures."""

pytest_plugins = ["foyer_shared.testing.plugin"]
