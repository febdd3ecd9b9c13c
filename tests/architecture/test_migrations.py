"""Each service's migrations make exactly the tables that its rows declare."""

from foyer_shared.storage.migrations import differences, migrate
from foyer_shared.testing.databases import TemplatedDatabases
from foyer_shared.testing.house import ServiceFolder


def test_migrations_and_rows_agree(service: ServiceFolder, databases: TemplatedDatabases) -> None:
    url = databases.clone(service.name)

    assert differences(url, service.name) == []
    assert migrate(url, service.name) is False
    databases.drop(url)
