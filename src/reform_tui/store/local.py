"""Whether a folder lies on a network file system, where SQLite's log and file locks cannot be trusted."""

from __future__ import annotations

from pathlib import Path

NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "ceph", "glusterfs", "afs", "lustre"})
MOUNTS = Path("/proc/mounts")


def network_file_system(folder: Path, mounts: Path = MOUNTS) -> str:
    """Return the kind of network file system that ``folder`` lies on, or nothing for a local disk."""
    if not mounts.exists():
        return ""
    place = folder.resolve()
    lines = (line.split() for line in mounts.read_text("utf-8", errors="replace").splitlines())
    found = [(len(at), kind) for _device, at, kind, *_rest in lines if _holds(at, place)]
    kind = max(found, default=(0, ""))[1]
    return kind if kind in NETWORK else ""


def _holds(mount: str, place: Path) -> bool:
    at = Path(mount.replace("\\040", " "))
    return at == place or at in place.parents
