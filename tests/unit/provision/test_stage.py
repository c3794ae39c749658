"""A stage of the set-up that fails says what the tool said, and in one sentence what that means."""

import sys
from pathlib import Path

import pytest

from provision import stage as stage_module
from provision.__main__ import main
from provision.stage import advice, run, stage


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("npm error code ENOSPC", "disk is full"),
        ("SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed", "authority"),
        ("npm error code SELF_SIGNED_CERT_IN_CHAIN", "authority"),
        ("Failed to establish a new connection: [Errno -3] Temporary failure in name resolution", "be reached"),
        ("npm error network request to https://registry/x failed, reason: getaddrinfo ENOTFOUND", "be reached"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "something else"),
        ("npm error code EINTEGRITY", "something else"),
        ("PermissionError: [Errno 13] Permission denied: '/srv/x'", "may not be written"),
        ("a new kind of mistake", "what the tool said"),
    ],
)
def test_one_sentence_says_what_it_means(said: str, meant: str) -> None:
    assert meant in advice(said)


def test_the_tools_own_words_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    script = "import sys; print('building ...'); sys.exit('no compiler for x')"
    with pytest.raises(SystemExit) as ended, stage("a part"):
        run(sys.executable, "-c", script)
    assert "no compiler for x" in str(ended.value)
    assert capsys.readouterr().out.startswith("set-up: a part ... failed")


def test_a_tool_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended, stage("a part"):
        run("/no/such/tool")
    assert "/no/such/tool" in str(ended.value)


def test_ctrl_c_ends_quietly(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended, stage("a part"):
        raise KeyboardInterrupt
    assert ended.value.code == 130
    assert "goes on from here" in capsys.readouterr().out


def test_a_folder_that_cannot_be_written_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "locked").symlink_to("/proc/self")  # nobody may make a folder in there, not even root
    monkeypatch.setattr(stage_module, "MACHINE", tmp_path / "locked" / "machine")
    monkeypatch.setattr(sys, "argv", ["provision", "python"])
    with pytest.raises(SystemExit) as ended:
        main()
    first, *_, last = str(ended.value).splitlines()
    assert first.endswith(f"'{tmp_path}/locked/machine'")
    assert last.startswith("set-up: ")
