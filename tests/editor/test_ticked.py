import pytest

from editor.templatetags.ticked import ticked


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("`a` was `0`.", "<code>a</code> was <code>0</code>."),
        ("nothing", "nothing"),
        ("a < b: `<i>`", "a &lt; b: <code>&lt;i&gt;</code>"),
        ("one `open", "one <code>open</code>"),
    ],
)
def test_what_stands_between_backticks_is_code_and_all_is_escaped(text, html):
    assert str(ticked(text)).replace("<code></code>", "") == html
