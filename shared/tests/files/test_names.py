"""A file's name is a plain name."""

import pytest
from foyer_shared.files.errors import FileNameInvalid
from foyer_shared.files.names import check_file_name


@pytest.mark.parametrize("name", ["guide.pdf", "Zoë's Übung (2).tar.gz", ".env", "x" * 200, "日本語.txt"])
def test_plain_names_are_kept(name: str) -> None:
    assert check_file_name(f" {name} ") == name


@pytest.mark.parametrize(
    "name",
    ["", "  ", ".", "..", "x" * 201, "../x", "a/b", "a\\b", "C:x", 'a"b', "a\nb", "a\x00b", "a\u202etxt.exe"],
)
def test_paths_and_tricks_are_refused(name: str) -> None:
    with pytest.raises(FileNameInvalid) as refusal:
        check_file_name(name)
    assert refusal.value.field == "name"
