"""The limit of making papers: typst alone sets the same pages; nothing is read, attached or kept."""

import json
import sys
import time
from pathlib import Path

import typst


def _run(template: str, fonts: str, sheets: str) -> dict[str, float]:
    pages = json.loads(Path(sheets).read_text())
    compiler = typst.Compiler(
        input=template, root=str(Path(template).parent), font_paths=[fonts], ignore_system_fonts=True
    )
    begun = time.perf_counter()
    for page in pages:
        compiler.compile(format="pdf", sys_inputs={"sheet": json.dumps(page)}, pdf_standards=["a-3a", "ua-1"])
    return {"made": len(pages), "seconds": time.perf_counter() - begun}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_run(*sys.argv[1:])))
