"""The command line as its users meet it: help, examples, and one clear line for every mistake."""

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from cim_kg.cli import app
from cim_kg.places import Project
from tests.conftest import Run

COMMANDS = sorted(str(it.name or getattr(it.callback, "__name__", "")) for it in app.registered_commands)


def assert_refused(done: "subprocess.CompletedProcess[str]", *parts: str) -> None:
    """One line on standard error that has all the parts, nothing on standard output, exit code 2."""
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1, done.stderr
    for part in parts:
        assert part in done.stderr
    assert done.returncode == 2


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str, run: Run) -> None:
    done = run(command, "--help")
    assert done.returncode == 0
    example = done.stdout.split("Example: ")[1].strip()
    assert example.startswith(f"cim-kg {command}")


def test_without_a_command_the_questions_are_listed_with_an_example(run: Run) -> None:
    done = run()
    assert done.returncode == 0
    for line in done.stdout.splitlines():
        if "cim-kg ask" in line:
            answered = run(*shlex.split(line)[1:])
            assert answered.returncode == 0, answered.stderr
            assert "No rows." not in answered.stdout


def test_tables_keep_to_the_width_of_the_terminal(run: Run) -> None:
    for width in (40, 80, 200):
        done = run("ask", "mandates", env={"COLUMNS": str(width)})
        assert max(len(line) for line in done.stdout.splitlines()) <= width


def test_an_answer_as_json_has_values_labels_and_types(run: Run) -> None:
    answer = json.loads(run("ask", "actor-activities", "actor=CICAD", "--format", "json").stdout)
    assert answer["parameters"]["actor"]["label"] == "Inter-American Drug Abuse Control Commission"
    assert answer["columns"] == ["earliest", "latest", "activity", "role", "body"]
    assert answer["rows"][0]["cells"]["role"] == {
        "value": "https://w3id.org/cim-kg/concept/role.coordinator",
        "label": "coordinator",
        "type": "iri",
    }


def test_a_csv_answer_is_written_to_a_file_whole(run: Run, tmp_path: Path) -> None:
    assert run("ask", "money-by-status", "--format", "csv", "-o", "money.csv").returncode == 0
    content = (tmp_path / "money.csv").read_bytes()
    assert content.startswith(b"status,funder,purpose,recipient,mandate,standing,sources\r\n")


def test_show_tells_what_passages_say_of_a_thing(run: Run) -> None:
    done = run("show", "CICAD")
    assert "[1] CIM report of 2004, section III, First Inter-American Meeting on Cooperation" in done.stdout
    assert "coordinator" in done.stdout
    told = json.loads(run("show", "CICAD", "--format", "json").stdout)
    assert [it.rsplit("/", 1)[1] for it in told["passages"] if "/passage/" in it] == ["03.07"]


@pytest.mark.parametrize("thing", ["mandate.draft.convene-conference", "<https://w3id.org/cim-kg/id/org.cicad>"])
def test_show_takes_any_name_that_the_tool_prints(thing: str, run: Run) -> None:
    assert run("show", thing).returncode == 0


