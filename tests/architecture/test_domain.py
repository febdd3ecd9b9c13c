"""The domain knows the standard library and `foyer_shared.basics`, nothing else."""

import re
import sys

from foyer_shared.testing.house import SourceFile

OURS = re.compile(r"foyer_shared\.basics\b|foyer_[a-z_]+\.domain\b")


def test_the_domain_imports_no_framework(source_files: list[SourceFile]) -> None:
    assert [
        f"{file.path}: {imported}"
        for file in source_files
        if {"domain", "basics"} & file.rooms
        for imported in file.imports()
        if imported.partition(".")[0] not in sys.stdlib_module_names and not OURS.match(imported)
    ] == []
