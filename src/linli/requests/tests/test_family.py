"""家属/监护人: the matters of the ward, never what the ward told about violence (domain §6; roles_indicators §2)."""

from dataclasses import replace

import pytest

from linli.kernel.actor import Actor
from linli.kernel.errors import NotVisible
from linli.kernel.ids import new_id
from linli.requests import operations, queries
from linli.requests.models import Request
from linli.requests.tests.conftest import World
from linli.requests.tests.test_secrecy import VIOLENCE


@pytest.fixture
def ward(world: World) -> Actor:
    """A resident whom the registry knows."""
    return replace(world.resident, person_id=new_id())


def family_of(ward: Actor) -> Actor:
    """The daughter's account: another phone, the same person of the registry."""
    grant = replace(ward.grants[0], id=new_id(), role="family", role_label="家属/监护人")
    return replace(ward, user_id=new_id(), name="袁晓晴", unit="女儿", grants=(grant,))


def seen(actor: Actor) -> set[object]:
    return set(Request.objects.visible_to(actor).values_list("pk", flat=True))


def test_the_family_sees_and_answers_for_the_ward(world: World, ward: Actor) -> None:
    lamp, daughter = world.file(who=ward), family_of(ward)
    assert [row.id for row in queries.mine(daughter)] == [lamp.pk]
    assert queries.own(daughter, lamp.pk).request.pk == lamp.pk
    bath = world.file("想请人上门给我妈助浴，怎么收费？", "consult", who=daughter)
    assert seen(daughter) == seen(ward) == {lamp.pk, bath.pk}
    operations.withdraw(daughter, lamp.pk, text="已经修好了")
    assert Request.objects.get(pk=lamp.pk).status == "withdrawn"


def test_violence_the_ward_told_of_does_not_exist_for_the_family(world: World, ward: Actor) -> None:
    hit, daughter = world.file(VIOLENCE, "help", who=ward), family_of(ward)
    assert Request.objects.get(pk=hit.pk).restricted
    assert hit.pk in seen(ward)
    assert seen(daughter) == set()
    assert (queries.mine(daughter), queries.asking(daughter), queries.notices(daughter)) == ([], 0, [])
    with pytest.raises(NotVisible):
        queries.own(daughter, hit.pk)
    for verb in (operations.withdraw, operations.confirm_solved):
        with pytest.raises(NotVisible):
            verb(daughter, hit.pk)


def test_a_matter_that_becomes_one_of_violence_leaves_the_family(world: World, ward: Actor) -> None:
    lamp, daughter = world.file(who=ward), family_of(ward)
    operations.accept(world.worker, lamp.pk)
    operations.decide_class(world.worker, lamp.pk, sanshi="small", category="light", ground="楼道灯是大家共用的")
    operations.object_to_class(ward, lamp.pk, text="不是灯的事，我儿子昨晚又打我，我怕他回来。")
    assert Request.objects.get(pk=lamp.pk).restricted
    assert seen(daughter) == set()


def test_what_the_family_told_itself_stays_its_own(world: World, ward: Actor) -> None:
    hit = world.file("我妈被我弟弟打了，满脸是血，在 3 号楼 2 单元", "help", who=family_of(ward))
    assert Request.objects.get(pk=hit.pk).restricted
    daughter = family_of(ward)
    assert seen(replace(daughter, user_id=hit.requester_account_id)) == {hit.pk}
    assert seen(daughter) == set(), "another relative of the same person does not read it"


def test_other_residents_and_other_families_see_nothing(world: World, ward: Actor) -> None:
    lamp = world.file(who=ward)
    other = family_of(replace(world.stranger, person_id=new_id()))
    assert seen(other) == set()
    with pytest.raises(NotVisible):
        queries.own(other, lamp.pk)
    nobody = family_of(replace(world.stranger, person_id=None))
    assert seen(nobody) == set(), "a family account that is bound to nobody speaks for nobody"
