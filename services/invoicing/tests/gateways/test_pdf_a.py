"""The PDFs of all papers keep the rules of ISO 19005-3 (PDF/A-3a) that a program of ours can see, and what
breaks one is seen. That is no judge of all rules: see docs/decisions/0019.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from foyer_invoicing.domain.bill import Bill, BillKind, BillReference
from foyer_invoicing.domain.business import Business
from foyer_invoicing.domain.receipt import Receipt
from foyer_invoicing.gateways.press import Press
from foyer_shared.basics.money import Money
from lxml import etree
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ContentStream, DictionaryObject, NameObject, StreamObject

MakeBill = Callable[..., Bill]
LAUNCHES = DictionaryObject({NameObject("/S"): NameObject("/Launch")})
ACTIONS = {
    *("/JavaScript", "/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/Hide", "/Rendition"),
    *("/SetOCGState", "/Trans", "/GoTo3DView"),
}
FILTERS = {"/LZWDecode", "/Crypt"}
BLENDS = {
    *("/Normal", "/Compatible", "/Multiply", "/Screen", "/Overlay", "/Darken", "/Lighten", "/ColorDodge"),
    *("/ColorBurn", "/HardLight", "/SoftLight", "/Difference", "/Exclusion", "/Hue", "/Saturation"),
    *("/Color", "/Luminosity"),
}
FONT_FILES = {"/FontFile", "/FontFile2", "/FontFile3"}
SHOWS = {b"Tj", b"TJ", b"'", b'"'}
PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
DC = "{http://purl.org/dc/elements/1.1/}"
HIGHEST_ASCII = 127


def wrong_with(pdf: bytes) -> list[str]:
    """What breaks a rule, each in one word or two."""
    read: Any = PdfReader(BytesIO(pdf), strict=True)
    if read.is_encrypted:
        return ["encrypted"]
    found = [*_file(pdf, read), *_intent(read), *_marks(read), *_attached(read), *_structure(read)]
    for number in range(1, int(read.trailer["/Size"])):
        found += _object(read.get_object(number))
    for page in read.pages:
        found += _page(page, read)
    return sorted(set(found))


def _file(pdf: bytes, read: Any) -> Iterator[str]:
    head, comment = pdf.split(b"\n", 2)[:2]
    if head != b"%PDF-1.7" or comment[:1] != b"%" or min(comment[1:5]) <= HIGHEST_ASCII:
        yield "header"
    if len(read.trailer.get("/ID", ())) != len(("first", "now")):
        yield "no id"


def _intent(read: Any) -> Iterator[str]:
    intents = [intent.get_object() for intent in read.root_object.get("/OutputIntents", ())]
    if [intent["/S"] for intent in intents] != ["/GTS_PDFA1"]:
        yield "no output intent"
        return
    profile = intents[0]["/DestOutputProfile"].get_object()
    data = profile.get_data()
    colours = {b"RGB ": 3, b"GRAY": 1, b"CMYK": 4}
    if data[36:40] != b"acsp" or colours.get(data[16:20]) != profile["/N"]:
        yield "no colour profile"


def _marks(read: Any) -> Iterator[str]:
    stream = read.root_object["/Metadata"].get_object()
    if "/Filter" in stream:
        yield "compressed metadata"
    marks = etree.fromstring(stream.get_data())
    if [marks.findtext(f".//{PDFA}{name}") for name in ("part", "conformance")] != ["3", "A"]:
        yield "not marked"
    title = marks.findtext(f".//{DC}title//{{*}}li")
    if not title or (read.metadata and read.metadata.title not in {None, title}):
        yield "two titles"


def _attached(read: Any) -> Iterator[str]:
    names = read.root_object.get("/Names", DictionaryObject()).get_object().get("/EmbeddedFiles")
    listed = [file.get_object() for file in names.get_object()["/Names"][1::2]] if names else []
    if listed != [file.get_object() for file in read.root_object.get("/AF", ())]:
        yield "attached, but to nothing"
    for file in listed:
        stream = file["/EF"]["/F"].get_object()
        is_dated = str(stream.get("/Params", {}).get("/ModDate", "")).startswith("D:")
        if not all((stream.get("/Subtype"), is_dated, file.get("/AFRelationship"), file.get("/Desc"))):
            yield "not told what is attached"
        if file.get("/F") != file.get("/UF") or stream.get("/Type") != "/EmbeddedFile":
            yield "attached wrongly"


def _structure(read: Any) -> Iterator[str]:
    root = read.root_object
    if not root.get("/MarkInfo", {}).get("/Marked") or "/ParentTree" not in root.get("/StructTreeRoot", {}):
        yield "no structure"
    if not root.get("/Lang"):
        yield "no language"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "title not shown"
    if "/OpenAction" in root or "/AcroForm" in root or "/JavaScript" in root.get("/Names", {}):
        yield "something is done"


def _object(one: Any) -> Iterator[str]:
    if not isinstance(one, DictionaryObject):
        return
    if one.get("/S") in ACTIONS or "/AA" in one:
        yield "something is done"
    filters = one.get("/Filter", ())
    is_stream = isinstance(one, StreamObject)
    if is_stream and ("/F" in one or FILTERS & set([filters] if isinstance(filters, str) else filters)):
        yield "a stream of another kind"
    if one.get("/Subtype") == "/PS" or {"/OPI", "/Alternates", "/TR", "/HTP"} & one.keys():
        yield "depends on the printer"
    if one.get("/Interpolate"):
        yield "interpolated"
    if one.get("/Type") == "/ExtGState" and one.get("/BM", "/Normal") not in BLENDS:
        yield "another way to blend"
    if one.get("/S") == "/Figure" and not one.get("/Alt"):
        yield "a picture without words"
    if one.get("/Type") == "/Font":
        yield from _font(one)


def _font(font: Any) -> Iterator[str]:
    if font["/Subtype"] == "/Type0":
        (inner,) = font["/DescendantFonts"]
        if "/ToUnicode" not in font:
            yield "a font without words"
        if font["/Encoding"] != "/Identity-H":
            yield "a font of another encoding"
        if inner.get_object()["/Subtype"] == "/CIDFontType2" and "/CIDToGIDMap" not in inner.get_object():
            yield "a font without glyphs"
    elif not FONT_FILES & font.get("/FontDescriptor", DictionaryObject()).keys():
        yield "a font outside"


def _page(page: Any, read: Any) -> Iterator[str]:
    if "/StructParents" not in page or page.get("/Tabs") != "/S":
        yield "a page without structure"
    group = page.get("/Group", DictionaryObject()).get_object().get("/CS", "/DeviceRGB")
    if isinstance(group, str) and group != "/DeviceRGB":
        yield "blended in other colours"
    for annotation in page.get("/Annots", ()):
        one = annotation.get_object()
        if not one.get("/F", 0) & 4 or not one.get("/Contents"):
            yield "a link without words"
    yield from _content(ContentStream(page.get_contents(), read).operations)


def _content(operations: Any) -> Iterator[str]:
    depth = 0
    for _, operator in operations:
        depth += {b"BMC": 1, b"BDC": 1, b"EMC": -1}.get(operator, 0)
        if operator in SHOWS and not depth:
            yield "words outside of the structure"
        if operator in {b"k", b"K"}:
            yield "colours of no profile"


@pytest.fixture(scope="session")
def press() -> Press:
    return Press()


@pytest.mark.parametrize("kind", BillKind)
@pytest.mark.parametrize("language", ["en", "nl", "de", "ja", "th"])
def test_a_bill_keeps_the_rules(
    a_bill: MakeBill, press: Press, northwind: Business, kind: BillKind, language: str
) -> None:
    bill = a_bill(kind=kind)
    pdf, _ = press.print(replace(bill, parties=replace(bill.parties, language=language)), northwind)
    assert wrong_with(pdf) == []


def test_a_receipt_keeps_the_rules(a_bill: MakeBill, press: Press, northwind: Business) -> None:
    receipt = Receipt(
        number="NW-R-2026-00007",
        paid_on=date(2026, 3, 20),
        amount=Money(50_000, "EUR"),
        reference="NW-2026-00042",
        invoice=BillReference("NW-2026-00042", date(2026, 3, 10)),
        invoice_total=Money(78_660, "EUR"),
        taken_back=Money(0, "EUR"),
        parties=a_bill().parties,
    )
    assert wrong_with(press.print(receipt, northwind)[0]) == []


def _every(writer: PdfWriter, kind: str) -> list[Any]:
    objects = (writer.get_object(number + 1) for number in range(len(writer._objects)))
    return [one for one in objects if isinstance(one, DictionaryObject) and one.get("/Type") == kind]


def _without(*names: str) -> Callable[[PdfWriter], Any]:
    def change(writer: PdfWriter) -> None:
        for name in names:
            del writer.root_object[name]

    return change


def _from_every(kind: str, *names: str) -> Callable[[PdfWriter], Any]:
    def change(writer: PdfWriter) -> None:
        for one in _every(writer, kind):
            for name in names:
                one.pop(name, None)

    return change


def _in_every(kind: str, name: str, value: Any) -> Callable[[PdfWriter], Any]:
    def change(writer: PdfWriter) -> None:
        for one in _every(writer, kind):
            one[NameObject(name)] = value

    return change


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        (lambda writer: writer.encrypt("secret"), "encrypted"),
        (_in_every("/Catalog", "/OpenAction", LAUNCHES), "something is done"),
        (_in_every("/Page", "/AA", LAUNCHES), "something is done"),
        (_without("/OutputIntents"), "no output intent"),
        (_without("/StructTreeRoot"), "no structure"),
        (_without("/Lang"), "no language"),
        (_without("/ViewerPreferences"), "title not shown"),
        (_without("/AF"), "attached, but to nothing"),
        (_from_every("/Filespec", "/AFRelationship"), "not told what is attached"),
        (_from_every("/EmbeddedFile", "/Subtype"), "not told what is attached"),
        (_from_every("/FontDescriptor", "/FontFile2", "/FontFile3"), "a font outside"),
        (_from_every("/Font", "/ToUnicode"), "a font without words"),
        (_from_every("/Page", "/StructParents"), "a page without structure"),
        (_in_every("/Font", "/TR", NameObject("/Default")), "depends on the printer"),
    ],
)
def test_what_breaks_a_rule_is_seen(
    a_bill: MakeBill, press: Press, northwind: Business, change: Callable[[PdfWriter], Any], seen: str
) -> None:
    pdf, _ = press.print(a_bill(), northwind)
    writer = PdfWriter(clone_from=BytesIO(pdf))
    change(writer)
    written = BytesIO()
    writer.write(written)
    assert seen in wrong_with(written.getvalue())


def test_what_is_not_pdf_a_is_seen(a_bill: MakeBill, northwind: Business, monkeypatch: Any) -> None:
    monkeypatch.setattr("foyer_invoicing.gateways.press._STANDARDS", [])
    monkeypatch.setattr("foyer_invoicing.gateways.press.marked_as_factur_x", lambda pdf: pdf)
    pdf, _ = Press().print(a_bill(), northwind)
    assert {"no output intent", "not marked"} <= set(wrong_with(pdf))
