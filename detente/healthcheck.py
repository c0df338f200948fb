"""`python -m detente.healthcheck`: exit code 0 when the daemon of this container answers that it is not failing."""

from __future__ import annotations

import sys
import urllib.error
import urllib.request

URL = "http://127.0.0.1:9464/health"
SECONDS = 4.0


def main() -> int:
    try:
        with urllib.request.urlopen(URL, timeout=SECONDS):
            return 0
    except (urllib.error.URLError, OSError) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1


if __name__ == "__main__":
    sys.exit(main())
