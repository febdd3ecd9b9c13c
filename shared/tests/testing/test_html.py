"""The check of pages finds what it is there to find."""

import pytest
from foyer_shared.testing.html import check_page

GOOD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Home · Northwind</title><script nonce="n" src="/a.js"></script></head>
<body><main><h1>Home</h1><a href="/x">More</a>
<form action="/x" method="post"><input type="hidden" name="csrf_token" value="t">
<label for="a">A</label><input id="a" name="a"><button type="submit">Send</button></form>
<table><thead><tr><th scope="col">A</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>
<img src="/a.png" alt=""><span class="badge good">Paid</span></main></body></html>"""


def test_a_good_page_passes_and_can_be_read() -> None:
    page = check_page(GOOD, nonce="n")
    assert page.text_of("h1") == "Home"
    assert page.form("/x") == {"csrf_token": "t", "a": ""}
    assert page.links() == ["/x"]


@pytest.mark.parametrize(
    ("good", "bad", "says"),
    [
        ("<!doctype html>", "", "not valid HTML"),
        ("</main>", "</p></main>", "not valid HTML"),
        (' lang="en"', "", "no lang"),
        ("<h1>Home</h1>", "<h1>Home</h1><h1>Home</h1>", "2 h1"),
        ("<h1>Home</h1>", "<h1>House</h1>", "does not begin with the h1"),
        ("<h1>Home</h1>", "<h1>Home</h1><h3>Deep</h3>", "h3 follows h1"),
        ("<main>", '<main id="a">', "id 'a' is there 2 times"),
        ('<label for="a">A</label>', "", "has no label"),
        ('for="a"', 'for="b"', "names 'b'"),
        (' action="/x"', "", "no action"),
        (' method="post"', "", "method None"),
        ('name="csrf_token" value="t"', 'name="csrf_token" value=""', "no CSRF token"),
        ("<button", "<i", "no button that sends it"),
        (">More<", "><", "has no text"),
        (' alt=""', "", "no alt"),
        ('nonce="n"', 'nonce="other"', "does not carry the nonce"),
        (' src="/a.js"', "", "inline"),
        ('src="/a.js"', 'src="https://cdn.example/a.js"', "loaded from elsewhere"),
        ("<main>", '<main style="color:red">', "style attribute"),
        ("<main>", '<main onclick="x()">', "handler onclick"),
        ('href="/x"', 'href="javascript:x()"', "leads to javascript"),
        (' scope="col"', "", "does not say its scope"),
        (">Paid<", "><", "nothing but a colour"),
    ],
)
def test_each_fault_is_named(good: str, bad: str, says: str) -> None:
    assert good in GOOD
    with pytest.raises(AssertionError) as found:
        check_page(GOOD.replace(good, bad, 1), nonce="n")
    assert says in str(found.value)
