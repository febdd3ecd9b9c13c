"""The PDF of a bill: what it is marked as, what it holds, and how it looks in five languages."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import typst
from foyer_invoicing.domain.bill import Bill, BillKind, BillReference
from foyer_invoicing.domain.business import Business
from foyer_invoicing.domain.exchange_rate import ExchangeRate
from foyer_invoicing.domain.line import TaxedLine
from foyer_invoicing.domain.receipt import Receipt
from foyer_invoicing.domain.tax import TaxCategory
from foyer_invoicing.gateways.factur_x import factur_x
from foyer_invoicing.gateways.factur_x_mark import marked_as_factur_x
from foyer_invoicing.gateways.paper_sheet import bill_sheet, receipt_sheet
from foyer_invoicing.gateways.paper_words import words_of
from foyer_invoicing.gateways.press import TEMPLATE, Press
from foyer_invoicing.gateways.printable import FONTS, printable
from foyer_shared.basics.addresses import Address
from foyer_shared.basics.bank_accounts import BankAccount
from foyer_shared.basics.money import Money
from lxml import etree
from pypdf import PdfReader

PICTURES = Path(__file__).parent / "pictures"
LANGUAGES = ["en", "nl", "de", "ja", "th"]
MakeBill = Callable[..., Bill]
MakeLine = Callable[..., TaxedLine]


@pytest.fixture(scope="session")
def press() -> Press:
    """One for all tests, as a process has."""
    return Press()


@pytest.fixture
def printed(press: Press, northwind: Business) -> Callable[[Bill], PdfReader]:
    """The PDF of a bill, as a reader opens it."""

    def make(bill: Bill) -> PdfReader:
        pdf, _ = press.print(bill, northwind)
        return PdfReader(BytesIO(pdf), strict=True)

    return make


def in_language(bill: Bill, language: str) -> Bill:
    return replace(bill, parties=replace(bill.parties, language=language))


def root(pdf: PdfReader) -> Any:
    return pdf.root_object


def metadata(pdf: PdfReader) -> Any:
    return etree.fromstring(root(pdf)["/Metadata"].get_object().get_data())


def test_it_holds_its_xml_and_says_so(
    a_bill: MakeBill, printed: Callable[[Bill], PdfReader], press: Press, northwind: Business
) -> None:
    bill = a_bill()
    pdf = printed(bill)

    assert pdf.attachments == {"factur-x.xml": [factur_x(bill)]}
    assert press.print(bill, northwind)[1] == factur_x(bill)
    (file,) = root(pdf)["/AF"]
    assert file.get_object()["/AFRelationship"] == "/Alternative"
    fx = "{urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#}"
    said = {element.tag.removeprefix(fx): element.text for element in metadata(pdf).iter(f"{fx}*")}
    assert said == {
        "DocumentFileName": "factur-x.xml",
        "DocumentType": "INVOICE",
        "Version": "1.0",
        "ConformanceLevel": "EN 16931",
    }
    schema = "{http://www.aiim.org/pdfa/ns/schema#}"
    prefixes = [element.text for element in metadata(pdf).iter(f"{schema}prefix")]
    assert prefixes.count("fx") == 1


def test_it_stays_what_typst_made_of_it(a_bill: MakeBill, printed: Callable[[Bill], PdfReader]) -> None:
    pdf = printed(a_bill())

    pdfa, pdfua = "{http://www.aiim.org/pdfa/ns/id/}", "{http://www.aiim.org/pdfua/ns/id/}"
    marks = metadata(pdf)
    assert [marks.findtext(f".//{pdfa}{name}") for name in ("part", "conformance")] == ["3", "A"]
    assert marks.findtext(f".//{pdfua}part") == "1"
    assert bool(root(pdf)["/MarkInfo"]["/Marked"])
    assert root(pdf)["/Lang"] == "en-GB"
    tags = json.dumps(_tags(root(pdf)["/StructTreeRoot"]))
    assert all(f'"/{tag}"' in tags for tag in ("H1", "H2", "Table", "THead", "TH", "TD", "P"))


def test_its_words_can_be_selected(a_bill: MakeBill, printed: Callable[[Bill], PdfReader]) -> None:
    text = "".join(page.extract_text() for page in printed(a_bill()).pages)

    for words in ("NW-2026-00042", "Lovelace Analytical GmbH", "€121.00 due 24 March 2026", "Desk lamp"):
        assert words in text


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Deliver to"), ("nl", "Afleveradres"), ("de", "Lieferadresse"), ("ja", "お届け先"), ("th", None)],
)
def test_what_is_sent_says_where_it_goes(
    a_bill: MakeBill, printed: Callable[[Bill], PdfReader], language: str, words: str | None
) -> None:
    bill = in_language(a_bill(), language)
    address = Address(line1="Spui 1", postal_code="1012 WX", city="Amsterdam", country="NL")
    sent = replace(bill, parties=replace(bill.parties, ship_to=address))

    text = printed(sent).pages[0].extract_text()
    assert "Spui 1" in text
    assert "1012 WX Amsterdam" in text
    # Marks above and below Thai letters are extracted in an order of their own.
    assert words is None or words in text
    assert "Spui 1" not in printed(bill).pages[0].extract_text()


@pytest.mark.parametrize("kind", BillKind)
@pytest.mark.parametrize(
    ("language", "tax", "amount", "rate"),
    [
        (
            "en",
            "Tax in EUR",
            "€19.40",
            "Exchange rate of 10 March 2026: EUR 1 = USD 1.0823 (European Central Bank)",
        ),
        (
            "nl",
            "Btw in EUR",
            "€ 19,40",
            "Wisselkoers van 10 maart 2026: EUR 1 = USD 1,0823 (European Central Bank)",
        ),
        (
            "de",
            "USt in EUR",
            "19,40 €",
            "Wechselkurs vom 10. März 2026: EUR 1 = USD 1,0823 (European Central Bank)",
        ),
        ("ja", "EUR換算", "€19.40", "EUR 1 = USD 1.0823"),
        ("th", "EUR", "€19.40", "EUR 1 = USD 1.0823 (European Central Bank)"),
    ],
)
def test_the_tax_stands_there_in_the_currency_of_the_seller_s_books_too(
    a_bill: MakeBill,
    a_taxed_line: MakeLine,
    an_exchange_rate: Callable[..., ExchangeRate],
    printed: Callable[[Bill], PdfReader],
    kind: BillKind,
    language: str,
    tax: str,
    amount: str,
    rate: str,
) -> None:
    bill = in_language(a_bill(a_taxed_line(currency="USD"), kind=kind), language)

    said = printed(replace(bill, exchange_rate=an_exchange_rate("EUR", "USD", "1.08230")))
    text = said.pages[0].extract_text().replace("\xa0", " ")
    assert all(words in text for words in (tax, amount, rate))
    without = printed(bill).pages[0].extract_text().replace("\xa0", " ")
    assert not any(words in without for words in (tax, amount, rate))


def test_the_same_bill_is_the_same_bytes(a_bill: MakeBill, northwind: Business) -> None:
    first = Press().print(a_bill(), northwind)

    assert Press().print(a_bill(), northwind) == first


def test_every_place_in_the_file_is_found_again(
    a_bill: MakeBill, printed: Callable[[Bill], PdfReader]
) -> None:
    pdf = printed(a_bill())

    # In strict mode a reader refuses an object that is not where the table says.
    numbers = range(1, len(pdf.xref[0]) + 1)
    assert len(numbers) > len(pdf.pages)
    for number in numbers:
        pdf.get_object(number)


def test_what_is_no_pdf_of_typsts_takes_no_mark() -> None:
    with pytest.raises(ValueError, match="unpack"):
        marked_as_factur_x(b"%PDF-1.7 something else")


def test_a_language_without_words_is_the_businesss(
    a_bill: MakeBill, press: Press, northwind: Business
) -> None:
    pdf, _ = press.print(in_language(a_bill(), "fr"), northwind)

    assert root(PdfReader(BytesIO(pdf)))["/Lang"] == "nl-NL"


def test_many_lines_go_on_over_pages_that_repeat_the_head(
    a_bill: MakeBill, a_taxed_line: MakeLine, printed: Callable[[Bill], PdfReader]
) -> None:
    pdf = printed(a_bill(*(a_taxed_line(f"Item {number}") for number in range(60))))

    texts = [page.extract_text() for page in pdf.pages]
    assert len(texts) == 3
    assert all("Description" in text for text in texts[:2])
    assert [f"Page {page} of 3" in text for page, text in enumerate(texts, start=1)] == [True] * 3
    assert sum(text.count("Item ") for text in texts) == 60


def test_what_no_font_has_is_a_box(
    a_bill: MakeBill, a_taxed_line: MakeLine, printed: Callable[[Bill], PdfReader]
) -> None:
    bill = a_bill(a_taxed_line("Lamp 🪔 서울 e\u0301te\u200b"))
    pdf = printed(bill)

    assert "Lamp □ □□ éte" in pdf.pages[0].extract_text()
    assert "Lamp 🪔 서울" in pdf.attachments["factur-x.xml"][0].decode()


def test_every_character_of_the_list_has_a_glyph(
    a_bill: MakeBill, a_taxed_line: MakeLine, printed: Callable[[Bill], PdfReader]
) -> None:
    ranges = [part.partition("-") for part in (FONTS / "characters.txt").read_text().split()]
    codes = [code for first, _, last in ranges for code in range(int(first, 16), int(last or first, 16) + 1)]
    assert len(codes) == 9_386
    text = printable("".join(map(chr, codes)))

    printed(a_bill(*(a_taxed_line(text[start : start + 500]) for start in range(0, len(text), 500))))


@pytest.fixture
def a_receipt(a_bill: MakeBill) -> Receipt:
    """For a part of an invoice of Northwind's."""
    return Receipt(
        number="NW-R-2026-00007",
        paid_on=date(2026, 3, 20),
        amount=Money(50_000, "EUR"),
        reference="NW-2026-00042",
        invoice=BillReference("NW-2026-00042", date(2026, 3, 10)),
        invoice_total=Money(78_660, "EUR"),
        taken_back=Money(0, "EUR"),
        parties=a_bill().parties,
    )


