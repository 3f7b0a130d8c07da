"""Writing files and folders so that an interruption or a failure leaves what stood there before."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cim_kg.errors import OutputError

MARK = "built-by-cim-kg.txt"


def write_file(path: Path, content: str | bytes) -> None:
    """Put the content at `path`, all of it or nothing; text in UTF-8 with plain line ends.

    A link is followed; a device or pipe is written to. Raises OutputError where the place cannot be
    written; the old file is then whole.
    """
    data = content if isinstance(content, bytes) else content.encode()
    temporary = None
    try:
        path = path.resolve()
        if path.exists() and not path.is_file():
            path.write_bytes(data)
            return
        with tempfile.NamedTemporaryFile("wb", dir=path.parent, prefix=f".{path.name}.", delete=False) as stream:
            temporary = Path(stream.name)
            stream.write(data)
        temporary.chmod(path.stat().st_mode if path.exists() else 0o666 & ~_read_umask())
        temporary.replace(path)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}", "Choose another place with -o") from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def _read_umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextmanager
def replace_folder(path: Path) -> Iterator[Path]:
    """A new folder to fill, which takes the place of `path` when the block ends without an error.

    Raises OutputError where `path` is something that we did not build, or cannot be written.
    """
    path = path.resolve()
    try:
        if path.exists() and not (path / MARK).is_file() and (not path.is_dir() or any(path.iterdir())):
            raise OutputError(f"{path} is not a folder that cim-kg built", "Choose an empty or new folder with --out")
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}."))
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}", "Choose another folder with --out") from error
    try:
        fresh.chmod(0o777 & ~_read_umask())
        (fresh / MARK).write_text("cim-kg build writes this folder anew each time.\n", encoding="utf-8")
        yield fresh
        _swap(fresh, path)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}", "Choose another folder with --out") from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _swap(fresh: Path, path: Path) -> None:
    """Put `fresh` in the place of `path`; what stood there comes back if that fails or is interrupted."""
    old = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}.old."))
    kept = old / path.name
    try:
        if path.exists():
            path.replace(kept)
        fresh.replace(path)
    except BaseException:
        if kept.exists():
            kept.replace(path)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)
