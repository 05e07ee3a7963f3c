"""Pure rules: who may give what, which roles exclude each other, passwords, parameters, modules."""

from dataclasses import dataclass
from datetime import date
from itertools import product

import pytest

from linli.accounts.rules import devices, modules, parameters, passwords, phones, roles

BY_CODE = {role.code: role for role in roles.ROLES}


def held(role: str, place: str, *above: str, until: date | None = None) -> roles.Held:
    return roles.Held(role, place, frozenset({place, *above}), date(2026, 1, 1), until)


def test_nobody_gives_his_own_height_or_above() -> None:
    pairs = [(g, r) for g, r in product(roles.ROLES, roles.ROLES) if roles.may_give(g.branch, g.rank, r.branch, r.rank)]
    assert pairs
    for giver, role in pairs:
        assert role.rank > giver.rank
        assert role.branch != roles.PUBLIC
        assert giver.branch not in {roles.PARTNER, roles.PUBLIC}
        assert not (giver.branch == roles.LINE and role.branch in {roles.AUDIT, roles.SYSTEM})


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Mozilla/5.0 (Linux; Android 14; V2309A) AppleWebKit/537.36 Chrome/116 MicroMessenger/8.0", "安卓手机上的微信"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36", "Windows 电脑上的Chrome 浏览器"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1", "苹果手机上的Safari 浏览器"),
        ("curl/8", "认不出的设备"),
        ("", "认不出的设备"),
    ],
)
def test_a_device_is_named_as_its_owner_would(said: str, words: str) -> None:
    assert devices.words(said) == words


def test_every_clash_names_real_roles() -> None:
    assert all({clash.first, clash.second} <= roles.CODES for clash in roles.CLASHES)


@pytest.mark.parametrize("clash", roles.CLASHES, ids=lambda clash: f"{clash.first}+{clash.second}")
def test_clash_on_the_same_ground(clash: roles.Clash) -> None:
    assert roles.refused_by([held(clash.first, "a")], held(clash.second, "a")) == clash
    assert roles.refused_by([held(clash.second, "a", "town")], held(clash.first, "town")) == clash


def test_clash_elsewhere_depends() -> None:
    assert roles.refused_by([held("supervisor", "a")], held("community_head", "b")) is None
    assert roles.refused_by([held("system_admin", "a")], held("city_auditor", "b")) is not None


def test_clash_only_while_both_run() -> None:
    assert roles.refused_by([held("supervisor", "a", until=date(2025, 12, 31))], held("community_head", "a")) is None


@pytest.mark.parametrize(
    ("password", "fine"),
    [
        ("Jiangshui-2026", True),
        ("Ab1-", False),
        ("alllowercase", False),
        ("Lowerupper", False),
        ("Password-12", False),
        ("Qin.xiaolan-26", False),
        ("江水-Jiang9", True),
    ],
)
def test_passwords(password: str, fine: bool) -> None:  # noqa: FBT001  # a table of cases
    assert (not passwords.problems(password, "qin.xiaolan", "覃晓岚")) is fine


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("100 0000 1234", ""),
        ("+86 10000001234", ""),
        ("1000000123", "少了 1 位"),
        ("100000012345", "多了 1 位"),
        ("20000001234", "以 1 开头"),
        ("", "写上"),
    ],
)
def test_phones(typed: str, said: str) -> None:
    assert (said in phones.problem(typed)) if said else phones.problem(typed) == ""


def test_parameters_keep_their_sort() -> None:
    ratio = parameters.Value("k", "", {"test": "GT", "num": 1, "den": 2, "of": "票"}, "", "S", "")
    assert parameters.shown(ratio.value) == "超过 1/2 票"
    assert parameters.problem(ratio, {"test": "GT", "num": 3, "den": 2, "of": ""})
    assert parameters.problem(ratio, 7)
    assert parameters.read("是", before=False) is True
    with pytest.raises(ValueError, match="整数"):
        parameters.read("3.5", 3)
    for value in ([1, 2], ratio.value, 7, True, "近亲属", None, {"a": 1}):
        assert parameters.read(parameters.written(value), value) == value
    with pytest.raises(ValueError, match="1/2"):
        parameters.read("一半", ratio.value)


@dataclass
class Switch:
    on: bool
    starts_on: date
    ends_on: date | None = None


def test_nearest_switch_decides() -> None:
    elections, day = modules.BY_CODE["elections"], date(2026, 9, 10)
    assert not modules.decided(elections, [], day)
    assert modules.decided(elections, [Switch(on=True, starts_on=day)], day)
    assert not modules.decided(elections, [Switch(on=False, starts_on=day), Switch(on=True, starts_on=day)], day)
    coming = [Switch(on=True, starts_on=date(2026, 10, 1))]
    assert not modules.decided(elections, coming, day)
    assert modules.opens_on(elections, coming, day) == date(2026, 10, 1)
    over = [Switch(on=False, starts_on=date(2026, 1, 1), ends_on=date(2026, 2, 1)), Switch(on=True, starts_on=date(2026, 1, 1))]
    assert modules.decided(elections, over, day)
