"""Which suites need the recorded files of ../shared/corpus, and whether they ran.

    corpus_report.py [--strict] LOG…

Reads the sources of the tests and the logs of `swift test`. With `--strict`, which CI gives, a suite that did not
run although the files are there is a failure."""

import os
import pathlib
import re
import sys

CHECKOUT = pathlib.Path(__file__).resolve().parents[1]
NEED = "needs ../shared/corpus"
NAMED = re.compile(r'@(Suite|Test)\(\s*"((?:[^"\\]|\\.)*)"')


def needy():
    """The names of the suites and tests that say that they need the corpus."""
    names = []
    for path in sorted((CHECKOUT / "Tests").rglob("*.swift")):
        # A declaration ends where what it stands before begins.
        for declaration in re.findall(r"@(?:Suite|Test)\((?:.|\n)*?\n\s*(?:struct|func|final class|enum) ", path.read_text()):
            if NEED in declaration and (named := NAMED.match(declaration)):
                names.append(named[2])
    return names


def main(arguments):
    strict = "--strict" in arguments
    logs = "\n".join(pathlib.Path(path).read_text(errors="replace") for path in arguments if path != "--strict")
    ran = set(re.findall(r'^. (?:Suite|Test) "(.*?)" (?:with \d+ test cases? )?(?:passed|failed) after', logs, re.M))
    idle = [name for name in needy() if name not in ran]
    folder = pathlib.Path(os.environ.get("DASH_CORPUS", CHECKOUT.parent / "shared/corpus"))
    if idle:
        print(f"{len(idle)} suite{'s' * (len(idle) != 1)} need{'s' * (len(idle) == 1)} ../shared/corpus: "
              + "; ".join(idle))
    if idle and strict and (folder / "open").is_dir():
        print(f"{folder} is there, but they did not run", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
