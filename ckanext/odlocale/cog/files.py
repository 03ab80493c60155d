"""The files of the npm package, in a folder or in the archive that npm gives, read without unpacking it."""

from __future__ import annotations

import tarfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ckanext.odlocale.cog.vintage import VintageError

LEVELS = ("communes", "epci", "ept", "departements", "regions")
NAMES = frozenset(("package.json", *(f"{level}.json" for level in LEVELS)))
# The largest file of the package has 9 MB. An archive that unpacks to more than this is something else.
LARGEST = 100 * 2**20


@dataclass(frozen=True, slots=True)
class PackageFiles:
    """What the package holds of territories.

    :param place: the folder or archive, for messages
    :param contents: the bytes of those of :data:`NAMES` that are there
    """

    place: str
    contents: Mapping[str, bytes]

    def path_of(self, name: str) -> str:
        """Where a file is or should be, for a message."""
        return f"{self.place}/{name}"


def files_in(path: Path) -> PackageFiles:
    """The files of an unpacked package (or of its ``data`` folder) or of an archive.

    :raises VintageError: the archive is cut short or no archive
    """
    return _unpacked(path) if path.is_dir() else _archived(path)


def is_archive(path: Path) -> bool:
    """Whether this is a tar archive, complete or not."""
    try:
        with tarfile.open(path) as archive:
            return archive.next() is not None
    except (OSError, EOFError, zlib.error, tarfile.TarError):
        return False


def _unpacked(folder: Path) -> PackageFiles:
    data = folder / "data" if (folder / "data").is_dir() else folder
    places = {name: data / name for name in NAMES}
    # Who gives the data folder alone has the file that tells the version above it.
    if not places["package.json"].is_file():
        places["package.json"] = data.parent / "package.json"
    return PackageFiles(
        str(data), {name: path.read_bytes() for name, path in places.items() if path.is_file()}
    )


def _archived(path: Path) -> PackageFiles:
    files: dict[str, bytes] = {}
    try:
        with tarfile.open(path) as archive:
            for member in archive:
                name = PurePosixPath(member.name).name
                if member.isfile() and name in NAMES and name not in files:
                    files[name] = _content(archive, member, path)
    except (OSError, EOFError, zlib.error, tarfile.TarError):
        raise VintageError(f"{path}: the archive is cut short or damaged. Fetch it again.") from None
    return PackageFiles(str(path), files)


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo, path: Path) -> bytes:
    if member.size > LARGEST:
        raise VintageError(
            f"{path}/{member.name}: {member.size} bytes are too many for a file of territories."
        )
    content = archive.extractfile(member)
    return content.read() if content else b""
