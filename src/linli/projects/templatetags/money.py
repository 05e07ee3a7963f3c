"""Money in 分 as people read it."""

from django import template

register = template.Library()


@register.filter
def yuan(cents: int) -> str:
    """12,000 or 350.50: 分 as 元, with the 分 only where there are some."""
    whole, rest = divmod(int(cents), 100)
    return f"{whole:,}.{rest:02d}" if rest else f"{whole:,}"
