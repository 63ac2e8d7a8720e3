"""Lists the sentences that people can read, with their places, for a read-through: failures, problems, notices,
help and the texts of pages, from the string literals of the sources.

    python3 .ci/messages.py [FOLDER…]

Interpolations stand as they are written. What is no sentence (SQL, patterns, markup, Lua that is generated) is left
out by its looks: better some too many than one that nobody reads.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
STANDARD = ["Sources", "LuaStdlib", "WebAssets/js"]
# What is for the people who work on Dash, and lists of words that are read and never said.
LEFT_OUT = {
    "dash-bench", "dash-worker", "CSandbox", "DateWords.swift", "HTMLEntityNames.swift", "NothingWords.swift",
    "PlaceCodes.swift", "UndoWords.swift", "WindowsZones.swift", "ical_time.lua"}

WORDS = re.compile(r"[A-Za-zÀ-ÿ’']{2,}[,;:]? [a-zA-ZÀ-ÿ’'“‘(\\]")
OTHER = re.compile(
    r"^\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|PRAGMA|WHERE|AND |FROM|VALUES|<|\{|local |return |function |for |if |\.|@|--)"
    r"|^(c|button|card|input|notice|page|panel|top)[\w-]*( [\w-]+--?\S+)+$|^\w+/\w+; charset|^rows = |^(list|table|text)\.\w+\("
    r"|\\[sdw][+*]|\$\{|::|=> |^[a-z-]+: [a-z0-9-]+;?$|<\w+ \w+=|ON CONFLICT|https?://\S+$")


def swift_literals(text):
    """(offset, content) of each string literal, comments left out."""
    place, end = 0, len(text)
    while place < end:
        if text.startswith("//", place):
            place = text.find("\n", place)
            place = end if place < 0 else place
        elif text.startswith("/*", place):
            place = text.find("*/", place) + 2
        elif text.startswith("#/", place):
            # A pattern; its quotes open nothing.
            place = text.find("/#", place + 2) + 2
        elif text[place] == '"' or (text[place] == "#" and re.match(r'#+"', text[place:place + 4])):
            hashes = len(text[place:]) - len(text[place:].lstrip("#")) if text[place] == "#" else 0
            start = place
            quote = '"""' if text.startswith('"""', place + hashes) else '"'
            place += hashes + len(quote)
            content, place = swift_content(text, place, quote + "#" * hashes, "\\" + "#" * hashes)
            yield start, content
        else:
            place += 1


def swift_content(text, place, close, escape):
    """What stands between quotes from here on, and where it ends; interpolations are passed over as a whole."""
    start = place
    while place < len(text) and not text.startswith(close, place):
        if text.startswith(escape + "(", place):
            place, depth = place + len(escape) + 1, 1
            while place < len(text) and depth:
                if text[place] == '"':
                    quote = '"""' if text.startswith('"""', place) else '"'
                    _, place = swift_content(text, place + len(quote), quote, "\\")
                    continue
                depth += {"(": 1, ")": -1}.get(text[place], 0)
                place += 1
        elif text.startswith(escape, place):
            place += len(escape) + 1
        else:
            place += 1
    return text[start:place], place + len(close)


def plain_literals(text, comment):
    """(offset, content) of literals in one line, in Lua and JavaScript."""
    pattern = re.compile(rf'{comment}[^\n]*|"((?:[^"\\\n]|\\.)*)"|\'((?:[^\'\\\n]|\\.)*)\'|`((?:[^`\\]|\\.)*)`')
    for found in pattern.finditer(text):
        content = next((group for group in found.groups() if group is not None), None)
        if content is not None:
            yield found.start(), content


def sentences(file):
    text = file.read_text()
    if file.suffix == ".swift":
        literals = swift_literals(text)
    else:
        literals = plain_literals(text, "--" if file.suffix == ".lua" else "//")
    for offset, content in literals:
        said = " ".join(content.replace("\\\n", "").split())
        if WORDS.search(said) and not OTHER.search(said):
            yield text.count("\n", 0, offset) + 1, said


def main(folders):
    for folder in folders:
        files = [file for kind in ("swift", "lua", "js") for file in (ROOT / folder).rglob(f"*.{kind}")]
        for file in sorted(files):
            name = file.relative_to(ROOT)
            if LEFT_OUT.isdisjoint(name.parts):
                for line, said in sentences(file):
                    print(f"{name}:{line}: {said}")


if __name__ == "__main__":
    main(sys.argv[1:] or STANDARD)