def test_a_reader_that_has_seen_enough_does_not_change_the_exit_code(project: Project, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "cim_kg", "export", "--format", "nt"]
    environment = {**os.environ, "PYTHONPATH": str(project.root)}
    with subprocess.Popen(command, env=environment, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as it:
        assert it.stdout and it.stderr
        it.stdout.close()
        assert it.stderr.read() == b""
    assert it.returncode == 0


def test_a_file_beside_the_graph_is_validated_as_a_strangers(copy: Project, run: Run) -> None:
    path = copy.root / "theirs.ttl"
    path.write_text("<https://w3id.org/cim-kg/id/org.x> a <https://w3id.org/cim-kg/ontology#Roganization> .\n", "utf-8")
    assert run("validate", str(path), "--project", str(copy.root)).returncode == 1


def test_things_without_names_are_a_violation_and_no_traceback(copy: Project, run: Run, tmp_path: Path) -> None:
    (tmp_path / "theirs.ttl").write_text("[] a <https://w3id.org/cim-kg/ontology#Participation> .\n", "utf-8")
    done = run("validate", "theirs.ttl")
    assert done.returncode == 1
    assert "Things without a name were not checked" in done.stdout
    path = copy.graph / "cim-report-2004" / "08.01-footnote-caribbean.ttl"
    path.write_text(path.read_text("utf-8") + "[] a cim:Participation .\n", "utf-8")
    for form in ("text", "turtle"):
        done = run("validate", "--project", str(copy.root), "--format", form)
        assert done.returncode == 1
        assert done.stderr == ""


def test_a_message_is_one_line_whatever_was_typed(run: Run) -> None:
    assert_refused(run("show", "a\nb\x1b[31m"), "Nothing is called “a b [31m”")


def test_a_table_says_below_how_to_read_it(run: Run) -> None:
    table = run("ask", "actor-activities", "actor=CICAD", "--no-proof", env={"COLUMNS": "2000"}).stdout
    assert "does not say that anybody came" in table.splitlines()[-1]


def test_output_is_utf_8_whatever_the_locale(run: Run) -> None:
    assert "María Elena Salinas" in run("show", "Maria Elena Salinas", env={"PYTHONIOENCODING": "ascii"}).stdout


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (["ask", "timelin"], ["no question “timelin”", "Did you mean timeline"]),
        (["ask", "actor-activities", "actor"], ["“actor” is no parameter", "key=value"]),
        (["ask", "actor-activities", "actor=CIM", "actor=IOM"], ["given twice"]),
        (["ask", "actor-activities", "aktor=CIM"], ["no parameter “aktor”", "Did you mean actor"]),
        (["ask", "timeline", "from=June"], ["from is a date", "year-month-day"]),
        (["ask", "participants", 'activity=x" } DROP ALL #'], ["Nothing is called"]),
        (["show", "CICADA"], ["Nothing is called “CICADA”", "Did you mean CICAD"]),
        (["show"], ["show needs a thing"]),
        (["export", "--format", "turtel"], ["no format “turtel”", "Did you mean turtle"]),
        (["export", "-o", "missing/x.ttl"], ["cannot be written", "Choose another place"]),
        (["validate", "missing.ttl"], ["missing.ttl cannot be read"]),
        (["verify"], ["needs the source texts", "--sources"]),
        (["verify", "--sources", "nowhere"], ["cannot be read"]),
        (["verify", "--sources", ".", "--at", "01.01=5"], ["--update"]),
        (["verify", "--sources", ".", "--update", "--at", "first"], ["names no line"]),
        (["ask", "timeline", "--project", "nowhere"], ["has no folder graph/", "--project"]),
    ],
    ids=lambda value: "-".join(value)[:40] if isinstance(value, list) else "",
)
def test_a_mistake_is_answered_with_one_line_and_a_cure(words: list[str], parts: list[str], run: Run) -> None:
    assert_refused(run(*words), *parts)


def test_an_unknown_option_is_a_usage_error(run: Run) -> None:
    done = run("validate", "--formt", "json")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_broken_file_of_the_graph_is_named_with_its_line(copy: Project, run: Run) -> None:
    path = copy.graph / "cim-report-2004" / "08.01-footnote-caribbean.ttl"
    path.write_text(path.read_text(encoding="utf-8") + "id:x cim:y nope:z .\n", encoding="utf-8")
    for command in (["ask", "timeline"], ["validate"], ["build", "--out", "site"], ["format"]):
        assert_refused(run(*command, "--project", str(copy.root)), "08.01-footnote-caribbean.ttl, line", "nope")


def test_a_file_that_is_not_utf_8_is_named_with_its_line(copy: Project, run: Run) -> None:
    path = copy.ontology / "roles.ttl"
    path.write_bytes(path.read_bytes() + b"# \xe9\n")
    assert_refused(run("ask", "timeline", "--project", str(copy.root)), "roles.ttl, line", "not UTF-8")


@pytest.mark.parametrize(
    ("name", "content", "part"),
    [
        ("graph/cim-report-2004/03.01-other.ttl", "", "describe one passage"),
        ("graph/my report/01.01-a.ttl", "", "a name that no IRI can bear"),
        ("graph/01.01-a.ttl", "", "does not lie in a folder of a source"),
        (
            "ontology/prefixes.ttl",
            '<https://a/b> <http://www.w3.org/ns/shacl#prefix> "b" .',
            "declares a prefix by half",
        ),
    ],
    ids=["passage-twice", "odd-name", "no-source", "half-a-prefix"],
)
def test_a_file_that_cannot_be_placed_is_named(name: str, content: str, part: str, copy: Project, run: Run) -> None:
    (copy.root / name).parent.mkdir(exist_ok=True)
    (copy.root / name).write_text(content, encoding="utf-8")
    assert_refused(run("ask", "timeline", "--project", str(copy.root)), part)


