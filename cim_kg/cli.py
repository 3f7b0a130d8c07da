"""The command line: says what, prints, and chooses the exit code.

Exit codes: 0 done, 1 something was found (a Violation, a discrepancy, a file not in form), 2 usage
or input. A command imports what only it needs inside itself: start-up time is most of `ask`.
Longer than other modules: ten commands, each a few lines of what it does.
"""

import os
import shutil
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cim_kg import __version__
from cim_kg.errors import CimKgError, InputError, OutputError, SourceTextError, UnknownNameError, ValueKindError
from cim_kg.places import Project, locate

if TYPE_CHECKING:
    from pyoxigraph import Store

    from cim_kg.sheets import Sheet

app = typer.Typer(
    name="cim-kg",
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

PROJECT = typer.Option(
    "--project", metavar="DIR", help="The folder with graph/, ontology/, queries/, shapes/; else those installed."
)
ProjectOption = Annotated[Path | None, PROJECT]
OutputOption = Annotated[
    Path, typer.Option("-o", "--output", metavar="FILE", help="Where to write; - is standard output.")
]
SourcesOption = Annotated[
    Path | None,
    typer.Option("--sources", metavar="DIR", envvar="CIM_KG_SOURCES", help="The folder with the source texts."),
]
STANDARD = Path("-")


class AnswerFormat(StrEnum):
    """Formats of an answer."""

    TABLE = "table"
    MARKDOWN = "markdown"
    HTML = "html"
    CSV = "csv"
    JSON = "json"
    TURTLE = "turtle"


class FindingFormat(StrEnum):
    """Formats of findings."""

    TEXT = "text"
    CSV = "csv"
    JSON = "json"
    TURTLE = "turtle"


class PlainFormat(StrEnum):
    """Formats of lists and facts."""

    TEXT = "text"
    JSON = "json"


def main() -> None:
    """Run the command line; a user's mistake ends in one line on standard error."""
    try:
        app()
    except CimKgError as error:
        typer.echo(f"cim-kg: {error}", err=True)
        raise SystemExit(error.exit_code) from None
    except OSError as error:  # a path that cannot even be looked at
        typer.echo(f"cim-kg: {error.filename} cannot be used: {error.strerror}. Check the path.", err=True)
        raise SystemExit(CimKgError.exit_code) from None


def _emit(text: str, output: Path = STANDARD) -> None:
    """Print the text as UTF-8 on every platform, or write it to a file whole."""
    if output == STANDARD:
        try:
            sys.stdout.flush()
            sys.stdout.buffer.write(text.encode())
            sys.stdout.buffer.flush()
        except BrokenPipeError:  # the reader has seen enough; what was found still decides the exit code
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except OSError as error:
            raise OutputError(f"Standard output cannot be written: {error.strerror}", "Use -o FILE") from error
    else:
        from cim_kg.output import write_file

        write_file(output, text)


def _width() -> int:
    return shutil.get_terminal_size((80, 24)).columns


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"cim-kg {__version__}")
        raise typer.Exit


VersionOption = Annotated[
    bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say the version.")
]


@app.callback(invoke_without_command=True, epilog="Example: cim-kg ask money-by-status")
def overview(context: typer.Context, version: VersionOption = False) -> None:
    """Reports against trafficking in persons as a knowledge graph: ask it, check it, hand it on.

    Without a command: the questions by theme.
    """
    if context.invoked_subcommand is None:
        from cim_kg.catalog import list_questions
        from cim_kg.listings import write_overview

        _emit(write_overview(list_questions(locate())))


@app.command(epilog="Example: cim-kg build --out site")
def build(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder to write.")] = Path("site"),
    sources: SourcesOption = None,
    project: ProjectOption = None,
) -> None:
    """Validate, answer every question and write the site."""
    from cim_kg.catalog import list_questions
    from cim_kg.output import replace_folder
    from cim_kg.quotations import read_texts
    from cim_kg.reports import place_findings
    from cim_kg.serialization import read_prefixes
    from cim_kg.site import Knowledge, write_site
    from cim_kg.tables import say_count
    from cim_kg.translations import read_question_catalogs
    from cim_kg.validation import read_rules, validate_project
    from cim_kg.versions import read_versions

    place = locate(project)
    questions = list_questions(place)
    checked = validate_project(place, read_rules(place))
    placed = place_findings(checked.store, checked.findings, _name_files(place, checked.files))
    texts = read_texts(checked.store, sources)
    catalogs = read_question_catalogs(place)
    knowledge = Knowledge(checked.store, read_prefixes(place), questions, catalogs, placed, texts, read_versions(place))
    with replace_folder(out) as folder:
        write_site(knowledge, folder)
    violations = sum(finding.severity == "Violation" for finding in checked.findings)
    _emit(
        f"{out}/index.html  {say_count(len(questions), 'question')} answered, each row with its proof\n"
        f"{out}/explorer.html  the network, as one file\n"
        f"{out}/answers     the answers as CSV and JSON\n"
        f"{out}/exports     the graph in five formats\n"
        f"{out}/validation  {say_count(len(placed), 'finding')}, {say_count(violations, 'violation')}\n"
    )
    if violations:
        raise typer.Exit(1)


