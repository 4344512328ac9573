"""What can be wrong with a path, in words: to wait for, to tell, or to refuse for good."""

import errno
import stat

from train_watch.sources.fs import Fs

WAITABLE = {
    errno.ENOENT: "no such file",
    errno.ENOTDIR: "no such folder",
    errno.EACCES: "permission denied",
    errno.EPERM: "not permitted",
    errno.ELOOP: "its symbolic links go round in a circle",
}
"""Errors of a path that mend themselves: a run that has not begun, a mode that somebody changes."""

STALE = frozenset({errno.ESTALE, errno.ENODEV, errno.ENXIO, errno.EBADF, errno.ENOTCONN})
"""Errors of a descriptor that will never work again: the server or the mount went away."""

KINDS = {
    stat.S_IFDIR: "a directory",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a block device",
}
REFUSED = "is {}, not a log file"


def unfit(mode: int) -> str | None:
    """Why a file of this mode is not read; None for a regular file.

    >>> unfit(stat.S_IFDIR | 0o755), unfit(stat.S_IFREG)
    ('is a directory, not a log file', None)
    """
    kind = stat.S_IFMT(mode)
    return None if kind == stat.S_IFREG else REFUSED.format(KINDS.get(kind, "something special"))


def unfit_at(fs: Fs, path: str) -> str | None:
    """Why what is at the path now will never be read; None if it may be, now or later."""
    try:
        return unfit(fs.stat(path).st_mode)
    except OSError:
        return None
    except ValueError:
        return "is no name that a file can have"


def told(error: OSError, fs: Fs, path: str) -> tuple[str, str]:
    """Event and detail for an error: `waiting` for what may mend itself, else `error`."""
    number = error.errno or 0
    if number not in WAITABLE:
        return "error", f"cannot read: {errno.errorcode.get(number, '?')} ({error.strerror})"
    if number == errno.ENOENT and not _folder_is_there(fs, path):
        number = errno.ENOTDIR
    return "waiting", WAITABLE[number]


def _folder_is_there(fs: Fs, path: str) -> bool:
    folder, slash, _ = path.rpartition("/")
    try:
        fs.stat((folder or slash) or ".")
    except OSError:
        return False
    return True
