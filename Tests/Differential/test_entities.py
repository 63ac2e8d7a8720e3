"""Our table of character references beside Python's, which is the standard's too: every name, and numbers."""

import html
import html.entities

from comparison import lua, run_scripts


def test_every_reference_is_what_the_standard_says():
    names = [name for name in html.entities.html5 if name.endswith(";")]
    references = [f"&{name}" for name in names] + [f"&#{number};" for number in range(128, 160)] + ["&#x1F600;"]
    assert len(names) > 2000
    # The element is not closed: this is what reads texts that only claim to be XML.
    said = run_scripts([
        f"return require('xml').parse({lua(f'<a>({one})<b>')}, {{ lenient = true }}):text()" for one in references])
    different = {one: (text, html.unescape(one)) for one, text in zip(references, said, strict=True)
                 if text != f"({html.unescape(one)})"}
    assert different == {}
