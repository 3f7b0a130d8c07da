"""Which graph, ontology, shapes and question an answer was made from: digests of what the files hold."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cim_kg import __version__
from cim_kg.catalog import Question
from cim_kg.errors import InputError
from cim_kg.places import Project, list_files

_DIGITS = 12


@dataclass(frozen=True)
class Versions:
    """The version of the program, and of each folder the first digits of the SHA-256 of its files."""

    program: str
    graph: str
    ontology: str
    shapes: str

    def __str__(self) -> str:
        return f"cim-kg {self.program} · graph {self.graph} · ontology {self.ontology} · shapes {self.shapes}"


def read_versions(project: Project) -> Versions:
    """The versions of what the project holds now."""
    folders = (list_files(folder, ".ttl") for folder in (project.graph, project.ontology, project.shapes))
    return Versions(__version__, *(_digest_files(project, files) for files in folders))


def _digest_files(project: Project, files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise InputError(f"{path} cannot be read: {error.strerror}", "Check the path") from error
        digest.update(f"{project.name(path)} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()[:_DIGITS]


def digest_question(question: Question) -> str:
    """The version of a question: the first digits of the SHA-256 of its file's text."""
    return hashlib.sha256(question.text.encode()).hexdigest()[:_DIGITS]
