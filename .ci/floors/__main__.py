"""Do the floors hold? Part of `make lint`; reads the index of the debug build.

    python3 .ci/floors [ROOT]
"""

import os
import sys

from floors import problems
from index_store import IndexMissing


def main():
    root = os.path.realpath(sys.argv[1] if len(sys.argv) > 1 else ".")
    try:
        found = problems(root)
    except IndexMissing as missing:
        print(f"floors: {missing}; run `swift build --build-tests` and try again", file=sys.stderr)
        return 2
    for sentence in found:
        print(sentence)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