def _name_files(project: Project, paths: list[Path]) -> dict[Path, str]:
    return {path: project.name(path) for path in paths}


@app.command(epilog="Example: cim-kg questions money-by-status")
def questions(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="A question; without it, all are listed.")] = None,
    form: Annotated[PlainFormat, typer.Option("--format", help="How to print.")] = PlainFormat.TEXT,
    project: ProjectOption = None,
) -> None:
    """List the questions, or show one with its SPARQL."""
    from cim_kg.catalog import find_question, list_questions
    from cim_kg.listings import encode_questions, write_overview, write_question
    from cim_kg.tables import write_json

    place = locate(project)
    found = list_questions(place) if name is None else [find_question(place, name)]
    if form is PlainFormat.JSON:
        _emit(write_json(encode_questions(found)))
    else:
        _emit(write_overview(found) if name is None else write_question(found[0], _width()))


@app.command(epilog="Example: cim-kg ask actor-activities actor=CICAD --format csv")
def ask(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The question.")],
    given: Annotated[list[str] | None, typer.Argument(metavar="KEY=VALUE", help="Its parameters.")] = None,
    form: Annotated[AnswerFormat, typer.Option("--format", help="How to print.")] = AnswerFormat.TABLE,
    output: OutputOption = STANDARD,
    sources: SourcesOption = None,
    no_proof: Annotated[bool, typer.Option("--no-proof", help="Leave out which passages prove the rows.")] = False,
    project: ProjectOption = None,
) -> None:
    """Answer a question, each row with the passages that prove it.

    A parameter's value is a label, an acronym, a code or an IRI. Where the source texts are at hand, the
    passages are quoted.
    """
    from cim_kg.answers import ask as ask_store
    from cim_kg.answers import read_parameters
    from cim_kg.catalog import find_question
    from cim_kg.proof import prove
    from cim_kg.quotations import read_texts
    from cim_kg.sheets import make_sheet
    from cim_kg.store import load_store
    from cim_kg.versions import read_versions

    place = locate(project)
    question = find_question(place, name)
    values = _split(given or [])
    store = load_store(place)
    answer = ask_store(store, question, read_parameters(store, question, values))
    proofs = None if no_proof else prove(store, answer)
    texts = read_texts(store, None if no_proof else sources)
    sheet = make_sheet(store, answer, proofs, texts, read_versions(place))
    if sheet.emptiness is not None and form is AnswerFormat.CSV:
        typer.echo(str(sheet.emptiness), err=True)
    _emit(_write_sheet(place, store, sheet, form), output)


def _write_sheet(place: Project, store: "Store", sheet: "Sheet", form: AnswerFormat) -> str:
    from cim_kg.renderings import tabulate_sheet, write_markdown, write_text
    from cim_kg.tables import write_csv, write_json

    match form:
        case AnswerFormat.TABLE:
            return write_text(sheet, _width())
        case AnswerFormat.MARKDOWN:
            return write_markdown(sheet)
        case AnswerFormat.CSV:
            return write_csv(tabulate_sheet(sheet))
        case AnswerFormat.HTML:
            from cim_kg.pages import write_answer

            return write_answer(sheet)
        case AnswerFormat.JSON:
            from cim_kg.records import encode_sheet

            return write_json(encode_sheet(store, sheet))
        case AnswerFormat.TURTLE:
            from cim_kg.records import write_provenance
            from cim_kg.serialization import read_prefixes

            return write_provenance(store, sheet, read_prefixes(place))


def _split(words: list[str]) -> dict[str, str]:
    """`key=value` words as a mapping. Raises ValueKindError for a word without =, UnknownNameError for a key twice."""
    values: dict[str, str] = {}
    for word in words:
        key, equals, value = word.partition("=")
        if not equals or not value:
            raise ValueKindError(f"“{word}” is no parameter", "Write it as key=value, as in actor=CICAD")
        if key in values:
            raise UnknownNameError(f"The parameter “{key}” is given twice", "Give it once")
        values[key] = value
    return values


