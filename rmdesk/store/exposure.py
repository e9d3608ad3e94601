"""Who else can get at a store: permissions of its files and folder, and shares of a network."""

import stat
from collections.abc import Iterator
from pathlib import Path

from rmdesk.store import vault
from rmdesk.store.place import beside

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_MOUNTS = Path("/proc/mounts")
_SHARES = frozenset(
    {"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs"}
    | {"davfs", "fuse.sshfs", "fuse.davfs2", "fuse.rclone", "fuse.glusterfs", "fuse.s3fs"}
    | {"ncpfs", "ocfs2", "gfs2", "lustre", "fuse.gvfsd-fuse", "fuse.smbnetfs"}
)
_SYNC_FOLDERS = ("dropbox", "onedrive", "nextcloud", "owncloud", "google drive", "googledrive")
_SYNC_MARKS = (".stfolder", ".dropbox.cache", ".nextcloudsync.log", ".owncloudsync.log")


def list_readable(store: Path, backups: Path) -> list[Path]:
    """Return the files and folders of a store that others than their owner may look into."""
    files = [store, vault.key_path(store), vault.copy_path(store), *beside(store)]
    if backups.is_dir():
        files += [backups, *sorted(file for file in backups.iterdir() if file.is_file())]
    return [file for file in files if _mode(file) & _OTHERS]


def is_folder_writable(store: Path) -> bool:
    """Return whether others may put another file in the store's place."""
    mode = _mode(store.parent)
    return bool(mode & _OTHERS_WRITE) and not mode & stat.S_ISVTX


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except OSError:
        return 0


def find_share(store: Path, mounts: Path = _MOUNTS) -> str:
    """Return the kind of network share that a store lies on, empty where it lies on none.

    Linux alone says so.
    """
    place = store.absolute().resolve()
    found = max(
        (m for m in _read_mounts(mounts) if place.is_relative_to(m[0])),
        key=lambda mount: len(mount[0].parts),
        default=None,
    )
    return found[1] if found and found[1] in _SHARES else ""


def find_sync_folder(store: Path) -> Path | None:
    """Return the folder above a store that a program keeps the same on several machines."""
    for folder in store.absolute().resolve().parents:
        named = any(word in folder.name.casefold() for word in _SYNC_FOLDERS)
        if named or any((folder / mark).exists() for mark in _SYNC_MARKS):
            return folder
    return None


def list_conflicts(store: Path) -> list[Path]:
    """Return the copies that such a program made where two machines wrote at the same time."""
    stem = store.name.partition(".")[0].casefold()
    try:
        names = sorted(store.parent.iterdir())
    except OSError:
        return []
    return [
        path
        for path in names
        if path.name.casefold().startswith(stem) and "conflict" in path.name.casefold()
    ]


def _read_mounts(mounts: Path) -> Iterator[tuple[Path, str]]:
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return
    for line in lines:
        parts = line.split(" ")
        if len(parts) > 2:
            yield Path(parts[1].replace("\\040", " ").replace("\\011", "\t")), parts[2]
