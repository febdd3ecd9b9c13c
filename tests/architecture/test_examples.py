"""The reference shows what each door of the business API takes: an example for each body that fits it."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from fastapi import FastAPI
from foyer_shared.testing.house import ServiceFolder
from foyer_shared.testing.plugin import MakeDatabase, SettingsFor
from jsonschema import Draft202012Validator

HOW = "give the body `model_config = showing({...})` (foyer_shared.http.models)"


async def test_each_body_of_the_business_api_has_an_example_that_fits(
    service: ServiceFolder, make_database: MakeDatabase, settings_for: SettingsFor
) -> None:
    database = await make_database(service.name)
    settings_class = import_module(f"{service.package}.settings").Settings
    built = import_module(f"{service.package}.wiring").build(settings_for(settings_class, database))
    bare = []
    for app in (built.app, built.public_app):
        for door, schema, parts in _bodies(app) if app else ():
            examples = schema.get("examples", [])
            if not examples:
                bare.append(door)
            for example in examples:
                Draft202012Validator(schema | {"components": parts}).validate(example)
    await built.database.close()
    assert not bare, "\n".join([HOW, *bare])


def _bodies(app: FastAPI) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Each JSON body under `/v1`, with its schema and the parts that this refers to."""
    document = app.openapi()
    parts = document.get("components", {})
    for path, doors in document["paths"].items():
        for method, door in doors.items() if path.startswith("/v1/") else ():
            content = door.get("requestBody", {}).get("content", {}).get("application/json")
            if content is None:
                continue
            schemas = content["schema"].get("anyOf", [content["schema"]])
            for schema in schemas:
                if "$ref" in schema:
                    name = schema["$ref"].rpartition("/")[2]
                    yield f"{method.upper()} {path}", parts["schemas"][name], parts
