"""Writing: all of it or nothing."""

import os
import stat
from pathlib import Path

import pytest

from cim_kg.errors import OutputError
from cim_kg.output import MARK, replace_folder, write_file


def test_a_file_is_written_with_plain_line_ends_in_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_file(path, "ñ\n")
    assert path.read_bytes() == b"\xc3\xb1\n"
    assert [it.name for it in tmp_path.iterdir()] == ["a.txt"]


def test_a_new_file_has_the_rights_that_files_here_have(tmp_path: Path) -> None:
    plain = tmp_path / "plain.txt"
    plain.write_text("", encoding="utf-8")
    write_file(tmp_path / "a.txt", "")
    assert stat.S_IMODE((tmp_path / "a.txt").stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)


def test_what_cannot_be_written_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old", encoding="utf-8")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError, match=r"No space left on device\. Choose another place"):
        write_file(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert [it.name for it in tmp_path.iterdir()] == ["a.txt"]


def test_a_place_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        write_file(tmp_path / "missing" / "a.txt", "")


def test_a_folder_is_replaced_as_a_whole(tmp_path: Path) -> None:
    site = tmp_path / "site"
    for content in ("one", "two"):
        with replace_folder(site) as folder:
            (folder / f"{content}.txt").write_text(content, encoding="utf-8")
    assert {path.name for path in site.iterdir()} == {MARK, "two.txt"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize("failure", [KeyboardInterrupt, ValueError])
def test_an_interruption_leaves_the_old_folder_whole(tmp_path: Path, failure: type[BaseException]) -> None:
    site = tmp_path / "site"
    with replace_folder(site) as folder:
        (folder / "a.txt").write_text("old", encoding="utf-8")
    with pytest.raises(failure), replace_folder(site) as folder:
        (folder / "a.txt").write_text("half", encoding="utf-8")
        raise failure
    assert (site / "a.txt").read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_failure_between_the_two_renames_brings_the_old_folder_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    with replace_folder(site) as folder:
        (folder / "a.txt").write_text("old", encoding="utf-8")
    rename = Path.replace

    def fail_for_the_new_one(self: Path, target: Path) -> Path:
        if self.name.startswith(".site.") and target == site:
            raise PermissionError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", fail_for_the_new_one)
    with pytest.raises(OutputError, match="Permission denied"), replace_folder(site):
        pass
    assert (site / "a.txt").read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_link_stays_a_link_and_its_target_is_written(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("old", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to("real.txt")
    write_file(tmp_path / "link.txt", "new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text(encoding="utf-8") == "new"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_file(pipe, "text")
    assert os.read(reader, 10) == b"text"
    os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_folder_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(OutputError, match="not a folder that cim-kg built"), replace_folder(tmp_path / "thesis"):
        pass
    assert (tmp_path / "thesis" / "chapter.txt").read_text(encoding="utf-8") == "dear"
