"""The command line: says what, prints, and chooses the exit code.

Exit codes: 0 done, 1 something was found (a Violation, a discrepancy, a file not in form), 2 usage
or input. A command imports what only it needs inside itself: start-up time is most of `ask`.
Longer than other modules: thirteen commands, each a few lines of what it does.
"""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cim_kg import __version__
from cim_kg.errors import CimKgError, InputError, SourceTextError, UnknownNameError, ValueKindError
from cim_kg.options import (
    STANDARD,
    AnswerFormat,
    FindingFormat,
    LangOption,
    OutputOption,
    PaperFormat,
    PaperFormatOption,
    PlainFormat,
    ProjectOption,
    SourcesOption,
    choose_format,
)
from cim_kg.places import Project, locate
from cim_kg.sessions import compose, open_store, speak
from cim_kg.terminal import emit, measure_width, write_paper, write_sheet

if TYPE_CHECKING:
    from collections.abc import Callable

app = typer.Typer(
    name="cim-kg",
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Run the command line; a user's mistake ends in one line on standard error."""
    try:
        _prepare_help(sys.argv[1:])()
    except CimKgError as error:
        typer.echo(f"cim-kg: {error}", err=True)
        raise SystemExit(error.exit_code) from None
    except OSError as error:  # a path that cannot even be looked at
        typer.echo(f"cim-kg: {error.filename} cannot be used: {error.strerror}. Check the path.", err=True)
        raise SystemExit(CimKgError.exit_code) from None


def _prepare_help(words: list[str]) -> "Callable[[], object]":
    """The command line, its help in the language that the words ask for, else in that of the locale.

    Typer would tell the help before it has read the language.
    """
    command = typer.main.get_command(app)
    if {"-h", "--help"} & set(words):
        from cim_kg.helps import translate_help

        asked = [words[i + 1] for i, word in enumerate(words[:-1]) if word == "--lang"]
        asked += [word.removeprefix("--lang=") for word in words if word.startswith("--lang=")]
        translate_help(command, speak(locate(), asked[-1] if asked else None))
    return command


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"cim-kg {__version__}")
        raise typer.Exit


VersionOption = Annotated[
    bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say the version.")
]


@app.callback(invoke_without_command=True, epilog="Example: cim-kg ask money-by-status")
def overview(context: typer.Context, version: VersionOption = False, lang: LangOption = None) -> None:
    """Reports against trafficking in persons as a knowledge graph: ask it, check it, hand it on.

    Without a command: the questions by theme.
    """
    context.default_map = {name: {"lang": lang} for name in context.command.commands}  # type: ignore[attr-defined]
    if context.invoked_subcommand is None:
        from cim_kg.catalog import list_questions
        from cim_kg.listings import write_overview

        place = locate()
        emit(write_overview(list_questions(place), speak(place, lang)))


@app.command(epilog="Example: cim-kg build --out site")
def build(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder to write.")] = Path("site"),
    sources: SourcesOption = None,
    lang: LangOption = None,
    project: ProjectOption = None,
) -> None:
    """Validate, answer every question and write the site, in four languages."""
    from cim_kg.builds import build_site
    from cim_kg.catalog import list_questions
    from cim_kg.output import replace_folder

    place = locate(project)
    say = speak(place, lang)
    questions = list_questions(place)
    with replace_folder(out) as folder:
        placed = build_site(place, sources, folder)
    violations = sum(it.finding.severity == "Violation" for it in placed)
    answered = say.plural(len(questions), "{count} question answered", "{count} questions answered")
    found = say.plural(len(placed), "{count} finding", "{count} findings")
    graver = say.plural(violations, "{count} violation", "{count} violations")
    told = {
        "index.html": answered + ", " + say("each row with its proof"),
        "explorer.html": say("the network, as one file"),
        "answers": say("the answers as CSV and JSON"),
        "exports": say("the graph in five formats"),
        "validation": f"{found}, {graver}",
    }
    emit("".join(f"{out}/{name:14}{what}\n" for name, what in told.items()))
    if violations:
        raise typer.Exit(1)


def _name_files(project: Project, paths: list[Path]) -> dict[Path, str]:
    return {path: project.name(path) for path in paths}


@app.command(epilog="Example: cim-kg questions money-by-status")
def questions(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="A question; without it, all are listed.")] = None,
    form: Annotated[PlainFormat, typer.Option("--format", help="How to print.")] = PlainFormat.TEXT,
    lang: LangOption = None,
    project: ProjectOption = None,
) -> None:
    """List the questions, or show one with its SPARQL."""
    from cim_kg.catalog import find_question, list_questions
    from cim_kg.listings import encode_questions, write_overview, write_question
    from cim_kg.tables import write_json

    place = locate(project)
    say = speak(place, lang)
    found = list_questions(place) if name is None else [find_question(place, name)]
    if form is PlainFormat.JSON:
        emit(write_json(encode_questions(found, say)))
    else:
        emit(write_overview(found, say) if name is None else write_question(found[0], measure_width(), say))


