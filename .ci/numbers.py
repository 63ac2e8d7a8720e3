#!/usr/bin/env python3
"""Numbers from outside must not trap: names conversions and sums that could end the process.

Where the compiler can tell, it does: BlockModel hides Swift's own `Int(_: Double)` and its kin behind
deprecated ones that clamp, and CI makes that warning an error. This looks for what is left:

  double    in rooms that do not see BlockModel (worker, protocol): an integer made of what is a
            floating-point number by the look of it. Write Int(exactly:), or check the range first and
            say so: `// checked: …`.
  sum       + - * += -= *= on the name of a number that comes from outside (the list below). Write
            adding(clamping:), subtracting(clamping:) or multiplied(clamping:).
  narrow    a small integer made of a number of JSON or of a text. Write …(clamping:) or (exactly:).

Exceptions stand in EXCEPTIONS, each with its reason.
"""

import pathlib
import re
import sys

WITHOUT_MODEL = ("BlockWorker", "WorkerProtocol", "dash-worker")

# Members that hold what a model, a source, a file or a wire said.
OUTSIDE = (
    r"inputTokens|outputTokens|cachedTokens|cacheWriteTokens|tokens|promptTokens"
    r"|integer|retryAfter|cpuMilliseconds"
)

# (file, the line without spaces at its ends): why it cannot overflow.
EXCEPTIONS: dict[tuple[str, str], str] = {}

INTEGER = r"\b(?:U?Int(?:8|16|32|64)?)"
FLOATING = r"\.rounded\(|Double\(|timeInterval|\bseconds\(|\.number\b|/ \.(?:milli|micro)?seconds|\bpow\(|\bsqrt\("
DOUBLE = re.compile(INTEGER + r"\((?!exactly:|clamping:|truncatingIfNeeded:|bitPattern:|ascii:)(?P<inside>.*)")
SUM = re.compile(
    rf"\.(?:{OUTSIDE})\b\)?\s*[+*-]=?\s"
    rf"|[\w)\]]\s[+*-]=?\s[\w.?()\[\]\"]*\.(?:{OUTSIDE})\b(?!\()"
)
NARROW = re.compile(r"\b(?:U?Int(?:8|16|32)|UInt(?:64)?)\((?!exactly:|clamping:)[^)]*\.(?:integer|number)\b")
STRING = re.compile(r'"(?:\\.|[^"\\])*"')


def argument(text: str) -> str:
    """The text up to the bracket that closes what was opened before it."""
    depth = 1
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return text[:place]
    return text


def problems(room: str, path: str, source: str):
    """(line, rule) of every place that could trap."""
    for number, line in enumerate(source.splitlines(), 1):
        code = STRING.sub('""', line).split("//")[0]
        if "// checked:" in line or (path, line.strip()) in EXCEPTIONS:
            continue
        if room in WITHOUT_MODEL:
            for found in DOUBLE.finditer(code):
                if re.search(FLOATING, argument(found["inside"])):
                    yield number, "double"
                    break
        # A sum of doubles does not trap.
        if SUM.search(re.sub(r"\bDouble\([^()]*\)", "0.0", code)) and "clamping" not in code:
            yield number, "sum"
        if NARROW.search(code):
            yield number, "narrow"


def self_test() -> None:
    """What must be found, and what must not."""
    found = {
        ("BlockWorker", "return Int(number.rounded(.down))"): "double",
        ("BlockWorker", "let a = UInt8(Double(x) / 2)"): "double",
        ("Egress", "since.tokens += usage.inputTokens"): "sum",
        ("Egress", "let all = usage.inputTokens + usage.outputTokens"): "sum",
        ("Egress", 'let a = 60 * json["x"].integer'): "sum",
        ("Egress", 'let port = UInt16(json["port"].integer)'): "narrow",
    }
    for (room, line), rule in found.items():
        assert [rule] == [name for _, name in problems(room, "a.swift", line)], line
    for room, line in (
        ("BlockWorker", "let a = Int(exactly: number.rounded())"),
        ("BlockWorker", "return Int(number.rounded(.down))  // checked: within ±6.3e12"),
        ("BlockWorker", "call.push(Int(count))"),
        ("Egress", "let a = usage.inputTokens.adding(clamping: usage.outputTokens)"),
        ("Egress", 'log("usage.inputTokens + usage.outputTokens")'),
        ("Egress", "let port = UInt16(exactly: json.integer)"),
        ("Egress", "case .integer(let value): value"),
        ("Egress", "let a = Double(usage.inputTokens) * price"),
    ):
        assert not list(problems(room, "a.swift", line)), line


def main() -> int:
    self_test()
    root = pathlib.Path(__file__).resolve().parent.parent
    advice = {
        "double": "an integer of a floating-point number ends the process when it does not fit; check first",
        "sum": "a sum or product of a number from outside may overflow; use …(clamping:)",
        "narrow": "a number from outside may not fit; use (clamping:) or (exactly:)",
    }
    count = 0
    for file in sorted(root.glob("Sources/**/*.swift")):
        path = file.relative_to(root)
        if path.parts[1] == "dash-bench":
            continue
        for line, rule in problems(path.parts[1], str(path), file.read_text()):
            print(f"{path}:{line}: {advice[rule]} ({rule})")
            count += 1
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
