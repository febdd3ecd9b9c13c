"""Sets papers as PDF/A-3 with typst: tagged, with its fonts inside, and the XML attached."""

import json
from datetime import UTC, date, datetime, time
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, cast

import typst

from foyer_invoicing.domain.bill import Bill
from foyer_invoicing.domain.business import Business
from foyer_invoicing.domain.receipt import Receipt
from foyer_invoicing.gateways.factur_x import factur_x
from foyer_invoicing.gateways.factur_x_mark import marked_as_factur_x
from foyer_invoicing.gateways.paper_sheet import bill_sheet, receipt_sheet
from foyer_invoicing.gateways.paper_words import words_of
from foyer_invoicing.gateways.printable import FONTS, printable

if TYPE_CHECKING:
    from typst import PDFStandard

TEMPLATE = Path(__file__).parent.parent / "templates" / "paper.typ"
_STANDARDS: "list[PDFStandard]" = ["a-3a", "ua-1"]


class Press:
    """One compiler, which remembers what it has read; one paper at a time, in whatever thread."""

    def __init__(self) -> None:
        """The compiler is made when it is needed, which it is in workers alone."""
        self._one_at_a_time = Lock()

    def print(self, said: Bill | Receipt, business: Business) -> tuple[bytes, bytes | None]:
        """The PDF and, of a bill, the XML; in the business's language when there are no words in the
        customer's.
        """
        words = words_of(said.parties.language, business.language)
        if isinstance(said, Receipt):
            return self._compile(receipt_sheet(said, business, words), said.paid_on, b""), None
        xml = factur_x(said)
        pdf = self._compile(bill_sheet(said, business, words), said.issued_on, xml)
        return marked_as_factur_x(pdf), xml

    def _compile(self, sheet: dict[str, Any], day: date, xml: bytes) -> bytes:
        """The same bytes for the same sheet, of the same day."""
        inputs = {"sheet": printable(json.dumps(sheet, ensure_ascii=False)), "xml": xml.decode()}
        with self._one_at_a_time:
            pdf = self._compiler.compile(
                format="pdf",
                sys_inputs=inputs,
                pdf_standards=_STANDARDS,
                timestamp=datetime.combine(day, time(), UTC),
            )
        return cast("bytes", pdf)

    @cached_property
    def _compiler(self) -> typst.Compiler:
        return typst.Compiler(
            input=TEMPLATE, root=TEMPLATE.parent, font_paths=[FONTS], ignore_system_fonts=True
        )