@app.command(epilog="Example: cim-kg ask actor-activities actor=CICAD --format csv")
def ask(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The question.")],
    given: Annotated[list[str] | None, typer.Argument(metavar="KEY=VALUE", help="Its parameters.")] = None,
    form: Annotated[AnswerFormat, typer.Option("--format", help="How to print.")] = AnswerFormat.TABLE,
    output: OutputOption = STANDARD,
    sources: SourcesOption = None,
    no_proof: Annotated[bool, typer.Option("--no-proof", help="Leave out which passages prove the rows.")] = False,
    lang: LangOption = None,
    project: ProjectOption = None,
) -> None:
    """Answer a question, each row with the passages that prove it.

    A parameter's value is a label, an acronym, a code or an IRI. Where the source texts are at hand, the
    passages are quoted.
    """
    from cim_kg.answers import ask as ask_store
    from cim_kg.answers import read_parameters
    from cim_kg.catalog import find_question
    from cim_kg.proof import answer
    from cim_kg.quotations import read_texts
    from cim_kg.sheets import make_sheet
    from cim_kg.versions import read_versions

    place = locate(project)
    say = speak(place, lang)
    question = find_question(place, name)
    values = _split(given or [])
    store = open_store(place, say)
    parameters = read_parameters(store, question, values)
    versions = read_versions(place)
    if no_proof:
        sheet = make_sheet(store, ask_store(store, question, parameters), None, {}, versions, say)
    else:
        found = answer(store, question, parameters)
        sheet = make_sheet(store, found.answer, found.proofs, read_texts(store, sources), versions, say)
    if sheet.silence and form is AnswerFormat.CSV:
        typer.echo(sheet.silence, err=True)
    emit(write_sheet(place, store, sheet, form), output)


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


