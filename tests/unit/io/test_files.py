"""Files that are no model files: refused quickly, with a reason, before anything is read or run."""

import os
import time
import tracemalloc
from pathlib import Path

import pytest

from poise.errors import InputError, ModelFileError, Problem, UnknownNameError
from poise.io import check_model, locate, parse_model, read_model, shipped, write_model
from poise.io.source import MAX_BYTES

CELL = Path(__file__).parents[2] / "data" / "models" / "cell.yaml"


pytestmark = pytest.mark.usefixtures("unchecked")


def refusal(path: Path) -> Problem:
    """The one problem of a file, found within 0.2 s and 5 MB."""
    tracemalloc.start()
    start = time.process_time()
    with pytest.raises(ModelFileError) as caught:
        read_model(path)
    took, (_, peak) = time.process_time() - start, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert took < 0.2
    assert peak < 5e6
    assert check_model(path) == caught.value.problems
    (one,) = caught.value.problems
    assert one.file == str(path)
    return one


def test_a_file_of_100_megabytes(tmp_path: Path):
    path = tmp_path / "large.yaml"
    with path.open("wb") as stream:
        stream.truncate(100_000_000)
    assert "100,000,000 bytes" in refusal(path).message


def test_the_largest_file(tmp_path: Path):
    path = tmp_path / "cell.yaml"
    text = CELL.read_bytes()
    path.write_bytes(text + b"#" * (MAX_BYTES - len(text)))
    assert read_model(path).name == "cell"
    path.write_bytes(text + b"#" * (MAX_BYTES - len(text) + 1))
    assert f"{MAX_BYTES + 1:,} bytes" in refusal(path).message


def test_a_folder(tmp_path: Path):
    assert "is a folder" in refusal(tmp_path).message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs here")
def test_a_pipe_does_not_hang(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.yaml")
    assert "a device or a pipe" in refusal(tmp_path / "pipe.yaml").message


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no devices here")
def test_a_device():
    assert "a device or a pipe" in refusal(Path("/dev/zero")).message


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "secret.yaml"
    path.write_bytes(CELL.read_bytes())

    def denied(*_: object, **__: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", denied)
    with pytest.raises(ModelFileError, match=r"cannot read .*Permission denied"):
        read_model(path)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings(tmp_path: Path, encoding: str):
    path = tmp_path / "wide.yaml"
    path.write_bytes(CELL.read_text(encoding="utf-8").encode(encoding))
    assert "UTF" in refusal(path).message or "NUL" in refusal(path).message


def test_a_utf8_mark_is_read_exactly(tmp_path: Path):
    path = tmp_path / "marked.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + CELL.read_bytes())
    assert read_model(path).describe() == read_model(CELL).describe()
    assert parse_model("\ufeff" + CELL.read_text(encoding="utf-8")).name == "cell"


def test_bytes_that_are_no_text(tmp_path: Path):
    path = tmp_path / "binary.yaml"
    path.write_bytes(b"name: a\nx: \xff\xfe\n")
    one = refusal(path)
    assert "0xFF is not UTF-8" in one.message
    assert (one.line, one.column) == (2, 4)
    path.write_bytes(bytes(range(256)) * 10)
    assert refusal(path).line == 3
    path.write_bytes(b"name: a\0b")
    assert "NUL" in refusal(path).message


@pytest.mark.parametrize("text", ["", "\n\n", "# only a remark\n", "---\n", "''"])
def test_empty_files(tmp_path: Path, text: str):
    path = tmp_path / "empty.yaml"
    path.write_text(text, encoding="utf-8")
    assert "the file is empty" in refusal(path).message


@pytest.mark.parametrize(("text", "said"), [("- a\n- b\n", "holds a list"), ("just words", "holds a piece of text")])
def test_files_of_another_kind(tmp_path: Path, text: str, said: str):
    path = tmp_path / "other.yaml"
    path.write_text(text, encoding="utf-8")
    assert said in refusal(path).message


def test_names_and_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    for name in ("nowhere.yaml", "no/such/file.yaml", "nothing_like_it", "", "x" * 5000, "a\0b"):
        with pytest.raises(UnknownNameError, match=r"no file|no shipped model|no model is named"):
            locate(name)
    path = tmp_path / "cell"
    path.write_bytes(CELL.read_bytes())
    assert locate("cell") == Path("cell")
    assert read_model("cell").name == read_model(path).name == "cell"


@pytest.mark.skipif(not shipped(), reason="no shipped models yet")
def test_shipped_models():
    for name in shipped():
        model = read_model(name)
        assert model.name == name
        assert read_model(locate(name)).hash == model.hash
    with pytest.raises(UnknownNameError, match=f"did you mean '{shipped()[0]}'"):
        locate(shipped()[0][:-1])
    with pytest.raises(UnknownNameError, match=f"did you mean '{shipped()[0]}'"):
        locate(f"models/{shipped()[0]}x.yaml")


def test_writing_replaces_whole_files(tmp_path: Path):
    model = read_model(CELL)
    path = tmp_path / "out.yaml"
    text = write_model(model, path)
    assert path.read_text(encoding="utf-8") == text
    assert read_model(path).describe() == model.describe()
    path.chmod(0o640)
    write_model(model.set("bath.K+", "6 mM"), path)
    assert path.stat().st_mode & 0o777 == 0o640
    assert read_model(path).get("bath.K+") == 6.0
    link = tmp_path / "link.yaml"
    link.symlink_to(path)
    write_model(model, link)
    assert link.is_symlink()
    assert read_model(path).get("bath.K+") == 5.0
    assert sorted(one.name for one in tmp_path.iterdir()) == ["link.yaml", "out.yaml"]


def test_a_file_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    model = read_model(CELL)
    with pytest.raises(InputError, match=r"cannot write .*No such file"):
        write_model(model, tmp_path / "no" / "where.yaml")
    path = tmp_path / "out.yaml"
    path.write_text("as it was", encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match="No space left"):
        write_model(model, path)
    assert path.read_text(encoding="utf-8") == "as it was"
    assert [one.name for one in tmp_path.iterdir()] == ["out.yaml"]
