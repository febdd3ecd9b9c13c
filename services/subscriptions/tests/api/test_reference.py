"""The reference: each door that takes a body shows one, and what it shows is taken."""

from typing import Any

from foyer_shared.service import Service
from jsonschema import Draft202012Validator

NEWCOMERS = "give the body `model_config = showing(...)`, with a document in api/examples.py"


async def test_each_body_has_an_example_that_fits(service: Service) -> None:
    document = service.app.openapi()
    parts = {"components": document["components"]}
    shown: dict[str, list[Any]] = {}
    for path, doors in document["paths"].items():
        for method, door in doors.items():
            if "requestBody" not in door:
                continue
            for content in door["requestBody"]["content"].values():
                schemas = content["schema"].get("anyOf", [content["schema"]])
                (name,) = {one["$ref"].rpartition("/")[2] for one in schemas if "$ref" in one}
                shown[f"{method} {path}"] = document["components"]["schemas"][name].get("examples", [])
                for example in shown[f"{method} {path}"]:
                    Draft202012Validator({"$ref": f"#/components/schemas/{name}"} | parts).validate(example)
    assert len(shown) >= 12
    assert [door for door, examples in shown.items() if not examples] == [], NEWCOMERS
