"""How long something may be left alone: on a clock that the test turns."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from briefing.serve.patience import Patience


class Watch:
    """A session that may be left alone, at a time that passes when we say so.

    Attributes:
        patience: What is tested.
        happened: What was done, each with the second of it.
    """

    def __init__(self) -> None:
        self.patience = Patience()
        self.happened: list[tuple[str, int]] = []
        self._began = self._now = asyncio.get_running_loop().time()

    def time(self) -> float:
        return self._now

    def limit(self, name: str, seconds: float, notice: float = 0, *, warns: bool = True) -> None:
        warn = self._does(f"{name} soon") if warns else None
        self.patience.limit(name, seconds, self._does(name), notice, warn)

    def _does(self, what: str) -> Callable[[], None]:
        return lambda: self.happened.append((what, self.second))

    async def go_on(self, seconds: int) -> None:
        """Let time pass, second by second."""
        for _ in range(seconds):
            self._now += 1
            for _ in range(3):
                await asyncio.sleep(0)

    @property
    def second(self) -> int:
        return round(self._now - self._began)


@pytest.fixture
async def watch(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Watch]:
    watch = Watch()
    with monkeypatch.context() as patch:
        patch.setattr(asyncio.get_running_loop(), "time", watch.time)
        yield watch
        watch.patience.cancel()


async def test_what_is_left_alone_ends_once(watch: Watch) -> None:
    watch.limit("idle", 10)
    await watch.go_on(9)
    assert watch.happened == []
    await watch.go_on(30)
    assert watch.happened == [("idle", 10)]


async def test_a_warning_comes_before_the_end(watch: Watch) -> None:
    watch.limit("idle", 900, notice=60)
    await watch.go_on(1000)
    assert watch.happened == [("idle soon", 840), ("idle", 900)]


async def test_whoever_types_has_all_the_time_again(watch: Watch) -> None:
    watch.limit("idle", 10)
    for _ in range(5):
        await watch.go_on(9)
        watch.patience.renew("idle")
    assert watch.happened == []
    await watch.go_on(20)
    assert watch.happened == [("idle", 55)]


async def test_whoever_types_after_the_warning_is_warned_again(watch: Watch) -> None:
    watch.limit("idle", 900, notice=60)
    await watch.go_on(850)
    watch.patience.renew("idle")
    await watch.go_on(1000)
    assert watch.happened == [("idle soon", 840), ("idle soon", 1690), ("idle", 1750)]


async def test_a_second_warning_is_in_time_where_the_whole_limit_is_short(watch: Watch) -> None:
    watch.limit("idle", 61, notice=60)
    await watch.go_on(3)
    watch.patience.renew("idle")
    await watch.go_on(100)
    assert watch.happened == [("idle soon", 1), ("idle soon", 4), ("idle", 64)]


async def test_whoever_types_before_the_warning_is_warned_later(watch: Watch) -> None:
    watch.limit("idle", 900, notice=60)
    await watch.go_on(839)
    watch.patience.renew("idle")
    await watch.go_on(899)
    assert watch.happened == [("idle soon", 1679)]


@pytest.mark.parametrize("notice", [0, 10, 11])
async def test_there_is_no_warning_where_there_is_no_time_for_one(
    watch: Watch, notice: float
) -> None:
    watch.limit("idle", 10, notice)
    await watch.go_on(20)
    assert watch.happened == [("idle", 10)]


async def test_without_a_way_to_warn_the_end_comes_at_its_time(watch: Watch) -> None:
    watch.limit("idle", 10, notice=5, warns=False)
    await watch.go_on(20)
    assert watch.happened == [("idle", 10)]


@pytest.mark.parametrize("seconds", [0, -1])
async def test_without_a_limit_there_is_no_end(watch: Watch, seconds: float) -> None:
    watch.limit("idle", seconds)
    await watch.go_on(2000)
    watch.patience.renew("idle")
    watch.patience.cancel("idle")
    assert watch.happened == []


async def test_limits_are_apart(watch: Watch) -> None:
    watch.limit("idle", 10)
    watch.limit("longest", 25)
    watch.limit("stall", 5)
    watch.patience.cancel("stall")
    await watch.go_on(9)
    watch.patience.renew("idle")
    watch.patience.renew("nothing of this name")
    await watch.go_on(50)
    assert watch.happened == [("idle", 19), ("longest", 25)]


async def test_a_limit_that_is_set_again_replaces_the_one_before(watch: Watch) -> None:
    watch.limit("idle", 5)
    await watch.go_on(3)
    watch.limit("idle", 10)
    await watch.go_on(50)
    assert watch.happened == [("idle", 13)]


async def test_a_limit_that_is_set_to_none_is_gone(watch: Watch) -> None:
    watch.limit("idle", 5)
    watch.limit("idle", 0)
    await watch.go_on(50)
    assert watch.happened == []


async def test_everything_can_be_cancelled_at_once(watch: Watch) -> None:
    watch.limit("idle", 5, notice=2)
    watch.limit("longest", 6)
    await watch.go_on(4)
    watch.patience.cancel()
    await watch.go_on(50)
    assert watch.happened == [("idle soon", 3)]
