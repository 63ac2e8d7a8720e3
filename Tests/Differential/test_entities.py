"""Our table of character references beside Python's, which is the standard's too: every name, and numbers."""

import html
import html.entities

from comparison import lua, run_scripts


def test_every_reference_is_what_the_standard_says():
    names = [name for name in html.entities.html5 if name.endswith(";")]
    references = [f"&{name}" for name in names] + [f"&#{number};" for number in range(128, 160)] + ["&#x1F600;"]
    assert len(names) > 2000
    # The element is not closed: this is what reads texts that only claim to be XML.
    scripts = [
        "return require('list').map({" + ",".join(lua(f"<a>{one}|<b>") for one in references) + "}, "
        "function(text) return require('xml').parse(text):text() end)"]
    said = run_scripts(scripts)[0]
    expected = [html.unescape(one) + "|" for one in references]
    different = {one: (a, b) for one, a, b in zip(references, said, expected, strict=True) if a != b}
    # What an XML text may not hold is no matter of the table.
    assert {one: pair for one, pair in different.items() if pair[1].strip() != pair[0]} == {}
