"""`make bench`: every benchmark, or those whose module names are given."""

from __future__ import annotations

import sys

from benchmarks import engine, language, layout

SUITES = {"language": language, "engine": engine, "layout": layout}


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in SUITES]
    if unknown:
        print(f"No benchmark called {unknown[0]}; there are: {', '.join(SUITES)}.", file=sys.stderr)
        return 2
    for name in names or SUITES:
        print(f"\n{name}: {SUITES[name].__doc__}")
        for row in SUITES[name].rows():
            print("  " + row.line(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
