"""Addresses of 人口与房屋."""

from django.urls import URLPattern, URLResolver, path

from linli.people.views import card, change, facts, grids, home, households, houses, tags, tree

urlpatterns: list[URLPattern | URLResolver] = [
    path("registry/", home.home, name="registry"),
    path("registry/communities/<uuid:region_id>/compounds/new/", tree.compound, name="registry-new-compound"),
    path("registry/compounds/<uuid:compound_id>/buildings/new/", tree.building, name="registry-new-building"),
    path("registry/compounds/<uuid:compound_id>/grids/", grids.grids, name="registry-grids"),
    path("registry/compounds/<uuid:compound_id>/", home.compound, name="registry-compound"),
    path("registry/buildings/<uuid:building_id>/", home.building, name="registry-building"),
    path("registry/buildings/<uuid:building_id>/facts/", houses.building, name="registry-building-facts"),
    path("registry/houses/<uuid:house_id>/", card.house, name="registry-house"),
    path("registry/houses/<uuid:house_id>/change/", change.change, name="registry-change"),
    path("registry/houses/<uuid:house_id>/facts/", houses.correct, name="registry-house-facts"),
    path("registry/houses/<uuid:house_id>/split/", houses.split, name="registry-house-split"),
    path("registry/houses/<uuid:house_id>/merge/", houses.merge, name="registry-house-merge"),
    path("registry/splits/", houses.settle, name="registry-splits"),
    path("registry/houses/<uuid:house_id>/state/", change.state, name="registry-house-state"),
    path("registry/houses/<uuid:house_id>/move-in/", change.arrive, name="registry-move-in"),
    path("registry/people/<uuid:person_id>/", card.person, name="registry-person"),
    path("registry/people/<uuid:person_id>/reveal/<slug:field>/", card.show, name="registry-reveal"),
    path("registry/people/<uuid:person_id>/verify/", card.verify, name="registry-verify"),
    path("registry/people/<uuid:person_id>/move-out/", change.leave, name="registry-move-out"),
    path("registry/people/<uuid:person_id>/phone/", change.phone, name="registry-phone"),
    path("registry/people/<uuid:person_id>/tags/", tags.person, name="registry-tags"),
    path("registry/people/<uuid:person_id>/tags/new/", tags.put, name="registry-new-tag"),
    path("registry/people/<uuid:person_id>/tags/withdraw/", tags.withdraw, name="registry-withdraw-tag"),
    path("registry/households/", households.households, name="registry-households"),
    path("registry/households/<uuid:household_id>/", households.household, name="registry-household"),
    path("registry/households/<uuid:household_id>/add/", households.add, name="registry-household-add"),
    path("registry/households/<uuid:household_id>/leave/", households.leave, name="registry-household-leave"),
    path("registry/households/<uuid:household_id>/head/", households.head, name="registry-household-head"),
    path("registry/households/<uuid:household_id>/split/", households.split, name="registry-household-split"),
    path("registry/households/<uuid:household_id>/merge/", households.merge, name="registry-household-merge"),
    path("registry/people/<uuid:person_id>/facts/", facts.correct, name="registry-person-facts"),
    path("registry/people/<uuid:person_id>/dispute/", facts.doubt, name="registry-dispute"),
    path("registry/disputes/", facts.disputes, name="registry-disputes"),
    path("registry/groups/", tags.numbers, name="registry-groups"),
]