@app.command(epilog='Example: cim-kg show "Casa Alianza"')
def show(
    thing: Annotated[str | None, typer.Argument(metavar="THING", help="A label, acronym, code or IRI.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="List all things that have a name.")] = False,
    form: Annotated[PlainFormat, typer.Option("--format", help="How to print.")] = PlainFormat.TEXT,
    project: ProjectOption = None,
) -> None:
    """What is known of one thing, passage by passage."""
    from cim_kg.dossiers import encode_dossier, list_things, write_dossier
    from cim_kg.names import resolve
    from cim_kg.store import load_store
    from cim_kg.tables import write_json, write_plain

    store = load_store(locate(project))
    if everything:
        _emit(write_plain(list_things(store), _width()))
    elif thing is None:
        raise UnknownNameError(
            "show needs a thing", "Name one, as in: cim-kg show CICAD; see all with: cim-kg show --all"
        )
    elif form is PlainFormat.JSON:
        _emit(write_json(encode_dossier(store, resolve(store, thing))))
    else:
        _emit(write_dossier(store, resolve(store, thing), _width()))


@app.command(epilog='Example: cim-kg why CICAD "Casa Alianza"')
def why(
    thing: Annotated[str, typer.Argument(metavar="A", help="A label, acronym, code or IRI.")],
    other: Annotated[str | None, typer.Argument(metavar="B", help="Another, to see what ties the two.")] = None,
    form: Annotated[PlainFormat, typer.Option("--format", help="How to print.")] = PlainFormat.TEXT,
    sources: SourcesOption = None,
    project: ProjectOption = None,
) -> None:
    """The passages that state something about a thing, or up to three shortest ties of two.

    A tie leads over stated facts, not over classes, documents or places as wide as a continent. Where the
    source texts are at hand, the passages are quoted.
    """
    from cim_kg.names import resolve
    from cim_kg.quotations import read_texts
    from cim_kg.reasons import encode_passages, encode_ties, write_passages, write_ties
    from cim_kg.store import load_store
    from cim_kg.tables import write_json

    store = load_store(locate(project))
    texts = read_texts(store, sources)
    start = resolve(store, thing)
    if other is None:
        if form is PlainFormat.JSON:
            _emit(write_json(encode_passages(store, start, texts)))
        else:
            _emit(write_passages(store, start, texts, _width()))
        return
    from cim_kg.ties import find_ties

    ends = start, resolve(store, other)
    ties = find_ties(store, *ends)
    if form is PlainFormat.JSON:
        _emit(write_json(encode_ties(store, ends, ties, texts)))
    else:
        _emit(write_ties(store, ends, ties, texts, _width()))


@app.command(epilog="Example: cim-kg explore -o network.html")
def explore(
    output: OutputOption = Path("explorer.html"),
    sources: SourcesOption = None,
    project: ProjectOption = None,
) -> None:
    """Write the network as one file that a browser opens without any network.

    It holds the facts with their passages and the answers to the questions, in English, Spanish, Portuguese and
    French. Where the source texts are at hand, the passages are quoted.
    """
    from cim_kg.bundles import write_explorer
    from cim_kg.catalog import list_questions
    from cim_kg.explorer import encode_explorer
    from cim_kg.quotations import read_texts
    from cim_kg.store import load_store
    from cim_kg.translations import read_question_catalogs
    from cim_kg.versions import read_versions

    place = locate(project)
    store = load_store(place)
    texts = read_texts(store, sources)
    data = encode_explorer(store, list_questions(place), read_question_catalogs(place), texts, read_versions(place))
    _emit(write_explorer(data), output)
    if output != STANDARD:
        typer.echo(f"{output}: open it with a browser")


@app.command(epilog="Example: cim-kg validate contribution.ttl --format csv")
def validate(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="PATH", help="Files; else the whole project.")] = None,
    form: Annotated[FindingFormat, typer.Option("--format", help="How to print.")] = FindingFormat.TEXT,
    output: OutputOption = STANDARD,
    project: ProjectOption = None,
) -> None:
    """Hold facts against the rules.

    Ours, or those of files, which are laid beside the ontology and the reference sets.
    """
    from cim_kg.reports import encode_findings, place_findings, tabulate_findings, write_findings, write_report
    from cim_kg.serialization import read_prefixes
    from cim_kg.tables import write_csv, write_json
    from cim_kg.validation import read_rules, validate_files, validate_project

    place = locate(project)
    rules = read_rules(place)
    checked = validate_files(place, rules, paths) if paths else validate_project(place, rules)
    placed = place_findings(checked.store, checked.findings, _name_files(place, checked.files))
    match form:
        case FindingFormat.TEXT:
            _emit(write_findings(placed), output)
        case FindingFormat.CSV:
            _emit(write_csv(tabulate_findings(placed)), output)
        case FindingFormat.JSON:
            _emit(write_json(encode_findings(placed)), output)
        case FindingFormat.TURTLE:
            _emit(write_report(checked.findings, read_prefixes(place)), output)
    if any(finding.severity == "Violation" for finding in checked.findings):
        raise typer.Exit(1)