@app.command(epilog='Example: cim-kg show "Casa Alianza" --lang es')
def show(
    thing: Annotated[str | None, typer.Argument(metavar="THING", help="A label, acronym, code or IRI.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="List all things that have a name.")] = False,
    form: PaperFormatOption = None,
    output: OutputOption = STANDARD,
    sources: SourcesOption = None,
    lang: LangOption = None,
    project: ProjectOption = None,
) -> None:
    """The dossier of a thing: all that is recorded of it.

    An actor, instrument, activity or place on one page. Every line cites the passage or the authority that states
    it. Where the source texts are at hand, the passages are quoted.
    """
    from cim_kg.catalog import list_chaptered
    from cim_kg.dossiers import list_things, list_types, make_dossier
    from cim_kg.names import resolve
    from cim_kg.tables import write_plain

    place = locate(project)
    if everything:
        if thing is not None or choose_format(form, output) is not PaperFormat.TEXT:
            raise ValueKindError("show --all lists all things as text", "Leave out THING and other formats, or --all")
        say = speak(place, lang)
        emit(write_plain(list_things(open_store(place, say), say), measure_width(), say), output)
        return
    if thing is None:
        raise UnknownNameError(
            "show needs a thing", "Name one, as in: cim-kg show CICAD; see all with: cim-kg show --all"
        )
    chosen = choose_format(form, output)
    composer = compose(place, (), lang, sources)
    found = resolve(composer.store, thing)
    questions = list_chaptered(place, list_types(composer.store, found))
    paper = make_dossier(replace(composer, questions={it.name: it for it in questions}), found)
    emit(write_paper(paper, composer.store, chosen), output)


@app.command(epilog="Example: cim-kg mandates CIM")
def mandates(
    actor: Annotated[str | None, typer.Argument(metavar="ACTOR", help="Whose mandates; without it, all.")] = None,
    form: PaperFormatOption = None,
    output: OutputOption = STANDARD,
    sources: SourcesOption = None,
    lang: LangOption = None,
    project: ProjectOption = None,
) -> None:
    """What became of each mandate, and where the chain breaks.

    A scorecard by addressee and each mandate with its state; without ACTOR also the breaks in the chain from the
    paragraph over the activity to the money.
    """
    from cim_kg.answers import list_instances
    from cim_kg.catalog import list_questions
    from cim_kg.followups import follow_mandates
    from cim_kg.names import resolve

    chosen = choose_format(form, output)
    place = locate(project)
    composer = compose(place, list_questions(place), lang, sources)
    store = composer.store
    found = None if actor is None else resolve(store, actor, list_instances(store, "cim:Actor"))
    emit(write_paper(follow_mandates(composer, found), store, chosen), output)


@app.command(epilog="Example: cim-kg introductions IOM --limit 5")
def introductions(
    actor: Annotated[str | None, typer.Argument(metavar="ACTOR", help="Only pairs with it; else all.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, metavar="N", help="How many pairs at most.")] = 10,
    weights: Annotated[
        Path | None, typer.Option("--weights", metavar="FILE", help="In place of queries/introductions.toml.")
    ] = None,
    form: PaperFormatOption = None,
    output: OutputOption = STANDARD,
    sources: SourcesOption = None,
    lang: LangOption = None,
    project: ProjectOption = None,
) -> None:
    """Who should talk to whom, why, and through whom.

    Pairs that share a mandate, target group, country or theme and have not met, each with its score, what it is the
    sum of, and third parties that both have worked with.
    """
    from cim_kg.answers import list_instances
    from cim_kg.catalog import list_questions
    from cim_kg.introductions import choose_pairs, find_introductions, introduce
    from cim_kg.names import resolve
    from cim_kg.weights import read_components

    chosen = choose_format(form, output)
    place = locate(project)
    components = read_components(weights or place.weights)
    composer = compose(place, list_questions(place), lang, sources)
    store = composer.store
    found = find_introductions(composer, components)
    own = None if actor is None else resolve(store, actor, list_instances(store, "cim:Actor"))
    if own is not None:
        found = choose_pairs(store, found, own)
    emit(write_paper(introduce(composer, found, components, limit, own), store, chosen), output)


@app.command(epilog="Example: cim-kg annex --from 2003-06 --to 2004-06 --lang es -o anexo.docx")
def annex(
    first: Annotated[str, typer.Option("--from", metavar="DATE", help="The first year, month or day.")],
    last: Annotated[str, typer.Option("--to", metavar="DATE", help="The last year, month or day.")],
    output: Annotated[
        Path,
        typer.Option("-o", "--output", metavar="FILE", help="FILE.docx, FILE.html or FILE.md; - is standard output."),
    ],
    actor: Annotated[str, typer.Option("--actor", metavar="ACTOR", help="Whose annex it is.")] = "CIM",
    form: PaperFormatOption = None,
    sources: SourcesOption = None,
    lang: LangOption = None,
    project: ProjectOption = None,
) -> None:
    """The annex of an annual report, each line with its sources.

    Activities, mandates, countries, money, media, recommendations and gaps of a period.
    """
    from cim_kg.annexes import make_annex
    from cim_kg.answers import list_instances
    from cim_kg.catalog import list_questions
    from cim_kg.names import resolve
    from cim_kg.periods import read_period

    chosen = choose_format(form, output)
    period = read_period(first, last)
    place = locate(project)
    composer = compose(place, list_questions(place), lang, sources)
    store = composer.store
    paper = make_annex(composer, resolve(store, actor, list_instances(store, "cim:Actor")), period)
    emit(write_paper(paper, store, chosen), output)


@app.command(epilog='Example: cim-kg why CICAD "Casa Alianza"')
def why(
    thing: Annotated[str, typer.Argument(metavar="A", help="A label, acronym, code or IRI.")],
    other: Annotated[str | None, typer.Argument(metavar="B", help="Another, to see what ties the two.")] = None,
    form: Annotated[PlainFormat, typer.Option("--format", help="How to print.")] = PlainFormat.TEXT,
    sources: SourcesOption = None,
    lang: LangOption = None,
    project: ProjectOption = None,
) -> None:
    """The passages that state something about a thing, or up to three shortest ties of two.

    A tie leads over stated facts, not over classes, documents or places as wide as a continent. Where the
    source texts are at hand, the passages are quoted.
    """
    from cim_kg.names import resolve
    from cim_kg.quotations import read_texts
    from cim_kg.reasons import encode_passages, encode_ties, write_passages, write_ties
    from cim_kg.tables import write_json

    place = locate(project)
    say = speak(place, lang)
    store = open_store(place, say)
    texts = read_texts(store, sources)
    start = resolve(store, thing)
    if other is None:
        if form is PlainFormat.JSON:
            emit(write_json(encode_passages(store, start, texts, say)))
        else:
            emit(write_passages(store, start, texts, measure_width(), say))
        return
    from cim_kg.ties import find_ties

    ends = start, resolve(store, other)
    ties = find_ties(store, *ends)
    if form is PlainFormat.JSON:
        emit(write_json(encode_ties(store, ends, ties, texts, say)))
    else:
        emit(write_ties(store, ends, ties, texts, measure_width(), say))


@app.command(epilog="Example: cim-kg explore -o network.html")
def explore(
    output: OutputOption = Path("explorer.html"),
    sources: SourcesOption = None,
    lang: LangOption = None,
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
    from cim_kg.repertoire import read_repertoire
    from cim_kg.store import load_store
    from cim_kg.translations import LANGUAGES, read_translators, translate_knowledge
    from cim_kg.versions import read_versions

    place = locate(project)
    say = speak(place, lang)
    store = load_store(place)
    translate_knowledge(store, place, *LANGUAGES[1:])
    questions = list_questions(place)
    answers = read_repertoire(store, questions)
    texts = read_texts(store, sources)
    data = encode_explorer(store, questions, read_translators(place), texts, read_versions(place), answers)
    emit(write_explorer(data), output)
    if output != STANDARD:
        typer.echo(say("{file}: open it with a browser", file=output))


@app.command(epilog="Example: cim-kg validate contribution.ttl --format csv")
def validate(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="PATH", help="Files; else the whole project.")] = None,
    form: Annotated[FindingFormat, typer.Option("--format", help="How to print.")] = FindingFormat.TEXT,
    output: OutputOption = STANDARD,
    lang: LangOption = None,
    project: ProjectOption = None,
) -> None:
    """Hold facts against the rules.

    Ours, or those of files, which are laid beside the ontology and the reference sets.
    """
    from cim_kg.reports import encode_findings, place_findings, tabulate_findings, write_findings, write_report
    from cim_kg.serialization import read_prefixes
    from cim_kg.tables import write_csv, write_json
    from cim_kg.translations import translate_knowledge
    from cim_kg.validation import read_rules, validate_files, validate_project

    place = locate(project)
    say = speak(place, lang)
    rules = read_rules(place, say.language)
    checked = validate_files(place, rules, paths) if paths else validate_project(place, rules)
    translate_knowledge(checked.store, place, say.language)
    placed = place_findings(checked.store, checked.findings, _name_files(place, checked.files), say.language)
    match form:
        case FindingFormat.TEXT:
            emit(write_findings(placed, say), output)
        case FindingFormat.CSV:
            emit(write_csv(tabulate_findings(placed, say)), output)
        case FindingFormat.JSON:
            emit(write_json(encode_findings(placed, say)), output)
        case FindingFormat.TURTLE:
            emit(write_report(checked.findings, read_prefixes(place)), output)
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
    lang: LangOption = None,
    project: ProjectOption = None,
) -> None:
    """Hold the passages against the source texts.

    Every position and digest, and that each character lies in one passage.
    """
    from cim_kg.cutting import share_lines, update_source
    from cim_kg.passages import compare, list_sources, read_source_text, refuse_other_text
    from cim_kg.serialization import read_prefixes
    from cim_kg.tables import write_json

    place = locate(project)
    say = speak(place, lang)
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
                typer.echo(say("updated {path}", path=place.name(path)), err=True)
        found = list_sources(place)
    texts = [read_source_text(source, sources) for source in found]
    for source, text in zip(found, texts, strict=True):
        refuse_other_text(source, text)
    wrong = [it for source, text in zip(found, texts, strict=True) for it in compare(source, text, say)]
    if form is PlainFormat.JSON:
        emit(write_json([{"thing": it.name, "file": place.name(it.path), "problem": it.problem} for it in wrong]))
    else:
        for it in wrong:
            cure = say("Mend the slice, or cut anew with: cim-kg verify --update.")
            emit(f"{place.name(it.path)}: {it.problem}. {cure}\n")
        count = sum(len(source.passages) for source in found)
        passages = say.plural(count, "{count} passage", "{count} passages")
        of = say.plural(len(found), "{count} source", "{count} sources")
        discrepancies = say.plural(len(wrong), "{count} discrepancy", "{count} discrepancies")
        emit(f"{passages} / {of}: {discrepancies}\n")
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
    lang: LangOption = None,
    project: ProjectOption = None,
) -> None:
    """Write the whole graph for others, with its evidence."""
    from cim_kg.exports import export as export_store
    from cim_kg.serialization import read_prefixes
    from cim_kg.store import load_store

    place = locate(project)
    prefixes = read_prefixes(place)
    emit(export_store(load_store(place), prefixes, form, evidence=not no_evidence), output)


@app.command("format", epilog="Example: cim-kg format --check")
def format_files(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH", help="Turtle files; else all of the project.")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Only say which files are not in form.")] = False,
    lang: LangOption = None,
    project: ProjectOption = None,
) -> None:
    """Put Turtle files into the project's one form."""
    from cim_kg.output import write_file
    from cim_kg.places import list_files
    from cim_kg.serialization import format_turtle, read_prefixes, read_text
    from cim_kg.store import list_knowledge

    place = locate(project)
    say = speak(place, lang)
    prefixes = read_prefixes(place)
    changed = 0
    for path in paths or [*list_knowledge(place), *list_files(place.shapes, ".ttl")]:
        text = format_turtle(path, prefixes)
        if text == read_text(path):
            continue
        changed += 1
        told = say("not in form") if check else say("formatted")
        emit(told + say(": ") + place.name(path) + "\n")
        if not check:
            write_file(path, text)
    if check and changed:
        raise typer.Exit(1)
