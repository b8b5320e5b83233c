"""Told to end, a part ends within seconds, whatever a page, a channel, a client or the database does to it."""

import logging
import os
import signal
import socket
from threading import Thread
from time import sleep

END_SECONDS = 10.0  # for ending in order; `run` waits a little longer
KILLED_EXIT = 1  # exit code
_SIGNALS = (signal.SIGTERM, signal.SIGINT)
log = logging.getLogger("diemtin.ending")


def end_for_certain() -> None:
    """From now on SIGTERM and Ctrl-C end this process after END_SECONDS at the latest.

    What it held is free by itself then: transactions are rolled back, locks end with the process, leases run out.
    Python calls handlers in the main thread, which may be waiting in the database's library; the handle that the
    system's own handler writes to is read by a thread.
    """
    told, telling = socket.socketpair()
    telling.setblocking(False)
    signal.set_wakeup_fd(telling.fileno(), warn_on_full_buffer=False)
    Thread(target=_watch, args=(told, telling), name="ending", daemon=True).start()


def _watch(told: socket.socket, _telling: socket.socket) -> None:
    while told.recv(1)[0] not in _SIGNALS:
        pass
    sleep(END_SECONDS)
    log.error("did not end in order within %.0f seconds; ends now", END_SECONDS)
    os._exit(KILLED_EXIT)
