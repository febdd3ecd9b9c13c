"""Mails are read: those that programs write, and those that nobody should."""

from collections.abc import Callable
from email.message import EmailMessage
from time import process_time

import pytest
from foyer_support.domain.errors import MailNotReadable
from foyer_support.domain.inbound_mail import MailFile
from foyer_support.domain.mail_words import words_of
from foyer_support.gateways.html_words import words_of_html
from foyer_support.gateways.mail_letters import read_head, read_letter

MailOf = Callable[[str], bytes]
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
HEAD = b"From: ada@example.com\r\nTo: reply@mail.example\r\n"


@pytest.mark.parametrize(
    ("name", "words", "files"),
    [
        ("gmail", "It is *off* \u2013 grüße.\n\n- at six", ()),
        ("outlook", "It is off \u2013 it cost 5 € <net>.\n\n- at six\n- at seven\n\nAda", ()),
        ("apple", "See the picture.", (MailFile("Lampe grün.png", PNG),)),
        ("winmail", "See the file.", (MailFile("winmail.dat", b'x\x9f>"' + b"\0" * 8),)),
    ],
)
def test_what_programs_write(mail_of: MailOf, name: str, words: str, files: tuple[MailFile, ...]) -> None:
    letter = read_letter(mail_of(name))
    assert words_of(letter) == words
    assert letter.files == files


def test_the_headers(mail_of: MailOf) -> None:
    head = read_head(mail_of("gmail"))
    assert (head.sender, head.automatic) == ("ada@example.com", None)
    assert head.recipients == ("reply_address", "replies@mail.example")
    assert len(head.mail_id) == 64
    assert head.mail_id != read_head(mail_of("apple")).mail_id
    again = read_head(b"Received: twice\r\n" + mail_of("gmail"))
    assert again.mail_id == head.mail_id


def test_a_mail_without_an_id_is_known_by_all_of_it() -> None:
    one, other = HEAD + b"\r\nYes.", HEAD + b"\r\nNo."
    assert read_head(one).mail_id == read_head(one).mail_id != read_head(other).mail_id


@pytest.mark.parametrize(
    ("line", "because"),
    [
        (b"Auto-Submitted: auto-replied; x=1", "auto-submitted"),
        (b"Auto-Submitted: no", None),
        (b"Precedence: Bulk", "precedence"),
        (b"Precedence: first-class", None),
        (b"Return-Path: <>", "return-path"),
        (b"Return-Path: <ada@example.com>", None),
        (b"X-Autoreply: yes", "x-autoreply"),
        (b"List-Id: <all.example.com>", "list-id"),
        (b'Content-Type: multipart/report; report-type=delivery-status; boundary="x"', "multipart/report"),
    ],
)
def test_what_programs_have_written_is_known(line: bytes, because: str | None) -> None:
    assert read_head(HEAD + line + b"\r\n\r\nYes.").automatic == because


@pytest.mark.parametrize(
    "charset", ["utf-8", "iso-8859-15", "windows-1252", "utf-16", "koi8-r", "x-nobody-knows", "", "\udcff"]
)
def test_words_in_any_charset(charset: str) -> None:
    known = charset in ("utf-8", "iso-8859-15", "windows-1252", "utf-16")
    words = "Grüße, 5 €" if known else "Yes"
    content = words.encode(charset if known or charset == "koi8-r" else "utf-8")
    kind = f'Content-Type: text/plain; charset="{charset}"\r\n\r\n'.encode(errors="surrogateescape")
    assert read_letter(HEAD + kind + content).text == words