def test_a_path_that_cannot_be_looked_at_is_named(run: Run) -> None:
    assert_refused(run("validate", "x" * 300 + ".ttl"), "File name too long")


def test_an_empty_graph_and_empty_rules_are_named(copy: Project, run: Run) -> None:
    for path in copy.shapes.glob("*.ttl"):
        path.unlink()
    assert_refused(run("validate", "--project", str(copy.root)), "holds no rules")


def test_a_broken_question_is_named_with_its_line(copy: Project, run: Run) -> None:
    path = copy.queries / "timeline.rq"
    path.write_text(path.read_text(encoding="utf-8") + "LIMIT 3\n", encoding="utf-8")
    assert_refused(run("ask", "timeline", "--project", str(copy.root)), "timeline.rq, line", "LIMIT")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_folder_is_named(copy: Project, run: Run) -> None:
    (copy.graph / "reference").chmod(0)
    try:
        assert_refused(run("ask", "timeline", "--project", str(copy.root)), "reference", "cannot be read")
    finally:
        (copy.graph / "reference").chmod(0o755)


def test_a_build_that_fails_leaves_the_old_site(copy: Project, run: Run, tmp_path: Path) -> None:
    words = ["build", "--out", "site", "--project", str(copy.root)]
    assert run(*words).returncode == 0
    before = {path: path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file()}
    (copy.graph / "cim-report-2004" / "source.ttl").write_text("nonsense", encoding="utf-8")
    assert run(*words).returncode == 2
    assert {path: path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file()} == before


def test_a_build_does_not_overwrite_a_folder_of_the_user(run: Run, tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("dear", encoding="utf-8")
    assert_refused(run("build", "--out", "thesis"), "not a folder that cim-kg built")


def test_a_text_that_is_not_the_one_of_the_digests_is_refused(run: Run, sources: Path, tmp_path: Path) -> None:
    text = (sources / "cim-report-2004.txt").read_text(encoding="utf-8")
    (tmp_path / "cim-report-2004.txt").write_text(text.replace("DePaul", "De Paul"), encoding="utf-8")
    assert_refused(run("verify", "--sources", str(tmp_path)), "41 passages differ, first 01.01", "verify --update")
    (tmp_path / "cim-report-2004.txt").write_bytes(text.replace("\n", "\r\n").encode())
    assert_refused(run("verify", "--sources", str(tmp_path)), "has the line ends of Windows")


def test_a_passage_that_has_not_been_cut_is_a_discrepancy(copy: Project, run: Run, sources: Path) -> None:
    path = copy.graph / "cim-report-2004" / "08.01-footnote-caribbean.ttl"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "cim:digest" not in line), encoding="utf-8")
    done = run("verify", "--sources", str(sources), "--project", str(copy.root))
    assert done.returncode == 1
    assert "08.01-footnote-caribbean.ttl: the passage has not been cut from the text." in done.stdout
    answer = json.loads(
        run("verify", "--sources", str(sources), "--project", str(copy.root), "--format", "json").stdout
    )
    assert [it["file"] for it in answer] == ["graph/cim-report-2004/08.01-footnote-caribbean.ttl"]


def test_a_moved_text_is_followed_by_update(copy: Project, run: Run, sources: Path, tmp_path: Path) -> None:
    text = (sources / "cim-report-2004.txt").read_text(encoding="utf-8")
    (tmp_path / "cim-report-2004.txt").write_text("Cover\n\n" + text, encoding="utf-8")
    update = run("verify", "--sources", str(tmp_path), "--update", "--project", str(copy.root))
    assert update.stdout.endswith("1 discrepancy\n")
    assert "5 characters lie in no passage, first in line 1" in update.stdout
    assert "updated graph/cim-report-2004/source.ttl" in update.stderr


def test_a_strangers_file_is_held_to_the_rules(run: Run, tmp_path: Path) -> None:
    (tmp_path / "theirs.ttl").write_text(
        "PREFIX cim: <https://w3id.org/cim-kg/ontology#>\n"
        "<https://w3id.org/cim-kg/id/participation.travel-congress.cicad.speaker> a cim:Participation .\n",
        encoding="utf-8",
    )
    done = run("validate", "theirs.ttl", "--format", "json")
    assert done.returncode == 1
    findings = json.loads(done.stdout)
    assert {it["file"] for it in findings if it["severity"] == "Violation"} == {"theirs.ttl"}
    report = run("validate", "theirs.ttl", "--format", "turtle")
    assert "sh:conforms false" in report.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for another process")