def test_a_receipt_is_a_pdf_without_xml(press: Press, northwind: Business, a_receipt: Receipt) -> None:
    pdf, xml = press.print(a_receipt, northwind)

    assert xml is None
    read = PdfReader(BytesIO(pdf), strict=True)
    assert dict(read.attachments) == {}
    text = read.pages[0].extract_text()
    for words in ("Receipt", "€500.00 paid on 20 March 2026", "NW-2026-00042", "€786.60"):
        assert words in text


@pytest.mark.parametrize(
    ("language", "headline"),
    [
        ("en", "€200.00 taken back"),
        ("nl", "€ 200,00 teruggeboekt"),
        ("de", "200,00 € zurückgebucht"),
        ("ja", "€200.00の支払いが取り消されました"),
        ("th", "ถูกเรียกคืน €200.00"),
    ],
)
def test_a_receipt_says_what_was_taken_back_before_it_was_made(
    a_receipt: Receipt, northwind: Business, language: str, headline: str
) -> None:
    words = words_of(language)
    sheet = receipt_sheet(replace(a_receipt, taken_back=Money(20_000, "EUR")), northwind, words)
    assert sheet["headline"].replace("\xa0", " ") == headline
    assert [value for _, value in (*sheet["sums"], sheet["due"])] == [
        words.money(Money(cents, "EUR")) for cents in (50_000, -20_000, 30_000)
    ]


