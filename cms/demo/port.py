"""Whether the demo can have a port."""

import socket

from cms.demo.plan import HOST
from cms.demo.report import DemoError

_PORTS = range(1, 2**16)


def check_port(port: int) -> None:
    """Raise DemoError, naming a port that is free, when ``port`` cannot be had."""
    refusal = _refusal(port)
    if refusal:
        free = next((n for n in range(8000, 8100) if not _refusal(n)), None)
        hint = f" Take another one: make demo PORT={free}" if free else ""
        raise DemoError(f"Port {port} {refusal}.{hint}")


def _refusal(port: int) -> str:
    """Return why nothing can listen on the port, or an empty text."""
    if port not in _PORTS:
        return "does not exist"
    with socket.socket() as probe:
        # As the server does, so that a port is free as soon as its last user stopped.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            return "is for administrators only"
        except OSError:
            return "is in use by another program"
    return ""
