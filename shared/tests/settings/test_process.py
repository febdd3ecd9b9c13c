"""Settings come from variables, and secrets from files beside them."""

from pathlib import Path

import pytest
from foyer_shared.settings.process import ProcessSettings
from pydantic import SecretStr, ValidationError


class Settings(ProcessSettings):
    """Those of a service with a secret list of its own."""

    seal_keys: tuple[SecretStr, ...] = ()


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder of the secrets, as a container has it."""
    (tmp_path / "foyer_database_url").write_text("postgresql://foyer:from-file@postgres/foyer\n")
    (tmp_path / "foyer_seal_keys").write_text('["new", "old"]\n')
    monkeypatch.setenv("FOYER_SECRETS_DIR", str(tmp_path))
    monkeypatch.setenv("FOYER_CALLER_KEYS", "/run/secrets/caller_keys.jwks")
    return tmp_path


@pytest.mark.usefixtures("secrets")
def test_files_say_what_no_variable_says() -> None:
    settings = Settings()
    assert settings.database_url.get_secret_value() == "postgresql://foyer:from-file@postgres/foyer"
    assert [key.get_secret_value() for key in settings.seal_keys] == ["new", "old"]
    assert settings.caller_keys == Path("/run/secrets/caller_keys.jwks")


@pytest.mark.usefixtures("secrets")
def test_a_variable_comes_first_and_an_empty_one_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOYER_DATABASE_URL", "postgresql://foyer:from-variable@postgres/foyer")
    assert Settings().database_url.get_secret_value() == "postgresql://foyer:from-variable@postgres/foyer"
    monkeypatch.setenv("FOYER_DATABASE_URL", "")
    monkeypatch.setenv("FOYER_AMQP_URL", "")
    assert Settings().database_url.get_secret_value() == "postgresql://foyer:from-file@postgres/foyer"
    assert Settings().amqp_url is None


def test_a_folder_that_is_not_there_is_no_error_of_its_own(
    monkeypatch: pytest.MonkeyPatch, secrets: Path
) -> None:
    monkeypatch.setenv("FOYER_SECRETS_DIR", str(secrets / "nowhere"))
    with pytest.raises(ValidationError) as raised:
        Settings()
    assert [wrong["loc"] for wrong in raised.value.errors()] == [("database_url",)]


@pytest.mark.usefixtures("secrets")
def test_no_secret_is_shown() -> None:
    assert "from-file" not in repr(Settings())
