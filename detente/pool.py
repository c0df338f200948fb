"""The one process pool for CPU-bound steps: a step that takes too much time or memory ends with its process, alone."""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as Timeout
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessPool

T = TypeVar("T")
R = TypeVar("R")
MEMORY_BYTES = 2 << 30
RECYCLE = 5000
NO_MEMORY = 77  # the exit code of a process whose step took too much
WALL = 6.0  # times the CPU time that a step may take: the end of one that does not even compute


class PoolFault(Exception):
    """A step that gave no result; `args[0]` is the reason in one line."""

    @property
    def reason(self) -> str:
        return str(self.args[0])


class TooSlow(PoolFault):
    """The step used up its CPU time."""


class Broken(PoolFault):
    """A process died between two steps, through no fault of this one: it may be submitted again."""


class Pool:
    """`workers` processes (0: one a core) of `memory` bytes at most, each replaced after `RECYCLE` steps.

    Use from any thread.
    """

    def __init__(
        self,
        workers: int = 0,
        initializer: Callable[..., None] | None = None,
        arguments: tuple[Any, ...] = (),
        *,
        memory: int = MEMORY_BYTES,
    ):
        self._open = partial(
            ProcessPool,
            max_workers=workers or os.cpu_count() or 1,
            max_tasks=RECYCLE,
            initializer=_prepare,
            initargs=(memory, initializer, arguments),
            # not fork: the clients of the bus and the database do not survive it
            context=multiprocessing.get_context("spawn"),
        )
        self._pool, self._closed, self._lock = self._open(), False, threading.Lock()

    def submit(self, function: Callable[..., T], *arguments: Any, seconds: float) -> Future[T]:
        """The future of `function(*arguments)`, killed after `seconds` of CPU time; `result_of` reads it."""
        future: Future[T] = self._unbroken().schedule(
            _within, args=(seconds, function, *arguments), timeout=WALL * seconds
        )
        return future

    def _unbroken(self) -> ProcessPool:
        """pebble gives a whole pool up when a process dies that has no step: then there is a new one."""
        with self._lock:
            if not self._closed and not self._pool.active:
                self._pool.stop()  # type: ignore[no-untyped-call]
                self._pool.join(5)
                self._pool = self._open()
            return self._pool

    def close(self) -> None:
        """End the workers; what is under way is dropped."""
        self._closed = True
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join(5)


def result_of(future: Future[R], seconds: float | None = None) -> R | PoolFault:
    """What the step returned, or why it returned nothing; `seconds` of CPU time were allowed to it."""
    try:
        return future.result()
    except Timeout as error:
        return TooSlow(f"took over {error.args[1]:g} s" if len(error.args) > 1 else "took too long")
    except BrokenProcessPool as error:
        return Broken(f"its pool broke ({error})")
    except ProcessExpired as error:
        if error.exitcode == NO_MEMORY:
            return PoolFault("took too much memory")
        if error.exitcode != -signal.SIGPROF:
            return PoolFault(f"its process died ({error})")
        return TooSlow("took over its CPU time" if seconds is None else f"took over {seconds:g} s of CPU time")
    except MemoryError:
        return PoolFault("took too much memory")
    except Exception as error:  # noqa: BLE001 - whatever the step raised in the other process
        return PoolFault(f"{type(error).__name__}: {error}")


def _within(seconds: float, function: Callable[..., T], *arguments: Any) -> T:
    """The timer kills the process wherever it is, in C code too. CPU time: on a busy machine nobody is late for it."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        return function(*arguments)
    except MemoryError:
        os._exit(NO_MEMORY)  # what is left of it would be short of memory for the next step, or even to receive it
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _prepare(memory: int, initializer: Callable[..., None] | None, arguments: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    if initializer is not None:
        initializer(*arguments)
