"""Who may see how the platform itself does (domain/roles_indicators.md §2: 运维厂商, health only)."""

from linli.kernel.permissions import declare

declare("web.see_health", "看平台状况", roles=("vendor", "system_admin"))