def test_an_invoice_says_how_to_pay_it_by_transfer(
    a_bill: MakeBill, an_account: BankAccount, northwind: Business
) -> None:
    def rows(bill: Bill) -> Any:
        return bill_sheet(bill, northwind, words_of("en"))["transfer"]["rows"]

    assert rows(a_bill(pay_to=an_account)) == [
        ("Account holder", "Northwind B.V."),
        ("IBAN", "NL91 ABNA 0417 1643 00"),
        ("BIC", "ABNANL2A"),
        ("Payment reference", "NW-2026-00042"),
    ]
    assert rows(a_bill(pay_to=replace(an_account, bic=None)))[2:] == [("Payment reference", "NW-2026-00042")]
    assert rows(a_bill()) == []
    assert rows(a_bill(pay_to=an_account, prepaid=Money(12_100, "EUR"))) == []


@pytest.mark.parametrize(
    ("language", "intra_community", "export"),
    [
        ("en", "Intra-Community supply: no tax is charged.", "Export: no tax is charged."),
        ("nl", "Btw 0 %: intracommunautaire levering.", "Btw 0 %: uitvoer."),
        ("de", "Steuerfreie innergemeinschaftliche Lieferung.", "Steuerfreie Ausfuhrlieferung."),
        ("ja", "EU域内供給のため免税です。", "輸出のため免税です。"),
        ("th", "การส่งสินค้าภายในสหภาพยุโรป ไม่คิดภาษี", "การส่งออกสินค้า ไม่คิดภาษี"),
    ],
)
def test_an_invoice_says_in_its_language_why_goods_are_not_taxed(
    a_bill: MakeBill,
    a_taxed_line: Callable[..., TaxedLine],
    northwind: Business,
    language: str,
    intra_community: str,
    export: str,
) -> None:
    lines = (
        a_taxed_line(percent="0", category=category)
        for category in (TaxCategory.INTRA_COMMUNITY, TaxCategory.EXPORT, TaxCategory.STANDARD)
    )
    notes = bill_sheet(a_bill(*lines), northwind, words_of(language))["notes"]
    assert notes == [intra_community, export]
    assert [printable(note) for note in notes] == notes


