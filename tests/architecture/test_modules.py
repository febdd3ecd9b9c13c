"""Modules say what lives in them, and are called what it is."""

import re

from foyer_shared.testing.house import SourceFile

NAMES_THAT_SAY_NOTHING = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "base", "impl"}


def test_every_module_with_code_says_in_a_sentence_what_lives_there(source_files: list[SourceFile]) -> None:
    assert [
        str(file.path) for file in source_files if file.tree.body and not file.docstring.endswith((".", ".)"))
    ] == []


def test_no_name_says_nothing(source_files: list[SourceFile]) -> None:
    assert [
        str(file.path)
        for file in source_files
        if NAMES_THAT_SAY_NOTHING & set(re.findall("[a-z]+", str(file.path)))
    ] == []


def test_a_use_case_is_one_function_with_the_name_of_its_file(source_files: list[SourceFile]) -> None:
    others = {"__init__", "told"}  # `told` turns the service's own things into the data of its events.
    use_cases = [file for file in source_files if "use_cases" in file.rooms and file.path.stem not in others]

    assert use_cases
    assert [str(file.path) for file in use_cases if file.public_functions() != [file.path.stem]] == []


def test_a_message_handler_is_one_function_with_the_name_of_its_file(source_files: list[SourceFile]) -> None:
    handlers = [
        file for file in source_files if "messages" in file.rooms and file.path.stem.startswith("on_")
    ]

    assert handlers
    assert [str(file.path) for file in handlers if file.public_functions() != [file.path.stem]] == []
