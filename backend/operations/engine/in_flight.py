"""The operations that this process carries out now: which are tried, which wait for their next try, and when.

An operation that waits costs an entry in a heap, no thread. A step that a person waits for has threads of its own,
so it never queues behind follow-ups.
"""

import heapq
import itertools
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from backend.deps import Clock

MOST_FIRST_STEPS, MOST_FOLLOW_UPS = 32, 16
"""How many tries are made at the same time. A vendor that hangs holds a try for 8 s."""
AFTER_FAULT = 5.0
"""Seconds until a try is made again that failed on our own side: the database is away, say."""
POLL_SECONDS = 0.05

log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class Task:
    """One operation under the fence of one take-over; `position` is the step to be tried next.

    `tries` counts by position how often a step was tried, `due` when it is to be tried again (monotonic seconds).
    """

    operation_id: str
    fence: int
    position: int
    tries: dict[int, int] = field(default_factory=dict)
    due: dict[int, float] = field(default_factory=dict)
    trying: bool = False
    clock: Clock | None = None


class Lane:
    """Tasks by when they are due, and the threads that try them."""

    def __init__(self, name: str, most: int, lock: threading.Lock) -> None:
        self.name = name
        self.most = most
        self.due: list[tuple[float, int, Task]] = []
        self.woken = threading.Condition(lock)
        self.threads = self.idle = 0


class InFlight:
    """Has each task tried when it is due, by `try_once`: it gives the seconds until the next try, None = no more."""

    def __init__(self, try_once: Callable[[Task], float | None]) -> None:
        self._try_once = try_once
        self._lock = threading.Lock()
        self._tasks: dict[str, Task] = {}
        self._order = itertools.count()
        self._first = Lane("first-step", MOST_FIRST_STEPS, self._lock)
        self._follow = Lane("follow-up", MOST_FOLLOW_UPS, self._lock)
        self._trying = 0
        self._running = False
        self._tried_once = threading.Condition(self._lock)

    def start(self) -> None:
        """Begin. Call after any fork: threads do not survive one."""
        with self._lock:
            self._running = True
            for lane in (self._first, self._follow):
                self._add_thread(lane)

    def reserve(self, operation_id: str, fence: int, position: int = 0) -> Task | None:
        """Enter an operation, to be put into its lane next; None if it is in flight already, or all ends.

        An entry of an earlier fence is outdated and gives way, unless it is being tried right now.
        """
        with self._lock:
            known = self._tasks.get(operation_id)
            if not self._running or (known and (known.trying or known.fence >= fence)):
                return None
            self._tasks[operation_id] = task = Task(operation_id, fence, position)
            return task

    def release(self, task: Task) -> None:
        """Take an operation out."""
        with self._lock:
            self._forget(task)

    def put(self, task: Task, seconds: float = 0.0) -> None:
        """Have an operation tried after some seconds."""
        with self._lock:
            self._put(task, seconds)

    def has(self, operation_id: str, fence: int) -> bool:
        """Tell whether an operation is in flight here since that take-over."""
        with self._lock:
            known = self._tasks.get(operation_id)
            return known is not None and known.fence >= fence

    def await_first_step(self, operation_id: str, seconds: float) -> None:
        """Wait until a try has ended after which the first step of an operation may stand otherwise.

        It may be carried out by another process: whoever waits looks again after some seconds at most.
        """
        with self._lock:
            known = self._tasks.get(operation_id)
            if known is None or not known.position:
                self._tried_once.wait(seconds)

    def end(self, seconds: float) -> bool:
        """Let no try begin any more; wait until those under way have ended, and tell whether they have in time."""
        with self._lock:
            self._running = False
            for lane in (self._first, self._follow):
                lane.woken.notify_all()
        until = time.monotonic() + seconds
        while self._trying and time.monotonic() < until:
            time.sleep(POLL_SECONDS)
        return not self._trying

    def _put(self, task: Task, seconds: float) -> None:
        lane = self._follow if task.position else self._first
        heapq.heappush(lane.due, (time.monotonic() + seconds, next(self._order), task))
        lane.woken.notify()

    def _forget(self, task: Task) -> None:
        if self._tasks.get(task.operation_id) is task:
            del self._tasks[task.operation_id]

    def _add_thread(self, lane: Lane) -> None:
        if lane.threads == lane.most:
            return
        try:
            threading.Thread(target=self._work, args=(lane,), name=lane.name, daemon=True).start()
            lane.threads += 1
        except RuntimeError:
            log.exception("no thread to be had: %s threads of %s go on", lane.threads, lane.name)

    def _work(self, lane: Lane) -> None:
        while task := self._next(lane):
            again_in: float | None = AFTER_FAULT
            try:
                again_in = self._try_once(task)
            except BaseException:
                # The next try looks first, so trying again is safe; to stop here would strand the operation.
                log.exception("operation %s: trying again", task.operation_id)
            finally:
                self._tried(task, again_in)

    def _next(self, lane: Lane) -> Task | None:
        """Wait for a task that is due; None when all ends. Whoever takes one leaves another thread to wait."""
        with self._lock:
            lane.idle += 1
            task = None
            while self._running and task is None:
                left = lane.due[0][0] - time.monotonic() if lane.due else None
                if left is not None and left <= 0:
                    found = heapq.heappop(lane.due)[2]
                    task = found if self._tasks.get(found.operation_id) is found else None
                else:
                    lane.woken.wait(left)
            lane.idle -= 1
            if task is not None:
                task.trying = True
                self._trying += 1
                if not lane.idle:
                    self._add_thread(lane)
                elif lane.due:
                    lane.woken.notify()
            return task

    def _tried(self, task: Task, again_in: float | None) -> None:
        with self._lock:
            task.trying = False
            self._trying -= 1
            self._tried_once.notify_all()
            if again_in is None:
                self._forget(task)
            else:
                self._put(task, again_in)
