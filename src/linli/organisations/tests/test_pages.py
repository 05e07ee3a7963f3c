"""组织与设施: what a worker sees, finds, registers and looks after; what another community's worker does not."""

from uuid import UUID

import pytest
from django.test import Client
from pytest_django import Settings

from linli.accounts.contract import create_demo_user, demo_accounts, sync_roles
from linli.accounts.tests.conftest import COMMAND, City
from linli.kernel.ids import new_id
from linli.organisations.models import Organisation
from linli.places.models import Facility

UNIT = {"kind": "social_org", "name": "邻里互助会", "phone": "023-0000 1299", "short_name": "互助会"}
HYDRANT = {"kind": "hydrant", "name": "3 号楼旁消火栓", "place_text": "3 号楼东侧", "code": "XH-01", "accessible": "unknown"}


@pytest.fixture
def enter(city: City, settings: Settings) -> "Enter":
    settings.DEMO = True
    sync_roles(COMMAND)
    return Enter()


class Enter:
    """Signs somebody in by one click."""

    def __call__(self, role: str, region_id: UUID) -> Client:
        create_demo_user(COMMAND, role=role, region_id=region_id, name=f"{role}{region_id}"[:40], unit="单位")
        found = next(one for one in demo_accounts() if one.name == f"{role}{region_id}"[:40])
        client = Client()
        client.post("/demo/sign-in/", {"post": str(found.grant_id)})
        return client


def test_a_unit_is_registered_found_corrected_and_closed(city: City, enter: Enter) -> None:
    client = enter("community_worker", city.community)
    wrong = client.post("/organisations/new/", UNIT | {"unified_code": "123", "region": str(city.community), "op_id": str(new_id())})
    assert wrong.status_code == 422
    assert "邻里互助会" in wrong.content.decode()
    made = client.post("/organisations/new/", UNIT | {"region": str(city.community), "op_id": str(new_id())})
    row = Organisation.objects.get(name="邻里互助会")
    assert made["Location"] == f"/organisations/{row.pk}/"
    assert "邻里互助会" in client.get("/organisations/?q=互助&kind=social_org").content.decode()
    assert "没有这样的单位" in client.get("/organisations/?q=没有这个").content.decode()
    client.post(f"/organisations/{row.pk}/change/", UNIT | {"hours": "周一到周五", "version": 1})
    late = client.post(f"/organisations/{row.pk}/change/", UNIT | {"hours": "全天", "version": 1})
    assert late.status_code == 422
    assert "刚有人改过" in late.content.decode()
    client.post(f"/organisations/{row.pk}/close/", {"op_id": str(new_id())})
    row.refresh_from_db()
    assert (row.hours, row.closed_on is not None) == ("周一到周五", True)
    assert "停办" in client.get(f"/organisations/{row.pk}/").content.decode()
    assert "邻里互助会" not in client.get("/organisations/").content.decode()
    assert "邻里互助会" in client.get("/organisations/?closed=1").content.decode()


def test_a_facility_is_registered_filtered_and_looked_after(city: City, enter: Enter) -> None:
    client = enter("community_worker", city.community)
    assert "还没有登记设施" in client.get("/organisations/facilities/").content.decode()
    wrong = client.post("/organisations/facilities/new/", HYDRANT | {"lon": "106.5", "region": str(city.community)})
    assert wrong.status_code == 422
    assert "经度和纬度要一起写" in wrong.content.decode()
    client.post("/organisations/facilities/new/", HYDRANT | {"region": str(city.community), "op_id": str(new_id())})
    row = Facility.objects.get(code="XH-01")
    card = f"/organisations/facilities/{row.pk}/"
    assert "XH-01" in client.get("/organisations/facilities/?kind=hydrant&q=3 号楼").content.decode()
    assert "没有这样的设施" in client.get("/organisations/facilities/?late=1").content.decode()
    unsaid = client.post(card, {"step": "found_faulty", "note": "", "op_id": str(new_id())})
    assert unsaid.status_code == 422
    client.post(card, {"step": "found_faulty", "note": "栓口锈死，拧不开", "op_id": str(new_id())})
    page = client.get(card).content.decode()
    assert "待修" in page
    assert "栓口锈死" in page
    client.post(f"{card}change/", HYDRANT | {"maintainer": "消防大队", "version": row.version + 1})
    row.refresh_from_db()
    assert (row.maintainer, row.state) == ("消防大队", "faulty")


def test_others_find_nothing_and_those_who_only_look_change_nothing(city: City, enter: Enter) -> None:
    worker = enter("community_worker", city.community)
    worker.post("/organisations/facilities/new/", HYDRANT | {"region": str(city.community), "op_id": str(new_id())})
    worker.post("/organisations/new/", UNIT | {"region": str(city.community), "op_id": str(new_id())})
    facility, unit = Facility.objects.get(), Organisation.objects.get(name="邻里互助会")
    other = enter("community_worker", city.far)
    for address in (f"/organisations/facilities/{facility.pk}/", f"/organisations/{unit.pk}/", f"/organisations/{unit.pk}/change/"):
        assert other.get(address).status_code == 404
    assert other.post(f"/organisations/{unit.pk}/close/").status_code == 404
    assert other.post(f"/organisations/facilities/{facility.pk}/", {"step": "found_good"}).status_code == 404
    assert "3 号楼旁消火栓" not in other.get("/organisations/facilities/").content.decode()
    lead = enter("town_lead", city.town)
    assert "3 号楼旁消火栓" in lead.get("/organisations/facilities/").content.decode()
    assert lead.get(f"/organisations/facilities/{facility.pk}/change/").status_code == 403
    assert lead.post(f"/organisations/facilities/{facility.pk}/", {"step": "found_good"}).status_code == 403
    facility.refresh_from_db()
    assert facility.version == 1
