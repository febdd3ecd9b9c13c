"""The files that a form came with."""

from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import UploadFile


async def _chosen(request: Request) -> list[UploadFile]:
    # A browser sends an empty text, or a file without a name, where none was chosen.
    sent = (await request.form()).getlist("attachments")
    return [file for file in sent if isinstance(file, UploadFile) and file.filename]


Files = Annotated[list[UploadFile], Depends(_chosen)]
