"""Look into the panel's frame: what jumped, what axe finds, what does not fit."""

from dataclasses import dataclass

from playwright.sync_api import Frame, Page, expect

from sandbox.product import ROOT

AXE = ROOT / "zendesk_app" / "node_modules" / "axe-core" / "axe.min.js"
GAP_SECONDS, WINDOW_SECONDS = 1.0, 5.0
WATCH = """() => {
  window.shifts = [];
  new PerformanceObserver(list => window.shifts.push(...list.getEntries().map(entry => [
    entry.startTime / 1000, entry.value, entry.hadRecentInput
  ]))).observe({ type: 'layout-shift', buffered: true });
}"""
FAULTS = """() => axe.run(document, { rules: { region: { enabled: false } } }).then(({ violations }) =>
  violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html.slice(0, 120)).join(' | ')}`))"""


def frame_of(page: Page, name: str = "panel") -> Frame:
    """Give the panel's frame, or the board's, once something is drawn in it."""
    expect(page.frame_locator(f"#{name}").locator("#app > *").first).to_be_attached()
    frame = page.frame(name)
    assert frame is not None
    return frame


def faults(page: Page) -> list[str]:
    """Run axe in the panel as it looks now, contrast included."""
    frame = frame_of(page)
    # Colours on their way from one state to the next are no fault.
    frame.evaluate("() => Promise.all(document.getAnimations().map(one => one.effect?.getTiming().iterations === 1 "
                   "? one.finished : null))")  # fmt: skip
    if not frame.evaluate("() => 'axe' in window"):
        frame.evaluate(AXE.read_text())
    found: list[str] = frame.evaluate(FAULTS)
    return found


@dataclass(frozen=True)
class Stillness:
    """Watches what moves without anybody having touched it."""

    frame: Frame

    @classmethod
    def of(cls, page: Page, name: str = "panel") -> "Stillness":
        """Begin to watch; what has jumped since the frame was loaded counts."""
        frame = frame_of(page, name)
        frame.evaluate(WATCH)
        return cls(frame)

    def score(self) -> float:
        """Give the layout shift score so far as Chromium counts it, after the next two frames are drawn.

        What moves within five seconds, with less than one between, counts together; the worst such time is the score.
        """
        self.frame.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        moved: list[tuple[float, float, bool]] = self.frame.evaluate("() => window.shifts")
        worst = total = begun = last = 0.0
        for at, value, touched in moved:
            if touched:
                continue
            if at - last > GAP_SECONDS or at - begun > WINDOW_SECONDS:
                total, begun = 0.0, at
            total, last = total + value, at
            worst = max(worst, total)
        return worst


def rebuild(page: Page) -> None:
    """Tear the panel's frame down and build it again, as Zendesk does."""
    frame = frame_of(page)
    frame.evaluate("() => { window.old = true; }")
    page.get_by_title("Load the app again").click()
    frame.wait_for_function("() => !('old' in window)")
    frame_of(page)
