"""The design gallery: every component in every state, on one page (demo mode only)."""

from datetime import timedelta

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.kernel import clock
from linli.web import gallery_samples as samples
from linli.web.ui.fields import Option
from linli.web.ui.icons import ICONS


class SampleForm(forms.Form):
    """One field of each kind."""

    phone = forms.CharField(label="您的电话", help_text="办的人会打这个号码，不公开", min_length=13)
    text = forms.CharField(label="发生了什么", widget=forms.Textarea(attrs={"rows": 3}), error_messages={"required": "写一写发生了什么"})
    where = forms.ChoiceField(label="在哪个小区", choices=[("a", "桂苑小区"), ("b", "溪畔家园")], required=False)
    shown = forms.ChoiceField(
        label="谁能看到",
        choices=[("public", Option("公开", note="名字不显示，事情大家能看")), ("private", Option("只给办的人看"))],
        widget=forms.RadioSelect,
    )
    notify = forms.BooleanField(label="办好了发短信告诉我", required=False)


GOOD = {"phone": "100 0000 1234", "text": "楼道灯坏了三天", "where": "a", "shown": "public", "notify": "on"}


def _broken() -> SampleForm:
    form = SampleForm({"phone": "100 0000 123", "shown": "public"})
    form.is_valid()
    form.errors["phone"] = form.error_class(["少了 1 位，请再看一看"])
    return form


def _held(request: HttpRequest) -> dict[str, object]:
    size, tone = request.GET.get("size"), request.GET.get("theme")
    return {"reading_size": size if size in {"large", "xlarge"} else "", "theme": tone if tone in {"light", "dark"} else ""}


def _sidebar() -> list[list[dict[str, object]]]:
    return [
        [{"key": icon, "label": label, "icon": icon, "url": "#side", "count": count, "late": late} for label, icon, count, late in group]
        for group in samples.SIDE
    ]


@require_safe
def shell(request: HttpRequest, shell: str) -> HttpResponse:
    """A shell with sample content: home, step, matter (phone) and queue (desk). Raises Http404."""
    if shell not in samples.SHELLS:
        raise Http404
    facts = {
        "form": SampleForm(GOOD),
        "place": samples.PLACE,
        "duty": samples.DUTY,
        "mine_count": 1,
        "tab": {"home": "home", "matter": "mine"}.get(shell),
        "stair": {"current": 1, "total": 4, "label": "说件事"},
        "back": {"url": "/gallery/", "label": "返回"} if shell != "home" else None,
        "question": "发生了什么？",
        "week": samples.WEEK,
        "timeline": samples.TIMELINE,
        "queue": samples.QUEUE,
        "nav_groups": _sidebar(),
        "may_search": True,
        "nav": "inbox",
        "crumbs": samples.CRUMBS,
        "soon": clock.today() + timedelta(days=4),
    }
    return render(request, f"web/gallery_{shell}.html", facts | _held(request))


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component. `?theme=dark&size=large` hold it in one theme and size."""
    today = clock.today()
    facts = {
        "sizes": samples.SIZES,
        "themes": samples.THEMES,
        "icons": sorted(ICONS),
        "form": SampleForm(GOOD),
        "broken": _broken(),
        "ticks": samples.TICKS,
        "states": samples.STATES,
        "decision": samples.DECISION,
        "timeline": samples.TIMELINE,
        "reasons": samples.REASONS,
        "why": samples.WHY,
        "mine": samples.MINE,
        "theirs": samples.THEIRS,
        "queue": samples.QUEUE,
        "building": samples.building(),
        "today": today,
        "soon": today + timedelta(days=4),
        "weeks": (samples.WEEK, samples.WEEK_STOPPED, samples.WEEK_DUE, samples.WEEK_OVER),
        "moment": clock.now(),
        "counts": {"own": 51, "rent": 12, "empty": 5, "lent": 2, "shop": 4, "check": 2, "none": 1},
    }
    return render(request, "web/gallery.html", facts | _held(request))
