"""Small drawings in SVG: no style attribute is allowed by the content policy, attributes are."""


def number(value: float) -> str:
    """A coordinate with at most two decimals and no trailing zero."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def hatch(x: float, y: float, width: float, height: float, step: float) -> str:
    """Path data of 45° lines clipped to the rectangle, so that no pattern id has to be unique in the page."""
    lines = []
    offset = -height + step / 2
    while offset < width:
        start = max(0.0, offset)
        end = min(width, height + offset)
        lines.append(
            f"M{number(x + start)} {number(y + height - (start - offset))}L{number(x + end)} {number(y + height - (end - offset))}"
        )
        offset += step
    return "".join(lines)


def rect(css: str, x: float, y: float, width: float, height: float, radius: float = 0) -> str:
    """One rectangle with a class."""
    corner = f' rx="{number(radius)}"' if radius else ""
    return f'<rect class="{css}" x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"{corner}/>'


def path(css: str, data: str) -> str:
    """One path with a class."""
    return f'<path class="{css}" d="{data}"/>'
