"""What can go wrong through no fault of the program, and how to mend it.

Each error is one sentence about the problem and one about the cure. The command line
catches the base class, prints the message on one line and exits with `exit_code`.
"""

from cim_kg.suggestions import flatten


class CimKgError(Exception):
    """Base of every error that a user can cause and cure."""

    exit_code = 2

    def __init__(self, problem: str, cure: str) -> None:
        super().__init__(flatten(f"{problem}. {cure}."))
        self.problem = problem
        self.cure = cure

    def __reduce__(self) -> tuple[type["CimKgError"], tuple[str, str]]:
        """How it is handed from one process to another."""
        return type(self), (self.problem, self.cure)


class InputError(CimKgError):
    """A file or folder that is missing, unreadable or not in the form it must have."""


class OutputError(CimKgError):
    """A place that cannot be written; what stood there before is untouched."""


class QuestionError(CimKgError):
    """A file in queries/ that breaks the form of a question."""


class ProcessError(CimKgError):
    """A process of ours that was ended from outside."""


class UnknownNameError(CimKgError):
    """A question, parameter, thing or format that nobody knows by that name."""


class ValueKindError(CimKgError):
    """A parameter's value that is not of the kind the question asks for."""


class SourceTextError(CimKgError):
    """A source text that is not the one the passages were cut from."""