def test_an_interrupted_build_leaves_the_old_site_and_nothing_else(project: Project, tmp_path: Path) -> None:
    """The build is interrupted as soon as its new folder appears."""
    script = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from cim_kg.cli import main; main()"
    )
    command = [sys.executable, "-c", script, "build", "--out", str(tmp_path / "site")]  # interrupts may be ignored here
    environment = {**os.environ, "PYTHONPATH": str(project.root)}
    subprocess.run(command, env=environment, check=True, capture_output=True)
    before = (tmp_path / "site" / "exports" / "cim-kg.ttl").stat().st_mtime_ns
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as building:
        while building.poll() is None and not list(tmp_path.glob(".site.*")):
            time.sleep(0.01)
        building.send_signal(signal.SIGINT)
        output, complaint = building.communicate(timeout=60)
    assert building.returncode == 130
    assert b"Traceback" not in complaint
    assert output == b""
    assert (tmp_path / "site" / "exports" / "cim-kg.ttl").stat().st_mtime_ns == before
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_rows_stand_apart_where_cells_wrap(run: Run) -> None:
    wrapped = run("ask", "timeline", env={"COLUMNS": "120"}).stdout
    plain = run("ask", "timeline", env={"COLUMNS": "400"}).stdout
    assert "\n\n2001-01-01" in wrapped
    assert "\n\n2001-01-01" not in plain


def test_a_rule_whose_message_has_no_language_is_a_finding(copy: Project, run: Run) -> None:
    path = copy.shapes / "evidence.ttl"
    text = re.sub('(sh:message .*")@en', r"\1", path.read_text(encoding="utf-8"))
    assert text != path.read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    for language, colon in (("en", ":"), ("fr", "\u00a0:")):  # as French sets it
        done = run("validate", "--project", str(copy.root), "--lang", language)
        assert (done.returncode, done.stderr) == (1, "")
        assert f"\nViolation{colon} rule-has-one-message" in done.stdout


@pytest.mark.parametrize("words", [("CICAD",), ("--format", "json"), ("-o", "all.html")])
def test_the_list_of_all_things_is_text_and_has_no_thing(words: tuple[str, ...], run: Run) -> None:
    done = run("show", "--all", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "show --all lists all things as text" in done.stderr


def test_the_dossiers_of_concepts_and_classes_begin_with_what_they_mean(run: Run) -> None:
    shown = run("show", "concept/role.counterpart", "--lang", "es").stdout
    assert "Es contraparte nacional de quienes implementan la" in shown
    assert "Who can act, be addressed, pay" in run("show", "ontology#Actor").stdout


def test_the_name_in_the_reader_s_language_stands_first(run: Run) -> None:
    shown = run("show", "Meeting in El Salvador", "--lang", "pt", "--format", "json").stdout
    (identity,) = (it for it in json.loads(shown)["sections"] if it["heading"] == "O que é")
    (names,) = (line["cells"]["value"] for line in identity["lines"] if line["cells"]["property"][0]["label"] == "nome")
    assert [it["label"] for it in names][:2] == ["Reunião em El Salvador", "Meeting in El Salvador (en)"]


def test_a_slice_that_is_not_the_one_is_said_in_the_reader_s_language(copy: Project, sources: Path, run: Run) -> None:
    path = next((copy.graph / "cim-report-2004").glob("01.01-*.ttl"))
    text = path.read_text(encoding="utf-8")
    end = re.search(r"oa:end (\d+)", text)
    assert end is not None
    path.write_text(text.replace(end[0], f"oa:end {int(end[1]) - 4}"), encoding="utf-8")
    done = run("verify", "--project", str(copy.root), "--sources", str(sources), "--lang", "es")
    assert "el fragmento no es aquel del que se calculó el resumen criptográfico. Corrija" in done.stdout
    assert "no están en ningún pasaje, el primero en la línea" in done.stdout


def test_why_shows_the_passages_of_one_thing_and_the_ties_of_two(run: Run) -> None:
    assert "[1] CIM report of 2004, section III, First Inter-American Meeting" in run("why", "CICAD").stdout
    ties = run("why", "CICAD", "IOM")
    assert "3 ties" in ties.stdout
    assert ties.returncode == 0
    assert len(json.loads(run("why", "CICAD", "IOM", "--format", "json").stdout)["ties"]) == 3


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["why", "CICAD", "CICAD"], "A tie needs two things"),
        (["why", "CICCAD"], "Did you mean CICAD"),
        (["ask", "money-by-status", "--format", "tabel"], "tabel"),
        (["ask", "phase-coverage", "--sources", "nowhere"], "holds no source text"),
    ],
)
def test_what_why_and_ask_cannot_use_is_refused(words: list[str], complaint: str, run: Run) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert complaint in done.stderr


