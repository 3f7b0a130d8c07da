"""Where the folders of a project stand: in a checkout, in an installed wheel, or elsewhere."""

from dataclasses import dataclass
from pathlib import Path

from cim_kg.errors import InputError

FOLDERS = ("graph", "ontology", "queries", "shapes")


@dataclass(frozen=True)
class Project:
    """The folders that hold the knowledge; `root` is their parent."""

    root: Path

    @property
    def graph(self) -> Path:
        """The folder of what is known."""
        return self.root / "graph"

    @property
    def ontology(self) -> Path:
        """The folder of what the words mean."""
        return self.root / "ontology"

    @property
    def queries(self) -> Path:
        """The folder of what can be asked."""
        return self.root / "queries"

    @property
    def shapes(self) -> Path:
        """The folder of what must hold."""
        return self.root / "shapes"

    @property
    def weights(self) -> Path:
        """The file that says what counts when actors are introduced to one another."""
        return self.queries / "introductions.toml"

    def name(self, path: Path) -> str:
        """The path as a reader of the project knows it: relative to the root where it is inside."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)


def locate(root: Path | None = None) -> Project:
    """The project at `root`; without it, the one this package came with.

    Raises InputError where one of the four folders is missing.
    """
    package = Path(__file__).parent
    bundled = package / "data"
    chosen = root or (bundled if bundled.is_dir() else package.parent)
    for folder in FOLDERS:
        if not (chosen / folder).is_dir():
            raise InputError(
                f"{chosen} has no folder {folder}/",
                "Name a folder that holds graph/, ontology/, queries/ and shapes/ with --project",
            )
    return Project(chosen)


def list_files(folder: Path, suffix: str) -> list[Path]:
    """The files below `folder` whose names end in `suffix`, sorted by path.

    Raises InputError where the folder is missing or cannot be read.
    """
    if not folder.is_dir():
        raise InputError(f"{folder} is not a folder", "Check the path")
    try:
        for inside in (folder, *(entry for entry in folder.rglob("*") if entry.is_dir())):
            next(inside.iterdir(), None)
    except OSError as error:
        raise InputError(f"{error.filename} cannot be read", "Give yourself the right to read it") from error
    return sorted(entry for entry in folder.rglob(f"*{suffix}") if entry.is_file())