# Exempt, by reverse charge, within the EU, for export, and outside of the scope of tax.
WHY_UNTAXED = {
    "en": (
        "Exempt from tax: {amount}",
        "Reverse charge on {amount}",
        "Intra-Community supply: {amount}",
        "Export: {amount}",
        "Not subject to tax: {amount}",
    ),
    "nl": (
        "Vrijgesteld van btw: {amount}",
        "Btw verlegd over {amount}",
        "Intracommunautaire levering: {amount}",
        "Uitvoer: {amount}",
        "Geen btw van toepassing: {amount}",
    ),
    "de": (
        "Steuerbefreit: {amount}",
        "Reverse Charge auf {amount}",
        "Innergemeinschaftliche Lieferung: {amount}",
        "Ausfuhr: {amount}",
        "Nicht steuerbar: {amount}",
    ),
    "ja": tuple(
        f"{why}\uff08対象 {{amount}}\uff09"
        for why in ("非課税", "リバースチャージ", "EU域内供給", "輸出", "課税対象外")
    ),
    "th": (
        "ยกเว้นภาษี: {amount}",
        "ผู้ซื้อเสียภาษีของ {amount}",
        "การส่งสินค้าภายในสหภาพยุโรป: {amount}",
        "การส่งออกสินค้า: {amount}",
        "ไม่อยู่ในข่ายต้องเสียภาษี: {amount}",
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_sum_without_tax_says_why_it_has_none(
    a_bill: MakeBill, a_taxed_line: MakeLine, northwind: Business, language: str
) -> None:
    categories = (
        TaxCategory.EXEMPT,
        TaxCategory.REVERSE_CHARGE,
        TaxCategory.INTRA_COMMUNITY,
        TaxCategory.EXPORT,
        TaxCategory.OUTSIDE_SCOPE,
    )
    untaxed = [
        a_taxed_line(amount=amount, percent="0", category=category)
        for amount, category in enumerate(categories, 1)
    ]
    zero = a_taxed_line(amount=6, percent="0", category=TaxCategory.ZERO)
    words = words_of(language)
    taxed = words.say("Tax {percent} on {amount}")
    sums = bill_sheet(a_bill(*untaxed, zero, a_taxed_line()), northwind, words)["sums"]
    nothing = words.money(Money(0, "EUR"))
    expected = {
        label.format(amount=words.money(Money(amount, "EUR"))): nothing
        for amount, label in enumerate(WHY_UNTAXED[language], 1)
    } | {
        taxed.format(percent=words.percent(Decimal(0)), amount=words.money(Money(6, "EUR"))): nothing,
        taxed.format(percent=words.percent(Decimal(21)), amount=words.money(Money(10_000, "EUR"))): (
            words.money(Money(2_100, "EUR"))
        ),
    }
    assert dict(sums[1:-1]) == expected
    assert [printable(label) for label, _ in sums] == [label for label, _ in sums]


KINDS: dict[str, dict[str, Any]] = {
    "invoice": {
        "pay_to": BankAccount(iban="NL91ABNA0417164300", bic="ABNANL2A", holder="Northwind B.V."),
    },
    "credit-note": {
        "kind": BillKind.CREDIT_NOTE,
        "number": "NW-C-2026-00003",
        "due_on": None,
        "period": None,
        "corrects": BillReference("NW-2026-00042", date(2026, 3, 10)),
    },
}
THINGS = {
    "en": ("Studio, yearly", "Team seats", "Desk lamp"),
    "nl": ("Studio, per jaar", "Plaatsen in het team", "Bureaulamp"),
    "de": ("Studio, jährlich", "Plätze im Team", "Schreibtischlampe"),
    "ja": ("スタジオ、年間プラン", "チームの席", "卓上ランプ"),
    "th": ("สตูดิโอ รายปี", "ที่นั่งของทีม", "โคมไฟตั้งโต๊ะ"),
}
BUYERS: dict[str, dict[str, Any]] = {
    "ja": {
        "name": "東京商事株式会社",
        "contact": "髙橋 花子",
        "address": Address(
            line1="丸の内1-9-1", postal_code="100-0005", city="千代田区", region="東京都", country="JP"
        ),
        "country": "JP",
    },
    "th": {
        "name": "บริษัท ลัฟเลซ จำกัด",
        "contact": "เอดา ลัฟเลซ",
        "address": Address(line1="999 ถนนพระรามที่ 1", postal_code="10330", city="กรุงเทพมหานคร", country="TH"),
        "country": "TH",
    },
}


@pytest.fixture
def looks_as(tmp_path: Path, pytestconfig: pytest.Config) -> Callable[[str, dict[str, Any]], None]:
    """Compares a sheet with its picture, dot by dot.

    To draw them anew: `--write-snapshots`; look at what has changed before you keep it.
    """

    def compare(name: str, sheet: dict[str, Any]) -> None:
        drawn = typst.compile(
            TEMPLATE,
            font_paths=[FONTS],
            ignore_system_fonts=True,
            format="png",
            ppi=72,
            sys_inputs={"sheet": json.dumps(sheet)},
        )
        assert isinstance(drawn, bytes)
        kept = PICTURES / f"{name}.png"
        if pytestconfig.getoption("--write-snapshots"):
            kept.parent.mkdir(exist_ok=True)
            kept.write_bytes(drawn)
        (tmp_path / kept.name).write_bytes(drawn)
        assert drawn == kept.read_bytes(), f"see {tmp_path / kept.name}"

    return compare


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_it_looks_as_in_its_picture(
    a_bill: MakeBill,
    a_taxed_line: MakeLine,
    northwind: Business,
    looks_as: Callable[[str, dict[str, Any]], None],
    kind: str,
    language: str,
) -> None:
    studio, seats, lamp = THINGS[language]
    lines = (
        a_taxed_line(studio, 1, 29_000),
        a_taxed_line(seats, 5, 27_000, discount=3_000),
        a_taxed_line(lamp, 3, 10_000, percent="9"),
    )
    bill = in_language(a_bill(*lines, **KINDS[kind]), language)
    buyer = replace(bill.parties.buyer, **BUYERS.get(language, {}))
    parties = replace(bill.parties, buyer=buyer)
    looks_as(
        f"{kind}.{language}",
        bill_sheet(replace(bill, parties=parties), northwind, words_of(language)),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_receipt_looks_as_in_its_picture(
    a_receipt: Receipt, northwind: Business, looks_as: Callable[[str, dict[str, Any]], None], language: str
) -> None:
    buyer = replace(a_receipt.parties.buyer, **BUYERS.get(language, {}))
    parties = replace(a_receipt.parties, buyer=buyer)
    looks_as(
        f"receipt.{language}",
        receipt_sheet(replace(a_receipt, parties=parties), northwind, words_of(language)),
    )


def _tags(node: Any) -> Any:
    """The kinds of a structure's elements, as a tree."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [_tags(child) for child in node]
    if not isinstance(node, dict):
        return None
    return [node.get("/S"), _tags(node["/K"]) if "/K" in node else None]
