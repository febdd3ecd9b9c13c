"""Marks a PDF/A-3 of typst's as Factur-X, by a block in its metadata; it stays PDF/A-3a and PDF/UA-1."""

import re

_METADATA = re.compile(rb"<</Length (\d+)/Type/Metadata/Subtype/XML>>\nstream\n")
_ENTRY = 20
"""Bytes of one line of a cross-reference table (ISO 32000-1, 7.5.4)."""
_SCHEMAS = b"<pdfaExtension:schemas><rdf:Bag>"
_NAMESPACE = b"urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
_PROPERTIES = {
    b"DocumentFileName": (b"factur-x.xml", b"The name of the embedded XML document"),
    b"DocumentType": (b"INVOICE", b"The type of the hybrid document in capital letters"),
    b"Version": (b"1.0", b"The actual version of the standard applying to the embedded XML document"),
    b"ConformanceLevel": (b"EN 16931", b"The conformance level of the embedded XML document"),
}
_SCHEMA = (
    b'<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>'
    b"<pdfaSchema:namespaceURI>" + _NAMESPACE + b"</pdfaSchema:namespaceURI>"
    b"<pdfaSchema:prefix>fx</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>"
    + b"".join(
        b'<rdf:li rdf:parseType="Resource"><pdfaProperty:name>' + name + b"</pdfaProperty:name>"
        b"<pdfaProperty:valueType>Text</pdfaProperty:valueType>"
        b"<pdfaProperty:category>external</pdfaProperty:category>"
        b"<pdfaProperty:description>" + description + b"</pdfaProperty:description></rdf:li>"
        for name, (_, description) in _PROPERTIES.items()
    )
    + b"</rdf:Seq></pdfaSchema:property></rdf:li>"
)
_VALUES = (
    b'<rdf:Description rdf:about="" xmlns:fx="'
    + _NAMESPACE
    + b'">'
    + b"".join(
        b"<fx:" + name + b">" + value + b"</fx:" + name + b">" for name, (value, _) in _PROPERTIES.items()
    )
    + b"</rdf:Description>"
)


def marked_as_factur_x(pdf: bytes) -> bytes:
    """The same document, whose metadata says what XML is attached. What lies behind them moves, and so do
    its places in the table at the end; ValueError when it is not laid out so.
    """
    *_, head = _METADATA.finditer(pdf)
    end = head.end() + int(head[1])
    metadata = pdf[head.end() : end]
    marked = metadata.replace(_SCHEMAS, _SCHEMAS + _SCHEMA).replace(b"</rdf:RDF>", _VALUES + b"</rdf:RDF>")
    if len(marked) != len(metadata) + len(_SCHEMA) + len(_VALUES):
        raise ValueError("the metadata do not take the mark")
    start = b"<</Length %d/Type/Metadata/Subtype/XML>>\nstream\n" % len(marked) + marked
    moved_by = len(start) - (end - head.start())
    table = int(pdf[pdf.rindex(b"startxref") :].split()[1])
    return (
        pdf[: head.start()]
        + start
        + pdf[end:table]
        + _moved(pdf[table : pdf.rindex(b"startxref")], behind=head.start(), by=moved_by)
        + b"startxref\n%d\n%%%%EOF" % (table + moved_by)
    )


def _moved(table: bytes, *, behind: int, by: int) -> bytes:
    """The cross-reference table and its trailer, with all places moved that lie behind one."""
    first, count, rest = re.fullmatch(rb"(xref\n0 (\d+)\n)(.*)", table, re.DOTALL).groups()  # type: ignore[union-attr]
    entries = [rest[place : place + _ENTRY] for place in range(0, int(count) * _ENTRY, _ENTRY)]
    moved = [
        b"%010d" % (int(entry[:10]) + by) + entry[10:] if int(entry[:10]) > behind else entry
        for entry in entries
    ]
    return bytes(first) + b"".join(moved) + bytes(rest[len(entries) * _ENTRY :])