def test_two_things_without_a_tie_are_told_so(run: Run) -> None:
    done = run("why", "UNICEF", "Cuba")
    assert done.returncode == 0
    assert "No stated facts tie" in done.stdout


@pytest.mark.parametrize("form", ["table", "markdown", "html", "csv", "json", "turtle"])
@pytest.mark.parametrize("proved", [True, False])
def test_an_empty_answer_tells_so_in_every_format(form: str, proved: bool, run: Run) -> None:
    done = run("ask", "phase-coverage", "place=Chile", "--format", form, *([] if proved else ["--no-proof"]))
    assert done.returncode == 0
    assert "cim:place" in done.stdout + done.stderr


def test_an_empty_answer_says_what_emptied_it_and_what_would_not_be(run: Run) -> None:
    done = run("ask", "actor-activities", "actor=Permanent Council")
    assert done.returncode == 0
    assert "What emptied the answer is line" in " ".join(done.stdout.split())
    assert "there are rows" in " ".join(done.stdout.split())


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ("questions", ["questions"]),
        ("questions", ["questions", "timeline"]),
        ("answer", ["ask", "timeline", "--no-proof"]),
        ("paper", ["show", "CICAD"]),
        ("paper", ["show", "Cuba"]),
        ("paper", ["mandates", "CIM"]),
        ("paper", ["introductions", "BSCC"]),
        ("paper", ["annex", "--from", "2003-06", "--to", "2004-06", "-o", "-"]),
        ("validate", ["validate"]),
    ],
)
def test_the_json_of_every_command_keeps_to_its_schema(
    schema: str, words: list[str], project: Project, run: Run, sources: Path
) -> None:
    form = json.loads((project.root / "docs" / "schemas" / f"{schema}.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(form)
    done = run(*words, "--format", "json", env={"CIM_KG_SOURCES": str(sources)})
    Draft202012Validator(form).validate(json.loads(done.stdout))


def test_the_json_of_discrepancies_keeps_to_its_schema(
    copy: Project, project: Project, run: Run, sources: Path
) -> None:
    path = copy.graph / "cim-report-2004" / "05.04-mexico-funding.ttl"
    path.write_text(path.read_text(encoding="utf-8").replace("oa:start 13460", "oa:start 13461"), encoding="utf-8")
    form = json.loads((project.root / "docs" / "schemas" / "verify.json").read_text(encoding="utf-8"))
    done = run("verify", "--project", str(copy.root), "--sources", str(sources), "--format", "json")
    found = json.loads(done.stdout)
    assert found
    Draft202012Validator(form).validate(found)


@pytest.mark.parametrize("words", [["--help"], ["show", "--help"], ["annex", "--help"], ["questions", "--help"]])
@pytest.mark.parametrize(("language", "usage"), [("es", "Uso:"), ("pt", "Uso:"), ("fr", "Usage\u00a0:")])
def test_help_is_told_in_the_language_asked_for_or_of_the_locale(
    words: list[str], language: str, usage: str, run: Run
) -> None:
    asked = run(*words, "--lang", language)
    assert asked.returncode == 0
    assert asked.stdout.startswith(usage)
    assert asked.stdout == run(*words, env={"LC_ALL": f"{language}_XX.UTF-8"}).stdout
    assert "Show this message" not in asked.stdout
    assert run(*words).stdout.startswith("Usage:")


@pytest.mark.parametrize(
    "words",
    [
        ["ask", "timeline"],
        ["show", "CICAD"],
        ["mandates"],
        ["introductions"],
        ["annex", "--from", "2003", "--to", "2004", "-o", "-"],
        ["why", "CICAD"],
        ["questions"],
        ["validate"],
        ["show", "CICAD", "--help"],
        ["export", "-o", "-"],
        ["format"],
    ],
    ids=" ".join,
)
def test_an_unknown_language_is_refused_and_the_four_are_listed(words: list[str], run: Run) -> None:
    done = run(*words, "--lang", "de")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "en (English), es (Español), pt (Português), fr (Français)" in done.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["ask", "money-by-status", "status=announced"], "anunciado"),
        (["questions", "money-by-status"], "¿Qué financiamiento"),
        (["why", "CICAD"], "Comisión Interamericana para el Control del Abuso de Drogas"),
        (["validate"], "Información: 4"),
        (["mandates", "CIM"], "cumplido"),
        (["introductions", "BSCC"], "grupo"),
        ([], "mandatos"),
    ],
)
def test_every_command_speaks_spanish(words: list[str], told: str, run: Run) -> None:
    assert told in run(*words, "--lang", "es").stdout
    assert told not in run(*words).stdout


