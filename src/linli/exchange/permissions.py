"""Who may do what with a matching task: one post asks, another decides (domain/data_security.md §5, 6)."""

from linli.kernel.permissions import declare

ASKERS = ("town_officer",)
DECIDERS = ("town_lead", "district_lead")

declare("exchange.view", "看数据比对任务", (*ASKERS, *DECIDERS))
declare("exchange.draft", "起草数据比对任务", ASKERS)
declare("exchange.ask", "送审、撤回数据比对任务", ASKERS)
declare("exchange.decide", "批数据比对任务", DECIDERS)
