"""Which file system a path lies on, from /proc/self/mountinfo (proc(5))."""

import os

TABLE = "/proc/self/mountinfo"
LOCAL = frozenset(
    {
        "bcachefs",
        "btrfs",
        "ext2",
        "ext3",
        "ext4",
        "f2fs",
        "jfs",
        "nilfs2",
        "ramfs",
        "reiserfs",
        "tmpfs",
        "ubifs",
        "xfs",
        "zfs",
    }
)
"""Kinds on which every write is seen by this kernel. Any other may be written from elsewhere:
network and FUSE mounts, what a hypervisor or a container shares, and overlays whose layers
change underneath (watched there, no event came for three writes of three)."""


def kind_of(path: str, table: str = TABLE) -> str | None:
    """Name of the file system of `path` (`ext4`, `nfs4`, `fuse.sshfs`); None if that is not known."""
    try:
        with open(table, encoding="utf-8", errors="surrogateescape") as rows:
            mounts = [_mount(row) for row in rows]
        real = os.path.realpath(path)
    except (OSError, ValueError):
        return None
    fitting = [(len(point), kind) for point, kind in mounts if _is_under(real, point)]
    # Of two mounts on one point the later one is on top: max() keeps the first, so look from the end.
    return max(reversed(fitting), key=lambda mount: mount[0])[1] if fitting else None


def _mount(row: str) -> tuple[str, str]:
    """Mount point and kind: the fifth field, and the first after the lone dash."""
    before, _, after = row.partition(" - ")
    fields = before.split(" ")
    point = fields[4] if len(fields) > 4 else ""
    for code, meant in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        point = point.replace(code, meant)
    return point, after.split(" ", 1)[0]


def _is_under(path: str, point: str) -> bool:
    return bool(point) and (path == point or path.startswith(point.rstrip("/") + "/"))
