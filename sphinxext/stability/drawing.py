"""A timeline as SVG: no script, colours by class, words for whatever the colours say."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from html import escape

from sphinxext.stability.releases import Due
from sphinxext.stability.timeline import Bar, Chart, Lane
from sphinxext.stability.versions import base

#: Sizes of the chart, in pixels.
_GUTTER, _COLUMN, _ROW, _BAR, _HEAD = 230, 58, 30, 18, 34
#: Width of a character of the labels, on the average.
_CHARACTER = 6.6


def svg(drawn: Chart, label: str) -> str:
    """Draw a chart: no script, colours by class, words for whatever the colours say."""
    columns = len(drawn.releases)
    width = _GUTTER + columns * _COLUMN + 90
    height = _HEAD + len(drawn.lanes) * _ROW + 12
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    parts = [f'<svg class="stability-chart" {size} role="img" aria-label="{escape(label)}">']
    for index, due in enumerate(drawn.releases):
        x = _GUTTER + index * _COLUMN
        now = " now" if due.version == drawn.at else ""
        about = "about " if due.about else ""
        here = ", this documentation" if now else ""
        dated = f"<title>{due.version}: {about}{due.date or 'no date'}{here}</title>"
        parts.append(
            f'<line class="grid{now}" x1="{x}" y1="{_HEAD - 8}" x2="{x}" y2="{height - 8}"/>'
            f'<text class="muted{now}" x="{x}" y="{_HEAD - 14}">{dated}{due.version}</text>'
        )
    for index, lane in enumerate(drawn.lanes):
        parts += _draw(lane, drawn.releases, _HEAD + index * _ROW)
    parts.append("</svg>")
    return "".join(parts)


def _draw(lane: Lane, releases: Sequence[Due], y: int) -> Iterator[str]:
    title = _shortened(lane.title, _GUTTER - 12)
    yield (
        f'<text class="lane" x="0" y="{y + _BAR / 2 + 4:g}">'
        f"<title>{escape(lane.title)}</title>{escape(title)}</text>"
    )
    right = 0.0
    for bar in lane.bars:
        left, right = _edges(bar, releases)
        if right <= left or left >= _GUTTER + len(releases) * _COLUMN:
            continue
        dashed = " former" if bar.former else ""
        shown = _shortened(bar.label, right - left - 10)
        yield (
            f'<g class="stability-{bar.color}{dashed}"><title>{escape(_described(lane, bar))}'
            f'</title><rect x="{left:g}" y="{y}" width="{right - left - 2:g}" height="{_BAR}" '
            f'rx="3"/><text x="{left + 6:g}" y="{y + 13}">{escape(shown)}</text></g>'
        )
    if lane.after and lane.bars and lane.bars[-1].end:
        yield f'<text class="muted" x="{right + 6:g}" y="{y + 13}">{escape(lane.after)}</text>'


def _edges(bar: Bar, releases: Sequence[Due]) -> tuple[float, float]:
    """Return where a bar begins and ends; what lies outside is cut off."""
    versions = [due.version for due in releases]
    start = bisect.bisect_left(versions, base(bar.start)) if bar.start else 0
    end = bisect.bisect_left(versions, base(bar.end)) if bar.end else len(versions)
    open_end = 0.6 if bar.end is None or end == len(versions) else 0.0
    return _GUTTER + start * _COLUMN, _GUTTER + (end + open_end) * _COLUMN


def _shortened(text: str, room: float) -> str:
    most = int(room / _CHARACTER)
    if len(text) <= most:
        return text
    return text[: most - 1] + "…" if most > 2 else ""  # noqa: PLR2004


def _described(lane: Lane, bar: Bar) -> str:
    since = f" since {bar.start}" if bar.start else ""
    until = f" until {bar.end}" if bar.end else ""
    return f"{lane.title}: {bar.label}{since}{until}"
