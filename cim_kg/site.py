"""What `cim-kg build` leaves behind: the exports, an answer file for each question, the report of validation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Store

from cim_kg.answers import Answer, ask, read_parameters
from cim_kg.catalog import Question, split_example
from cim_kg.exports import SUFFIXES, export
from cim_kg.reports import PlacedFinding, encode_findings, tabulate_findings, write_findings, write_report
from cim_kg.tables import encode_answer, tabulate_answer, write_csv, write_json


@dataclass(frozen=True)
class Knowledge:
    """All that a site is made from."""

    store: Store
    prefixes: Mapping[str, str]
    questions: Sequence[Question]
    findings: Sequence[PlacedFinding]


def write_site(knowledge: Knowledge, folder: Path) -> None:
    """Fill an empty folder with the site."""
    for name, text in sorted(_list_files(knowledge).items()):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode())


def _list_files(knowledge: Knowledge) -> dict[str, str]:
    findings = knowledge.findings
    files = {
        "validation/findings.txt": write_findings(findings),
        "validation/findings.csv": write_csv(tabulate_findings(findings)),
        "validation/findings.json": write_json(encode_findings(findings)),
        "validation/report.ttl": write_report([it.finding for it in findings], knowledge.prefixes),
    }
    for format_name, suffix in SUFFIXES.items():
        files[f"exports/cim-kg{suffix}"] = export(knowledge.store, knowledge.prefixes, format_name)
    for question in knowledge.questions:
        answer = answer_fully(knowledge.store, question)
        name = f"answers/{question.name}{'.example' if answer.parameters else ''}"
        files[f"{name}.csv"] = write_csv(tabulate_answer(knowledge.store, answer))
        files[f"{name}.json"] = write_json(encode_answer(knowledge.store, answer))
    return files


def answer_fully(store: Store, question: Question) -> Answer:
    """The answer without parameters; where one is required, that to the question's own example."""
    required = any(parameter.required for parameter in question.parameters)
    given = split_example(question) if required else {}
    return ask(store, question, read_parameters(store, question, given))