@app.command(epilog="Example: cim-kg verify --sources texts --update --at 02.02=30,30")
def verify(
    sources: SourcesOption = None,
    update: Annotated[bool, typer.Option("--update", help="Write the positions and digests anew.")] = False,
    at: Annotated[
        list[str] | None,
        typer.Option(
            "--at", metavar="NN.NN=LINE[,LINE]", help="The line a passage begins in, and its own text behind a heading."
        ),
    ] = None,
    form: Annotated[PlainFormat, typer.Option("--format", help="How to print.")] = PlainFormat.TEXT,
    project: ProjectOption = None,
) -> None:
    """Hold the passages against the source texts.

    Every position and digest, and that each character lies in one passage.
    """
    from cim_kg.cutting import share_lines, update_source
    from cim_kg.passages import compare, list_sources, read_source_text, refuse_other_text
    from cim_kg.serialization import read_prefixes
    from cim_kg.tables import say_count, write_json

    place = locate(project)
    if sources is None:
        raise InputError("verify needs the source texts", "Name their folder with --sources or CIM_KG_SOURCES")
    lines = _read_lines(at or [])
    if lines and not update:
        raise SourceTextError("--at says where to cut anew", "Give --update with it")
    found = list_sources(place)
    if update:
        prefixes = read_prefixes(place)
        shared = share_lines(found, lines)
        for source in found:
            for path in update_source(source, read_source_text(source, sources), shared[source.name], prefixes):
                typer.echo(f"updated {place.name(path)}", err=True)
        found = list_sources(place)
    texts = [read_source_text(source, sources) for source in found]
    for source, text in zip(found, texts, strict=True):
        refuse_other_text(source, text)
    wrong = [it for source, text in zip(found, texts, strict=True) for it in compare(source, text)]
    if form is PlainFormat.JSON:
        _emit(write_json([{"thing": it.name, "file": place.name(it.path), "problem": it.problem} for it in wrong]))
    else:
        for it in wrong:
            _emit(f"{place.name(it.path)}: {it.problem}. Mend the slice, or cut anew with: cim-kg verify --update.\n")
        passages = say_count(sum(len(source.passages) for source in found), "passage")
        discrepancies = say_count(len(wrong), "discrepancy", "discrepancies")
        _emit(f"{passages} of {say_count(len(found), 'source')}: {discrepancies}\n")
    if wrong:
        raise typer.Exit(1)


def _read_lines(words: list[str]) -> dict[str, tuple[int, int]]:
    lines = {}
    for word in words:
        number, _, places = word.partition("=")
        first, _, own = places.partition(",")
        if not first.isdecimal() or (own and not own.isdecimal()):
            raise ValueKindError(f"“{word}” names no line", "Write it as NN.NN=LINE or NN.NN=LINE,LINE")
        lines[number] = (int(first), int(own or first))
    return lines


@app.command(epilog="Example: cim-kg export --format trig -o cim-kg.trig")
def export(
    form: Annotated[str, typer.Option("--format", help="turtle, trig, nquads, nt or jsonld.")] = "turtle",
    output: OutputOption = STANDARD,
    no_evidence: Annotated[bool, typer.Option("--no-evidence", help="Leave out which passage states what.")] = False,
    project: ProjectOption = None,
) -> None:
    """Write the whole graph for others, with its evidence."""
    from cim_kg.exports import export as export_store
    from cim_kg.serialization import read_prefixes
    from cim_kg.store import load_store

    place = locate(project)
    prefixes = read_prefixes(place)
    _emit(export_store(load_store(place), prefixes, form, evidence=not no_evidence), output)


@app.command("format", epilog="Example: cim-kg format --check")
def format_files(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH", help="Turtle files; else all of the project.")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Only say which files are not in form.")] = False,
    project: ProjectOption = None,
) -> None:
    """Put Turtle files into the project's one form."""
    from cim_kg.output import write_file
    from cim_kg.places import list_files
    from cim_kg.serialization import format_turtle, read_prefixes, read_text
    from cim_kg.store import list_knowledge

    place = locate(project)
    prefixes = read_prefixes(place)
    changed = 0
    for path in paths or [*list_knowledge(place), *list_files(place.shapes, ".ttl")]:
        text = format_turtle(path, prefixes)
        if text == read_text(path):
            continue
        changed += 1
        _emit(f"{'not in form' if check else 'formatted'}: {place.name(path)}\n")
        if not check:
            write_file(path, text)
    if check and changed:
        raise typer.Exit(1)
