"""What Alembic runs for every command on any service's migrations."""

from foyer_shared.storage.migrations import run_in_environment

run_in_environment()
