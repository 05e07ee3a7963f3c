"""Who may change the divisions."""

from linli.kernel.permissions import declare

_TOWN = ("town_lead", "town_officer", "system_admin")

declare("regions.load", "载入行政区划", roles=("system_admin",))
declare("regions.create", "新建网格或小组", roles=_TOWN)
declare("regions.create_community", "新设村或社区", roles=("district_lead", "system_admin"))
declare("regions.rename", "改区划名称", roles=("district_lead", "system_admin"))
declare("regions.close", "撤销网格、小组或社区", roles=("district_lead", *_TOWN))
declare("regions.set_boundary", "画边界", roles=("district_lead", *_TOWN))
declare("regions.set_contact", "登记值班电话", roles=("community_head", *_TOWN))