def test_pictures_in_the_words_and_files_with_them() -> None:
    mail = EmailMessage()
    mail.set_content("Look.")
    mail.add_alternative('<p>Look.<img src="cid:a"></p>', subtype="html")
    html = mail.get_payload(1)
    assert isinstance(html, EmailMessage)
    html.add_related(PNG, "image", "png", cid="<a>")
    mail.add_attachment(b"%PDF-1.7", "application", "pdf", filename="bill.pdf")
    mail.add_attachment(b"a,b", "text", "csv", filename="list.csv")
    mail.add_attachment(EmailMessage(), filename="old.eml")
    letter = read_letter(mail.as_bytes())
    assert letter.text.strip() == "Look."
    assert [(file.name, len(file.content)) for file in letter.files] == [
        ("image.png", len(PNG)),
        ("bill.pdf", 8),
        ("list.csv", 3),
        ("old.eml", 0),
    ]


def test_text_around_a_picture_is_all_of_it() -> None:
    parts = b"".join(
        b"--x\r\nContent-Type: " + kind + b"\r\n\r\n" + content + b"\r\n"
        for kind, content in ((b"text/plain", b"Before."), (b"image/png", PNG), (b"text/plain", b"After."))
    )
    head = HEAD + b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n'
    assert read_letter(head + parts + b"--x--\r\n").text == "Before.\n\nAfter."


def test_a_line_break_in_a_header_makes_no_other() -> None:
    sly = (
        b"From: =?utf-8?Q?ada=40example=2Ecom=0D=0ATo=3A?= <eve@example.com>\r\nTo: x@mail.example\r\n\r\nHi"
    )
    with pytest.raises(MailNotReadable):
        read_head(sly)


@pytest.mark.parametrize(
    "sender",
    [
        b"ada@example.com, eve@example.com",
        b'"ada@example.com" <eve@example.com>',
        b"ada@example.com <eve@example.com>",
    ],
)
def test_a_name_is_no_address(sender: bytes) -> None:
    assert read_head(b"From: " + sender + b"\r\n\r\nHi").sender in ("", "eve@example.com")


def _nested(depth: int) -> bytes:
    opened = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (each, each)
        for each in range(depth)
    )
    return HEAD + opened + b"Content-Type: text/plain\r\n\r\nDeep."


def test_twenty_parts_in_each_other_are_read_and_more_are_not() -> None:
    assert read_letter(_nested(20)).text == "Deep."
    for depth in (21, 41, 5_000):
        started = process_time()
        with pytest.raises(MailNotReadable):
            read_letter(_nested(depth) + b"\n" * 400_000)
        assert process_time() - started < 5
    with pytest.raises(MailNotReadable):
        read_letter(HEAD + b"\r\n" + b"\n" * 500_000)
    with pytest.raises(MailNotReadable):
        read_letter(HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 2_000)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\r\n\r\nHi",
        b"no mail at all",
        b"X: " + b"a" * 70_000 + b"\r\n\r\nHi",
    ],
)
def test_what_is_no_mail(raw: bytes) -> None:
    with pytest.raises(MailNotReadable):
        read_head(raw)


def test_a_hundred_parts_are_enough() -> None:
    part = b"--x\r\nContent-Type: text/plain\r\n\r\na\r\n"
    head = HEAD + b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n'
    assert read_letter(head + part * 99).text.count("a") == 99
    with pytest.raises(MailNotReadable):
        read_letter(head + part * 100)


def test_html_is_words_and_quotations_stay_marked() -> None:
    html = (
        "<p>Yes &amp; <b>no</b></p><div>one<br></div><div><br></div><div>two</div>"
        "<blockquote type=cite><div>They</div><blockquote>I</blockquote></blockquote>after</blockquote>"
        "<!-- hidden --><style>p{}</style><!-- open"
    )
    assert words_of_html(html).strip() == "Yes & no\n\none\n\ntwo\n\n> They\n>\n> > I\n> >\nafter"


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<!",
        "<!--",
        "<a ",
        "&",
        "&#",
        "<p>",
        "</p>",
        "<div>",
        "<blockquote>",
        "<style>",
        "<style></style>",
    ],
)
def test_no_html_takes_long(piece: str) -> None:
    html = piece * (200_000 // len(piece))
    started = process_time()
    words_of_html(html)
    assert process_time() - started < 2
