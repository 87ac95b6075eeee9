"""The one command for all tests, `python -m tests`: style, types, then behaviour; stops at the first that fails."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).parent.parent
STEPS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("pytest", "-n", "3", "--dist", "loadscope", "--no-loadscope-reorder", *sys.argv[1:]),
)


def main() -> int:
    """Run every step in this environment; return the first exit code that is not 0."""
    for module, *arguments in STEPS:
        print(f"== {module} {' '.join(arguments)}", flush=True)  # noqa: T201 (this is a command)
        code = subprocess.run([sys.executable, "-m", module, *arguments], cwd=HOUSE, check=False).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
