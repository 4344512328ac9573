"""The step time as it is shown: the window of steady lines, the level, and the two sources side by side."""

from train_watch.core.series import Series
from train_watch.core.state import StepTime
from train_watch.core.trend import trend
from train_watch.core.window import Window


def _steady(window: Window, warm: int, lines: int) -> float | None:
    """Median without the first `warm` lines; a clock says nothing on the first of all `lines`."""
    unread = max(0, lines - window.gone - len(window))
    return window.median_after(warm - unread)


def step_time(series: Series) -> StepTime:
    """The window of steady lines, the level, and the two sources side by side."""
    window, timing, pace = series.display.steady, series.timing, series.pace
    enough = len(window) >= 5
    steady = series.display.plain()
    warm = pace.warmup if not pace.cold else pace.lines
    return StepTime(
        value_s=pace.level.now(),
        last_s=series.display.samples[-1].seconds if series.display.samples else None,
        mean_s=window.mean(),
        median_s=window.median(),
        p05_s=window.quantile(0.05) if enough else None,
        p10_s=window.quantile(0.10) if enough else None,
        p90_s=window.quantile(0.90) if enough else None,
        p95_s=window.quantile(0.95) if enough else None,
        window=len(window),
        basis=timing.basis,
        meaning=timing.meaning,
        reported_s=_steady(timing.reported, warm, pace.lines),
        observed_s=_steady(timing.observed, warm, pace.lines),
        warmup_steps=warm,
        outliers=series.display.outliers(),
        trend=trend([s.step for s in steady], [s.seconds for s in steady]),
    )
