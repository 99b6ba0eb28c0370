"""Who may run beside whom: modules side by side, but one that changes the server's keys alone, since
the others hold the keys that they fetched at their start."""

import contextlib
import threading


class Turns:
    """Many at once, or one alone."""

    def __init__(self):
        self.changed = threading.Condition()
        self.together = 0
        self.alone = False
        self.waiting = 0

    @contextlib.contextmanager
    def side_by_side(self):
        """A turn beside others."""
        with self.changed:
            # Whoever waits to be alone goes first, or it would wait for ever.
            self.changed.wait_for(lambda: not self.alone and not self.waiting)
            self.together += 1
        try:
            yield
        finally:
            with self.changed:
                self.together -= 1
                self.changed.notify_all()

    @contextlib.contextmanager
    def by_itself(self):
        """A turn while nobody else has one."""
        with self.changed:
            self.waiting += 1
            self.changed.wait_for(lambda: not self.alone and not self.together)
            self.waiting -= 1
            self.alone = True
        try:
            yield
        finally:
            with self.changed:
                self.alone = False
                self.changed.notify_all()