def test_a_spreadsheet_has_its_headings_in_the_language(run: Run) -> None:
    done = run("ask", "timeline", "--format", "csv", "--lang", "fr")
    assert done.stdout.split("\r\n")[0].split(",")[0] == "au plus tôt"


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--from", "1990-01", "--to", "1990-12", "-o", "a.docx"], "No source tells of an activity"),
        (["--from", "June", "--to", "2004", "-o", "a.docx"], "“June” is no year, month or day"),
        (["--from", "2004", "--to", "2003", "-o", "a.docx"], "2003 comes before 2004"),
        (["--from", "2003", "--to", "2004", "-o", "a.odt"], "none of the endings .docx, .html, .json, .md, .txt"),
        (["--from", "2003", "--to", "2004", "-o", "a.docx", "--actor", "CICCAD"], "Did you mean CICAD"),
        (
            ["--from", "2003", "--to", "2004", "-o", "a.docx", "--actor", "Cuba"],
            "“Cuba” does not fit here: its kind is “country”",
        ),
    ],
)
def test_an_annex_that_cannot_be_made_leaves_the_old_one(
    words: list[str], complaint: str, run: Run, tmp_path: Path
) -> None:
    for name in ("a.docx", "a.odt"):
        (tmp_path / name).write_text("old", encoding="utf-8")
    done = run("annex", *words)
    assert done.returncode == 2
    assert complaint in done.stderr
    assert done.stderr.count("\n") == 1
    assert {(tmp_path / name).read_text(encoding="utf-8") for name in ("a.docx", "a.odt")} == {"old"}


def test_an_annex_that_cannot_be_written_says_so(run: Run, tmp_path: Path) -> None:
    done = run("annex", "--from", "2003", "--to", "2004", "-o", str(tmp_path / "missing" / "annex.md"))
    assert done.returncode == 2
    assert "cannot be written" in done.stderr


def test_the_ending_of_the_file_says_the_form_of_the_annex(run: Run, tmp_path: Path) -> None:
    for name, begins in (
        ("a.txt", b"Annex"),
        ("a.json", b"{"),
        ("a.docx", b"PK"),
        ("b.DOCX", b"PK"),
        ("a.html", b"<!doctype html>"),
        ("a.md", b"# Annex"),
    ):
        assert run("annex", "--from", "2003-06", "--to", "2004-06", "-o", name).returncode == 0
        assert (tmp_path / name).read_bytes().lstrip().startswith(begins)


@pytest.mark.parametrize("words", [["show", "CICAD"], ["mandates"], ["introductions"]], ids=" ".join)
def test_the_ending_of_the_file_says_the_form_of_every_paper(words: list[str], run: Run, tmp_path: Path) -> None:
    assert run(*words, "-o", "a.docx").returncode == 0
    assert (tmp_path / "a.docx").read_bytes().startswith(b"PK")
    refused = run(*words, "-o", "a.pdf")
    assert refused.returncode == 2
    assert "a.pdf has none of the endings" in refused.stderr
    assert run(*words, "-o", "a.pdf", "--format", "html").returncode == 0


def test_the_weights_of_introductions_can_be_changed(run: Run, project: Project, tmp_path: Path) -> None:
    text = project.weights.read_text(encoding="utf-8").replace("weight = 2", "weight = 50")
    (tmp_path / "weights.toml").write_text(text, encoding="utf-8")
    done = run("introductions", "BSCC", "--weights", "weights.toml", "--limit", "1")
    assert ": 53\n" in done.stdout.split("\n\n")[1]
    assert run("introductions", "--weights", "nowhere.toml").returncode == 2
