"""Who may change the divisions."""

from linli.kernel.permissions import declare

declare("regions.load", "载入行政区划", roles=("system_admin",))
declare("regions.create", "新建网格、小组或演示社区", roles=("district_lead", "town_lead", "town_officer", "system_admin"))
declare("regions.set_boundary", "画边界", roles=("district_lead", "town_lead", "town_officer", "system_admin"))
declare("regions.set_contact", "登记值班电话", roles=("town_lead", "town_officer", "community_head", "system_admin"))
declare("regions.close", "撤销网格或小组", roles=("district_lead", "town_lead", "town_officer", "system_admin"))
