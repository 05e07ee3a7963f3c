"""Types and states of 事情 (domain/registry.md §9). Pure."""

REQUEST, INSPECTION, PROJECT = "request", "inspection", "project"
TYPES = {REQUEST: "诉求", INSPECTION: "设施巡查", PROJECT: "项目"}
OPEN, DONE, DROPPED = "open", "done", "dropped"
STATES = {OPEN: "没办完", DONE: "办完了", DROPPED: "不再办"}
OF_REQUEST = {"new": OPEN, "doing": OPEN, "stopped": OPEN, "callback": OPEN, "done": DONE, "closed": DROPPED}


def of_request(group: str) -> str:
    """A matter's state by the group of its status."""
    return OF_REQUEST[group]


def of_project(state: str) -> str:
    """A project's state."""
    return {"archived": DONE, "stopped": DROPPED}.get(state, OPEN)
