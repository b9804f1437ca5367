"""Where the library, the state and the configuration are."""

from __future__ import annotations

import os
import pwd
import sys
import tempfile
from pathlib import Path

import pytest

import briefing
from briefing.settings import config as config_module
from briefing.settings.config import Places, bundled_content, find_places

XDG = ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME")


def test_by_default_they_are_in_the_home_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    places = find_places({})
    folders = {places.library, places.state, places.config.parent}
    assert len(folders) == 3
    assert all(folder.is_relative_to(tmp_path) for folder in folders)
    assert not any(tmp_path.iterdir())


def test_of_another_user_they_are_in_the_home_that_is_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("HOME", "/home/ann")
    for environment, home in (({}, "/home/ann"), ({"HOME": "/home/ben"}, "/home/ben")):
        assert find_places(environment) == Places(
            Path(f"{home}/.local/share/briefing"),
            Path(f"{home}/.local/state/briefing"),
            Path(f"{home}/.config/briefing/config.toml"),
        )


def test_xdg_variables_move_them(tmp_path: Path) -> None:
    places = find_places({name: str(tmp_path / name) for name in XDG})
    assert places.library == tmp_path / "XDG_DATA_HOME" / "briefing"
    assert places.state == tmp_path / "XDG_STATE_HOME" / "briefing"
    assert places.marks == places.state / "reader.json"
    assert places.config == tmp_path / "XDG_CONFIG_HOME" / "briefing" / "config.toml"


@pytest.mark.parametrize("value", ["", " ", "relative/folder", "~/folder"])
def test_xdg_variables_that_are_not_absolute_count_as_none(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/home/ann")
    assert find_places(dict.fromkeys(XDG, value)) == find_places({})


def test_on_macos_they_are_in_the_library_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setenv("HOME", "/Users/ann")
    support = Path("/Users/ann/Library/Application Support/briefing")
    assert find_places({}) == Places(support, support, support / "config.toml")


def test_our_variables_go_before_the_folders_of_the_platform(tmp_path: Path) -> None:
    places = find_places(
        {
            "BRIEFING_LIBRARY": str(tmp_path / "library"),
            "BRIEFING_STATE": str(tmp_path / "state"),
            "BRIEFING_CONFIG": str(tmp_path / "my.toml"),
        }
    )
    assert places.library == tmp_path / "library"
    assert places.state == tmp_path / "state"
    assert places.config == tmp_path / "my.toml"


def test_flag_then_variable_then_configuration() -> None:
    flag, variable, configured = Path("/flag"), "/variable", Path("/configured")
    environment = {"BRIEFING_LIBRARY": variable}
    assert find_places(environment, flag, configured).library == flag
    assert find_places(environment, None, configured).library == Path(variable)
    assert find_places({"BRIEFING_LIBRARY": ""}, None, configured).library == configured


def test_the_corpus_is_where_it_is_said_to_be_and_nowhere_by_default() -> None:
    flag, variable, configured = Path("/flag"), "/variable", Path("/configured")
    environment = {"BRIEFING_CORPUS": variable}

    def corpus(
        environment: dict[str, str], override: Path | None, configured: Path | None
    ) -> Path | None:
        return find_places(
            environment, corpus_override=override, configured_corpus=configured
        ).corpus

    assert corpus(environment, flag, configured) == flag
    assert corpus(environment, None, configured) == Path(variable)
    assert corpus({"BRIEFING_CORPUS": ""}, None, configured) == configured
    assert corpus({}, None, None) is None


def test_all_are_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/home/ann")
    places = find_places(
        {"BRIEFING_STATE": "~/state"}, Path("library"), corpus_override=Path("~/texts")
    )
    assert places.library == tmp_path / "library"
    assert places.corpus == Path("/home/ann/texts")
    assert places.state == Path("/home/ann/state")


def test_a_user_without_a_home_gets_a_temporary_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(uid: int) -> None:
        raise KeyError(uid)

    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.setattr(pwd, "getpwuid", nobody)
    places = find_places({"BRIEFING_STATE": "~/state"})
    mine = Path(tempfile.gettempdir()) / f"briefing-{os.getuid()}"
    assert (places.library, places.config) == (mine, mine / "config.toml")
    assert places.state == Path("~/state").absolute()


def content(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / "content" / name).mkdir(parents=True)
        (folder / "content" / name / "briefing.md").touch()
    (folder / "content" / "notes").mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    folder = tmp_path / "briefing"
    folder.mkdir()
    monkeypatch.setattr(config_module, "_PACKAGE", folder)
    return folder


def test_a_source_checkout_has_its_content_beside_the_package(package: Path) -> None:
    content(package.parent, "two", "one")
    assert bundled_content() == []
    (package.parent / "pyproject.toml").touch()
    assert [folder.name for folder in bundled_content()] == ["one", "two"]


def test_an_installed_package_has_its_content_inside(package: Path) -> None:
    content(package, "inside")
    content(package.parent, "of-somebody-else")
    (package.parent / "pyproject.toml").touch()
    assert bundled_content() == [package / "content" / "inside"]


def test_a_package_without_content_has_none(package: Path) -> None:
    assert package.is_dir()
    assert bundled_content() == []


def test_the_program_comes_with_a_briefing() -> None:
    assert Path(briefing.__file__).parent == config_module._PACKAGE
    assert [folder.name for folder in bundled_content()] == ["armenia-azerbaijan-joint-statement"]
