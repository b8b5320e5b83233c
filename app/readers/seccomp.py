"""Seccomp: a small filter that refuses the system calls which lead out of a reader.

It refuses rather than allows by name: libraries keep their hundreds of harmless calls, whatever the kernel.
Refused are sockets (io_uring makes them too), other programs and processes, and other processes' memory.
"""

import ctypes
import os
import struct
from errno import EACCES, ENOSYS

_SET_SECCOMP, _FILTER = 22, 2
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER_AT, _ARCHITECTURE_AT, _FIRST_ARGUMENT_AT = 0, 4, 16
_ALLOW, _KILL, _REFUSE = 0x7FFF0000, 0x80000000, 0x00050000
_X32 = 0x40000000  # the x32 calls of x86-64, which would walk around the numbers below
_CLONE_THREAD = 0x00010000

# In turn: socket connect bind listen accept accept4, execve execveat fork vfork, kill tkill pidfd_open
# pidfd_send_signal pidfd_getfd, ptrace process_vm_readv process_vm_writev, io_uring_setup bpf userfaultfd keyctl.
_REFUSED = {
    "x86_64": (41, 42, 49, 50, 43, 288, 59, 322, 57, 58, 62, 200, 434, 424, 438, 101, 310, 311, 425, 321, 323, 250),
    "aarch64": (198, 203, 200, 201, 202, 242, 221, 281, 129, 130, 434, 424, 438, 117, 270, 271, 425, 280, 282, 219),
}
_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_CLONE, _CLONE3 = {"x86_64": 56, "aarch64": 220}, 435


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


def restrict() -> bool:
    """Whether it holds. no_new_privs must be set, which lets an ordinary user do this."""
    machine = os.uname().machine
    if machine not in _REFUSED:
        return False
    steps = _program(machine)
    program = _Program(len(steps), b"".join(steps))
    libc = ctypes.CDLL(None, use_errno=True)
    return bool(libc.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0)


def _program(machine: str) -> list[bytes]:
    refuse = _step(_RETURN, _REFUSE | EACCES)
    steps = [_step(_LOAD, _ARCHITECTURE_AT), _step(_EQUAL, _ARCHITECTURE[machine], 1, 0), _step(_RETURN, _KILL)]
    steps.append(_step(_LOAD, _NUMBER_AT))
    if machine == "x86_64":
        steps += [_step(_AT_LEAST, _X32, 0, 1), refuse]
    for number in _REFUSED[machine]:
        steps += [_step(_EQUAL, number, 0, 1), refuse]
    # clone3 hides its flags behind a pointer: "not there" makes the C library fall back on clone.
    steps += [_step(_EQUAL, _CLONE3, 0, 1), _step(_RETURN, _REFUSE | ENOSYS)]
    steps += [_step(_EQUAL, _CLONE[machine], 0, 3), _step(_LOAD, _FIRST_ARGUMENT_AT)]
    steps += [_step(_ANY_BIT, _CLONE_THREAD, 1, 0), refuse, _step(_RETURN, _ALLOW)]
    return steps


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)
