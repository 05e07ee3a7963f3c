"""What happened in 一口受理, in ids only."""

from uuid import UUID

from linli.kernel.outbox import event


@event
class RequestFiled:
    """A request was handed in."""

    aggregate_id: UUID
    region_id: UUID


@event
class RequestAccepted:
    """The front desk took it on."""

    aggregate_id: UUID
    region_id: UUID


@event
class RequestDeclined:
    """It was refused with a ground and the right door."""

    aggregate_id: UUID
    region_id: UUID
    ground: str


@event
class RequestPlaced:
    """Somebody put its place right."""

    aggregate_id: UUID
    region_id: UUID


@event
class RequestTransferred:
    """It went to the community where the place lies."""

    aggregate_id: UUID
    region_id: UUID
    new_request_id: UUID
    new_region_id: UUID


@event
class ClassDecided:
    """A person put it into a class of 三事; `turn` 0 is the first decision."""

    aggregate_id: UUID
    region_id: UUID
    sanshi: str
    turn: int


@event
class ClassObjected:
    """The requester disagreed with the class."""

    aggregate_id: UUID
    region_id: UUID


@event
class RequestDispatched:
    """A unit or post was given the matter."""

    aggregate_id: UUID
    region_id: UUID
    role: str
    user_id: UUID | None


@event
class RequestSigned:
    """The unit took it in hand."""

    aggregate_id: UUID
    region_id: UUID


@event
class ReturnAsked:
    """The unit says that the matter is not its own."""

    aggregate_id: UUID
    region_id: UUID
    ground: str


@event
class ClockStopped:
    """Material is awaited, or a pause was approved."""

    aggregate_id: UUID
    region_id: UUID
    cause: str


@event
class ClockResumed:
    """The clock runs again."""

    aggregate_id: UUID
    region_id: UUID


@event
class ExtensionGranted:
    """More working days were approved, in time."""

    aggregate_id: UUID
    region_id: UUID
    days: int


@event
class RequestFinished:
    """The handler reports it done; somebody else looks at the answer."""

    aggregate_id: UUID
    region_id: UUID


@event
class RequestAnswered:
    """The answer went to the requester and to each follower."""

    aggregate_id: UUID
    region_id: UUID


@event
class RequestSolved:
    """The requester says that it is solved."""

    aggregate_id: UUID
    region_id: UUID


@event
class RequestReopened:
    """The requester says that it is not solved; `redo` counts the turns."""

    aggregate_id: UUID
    region_id: UUID
    redo: int


@event
class RequestRated:
    """The requester rated the answer."""

    aggregate_id: UUID
    region_id: UUID
    rating: int


@event
class RequestSupervised:
    """Somebody above pressed for it, for the `count`-th time."""

    aggregate_id: UUID
    region_id: UUID
    count: int


@event
class RequestWithdrawn:
    """The requester no longer wants it."""

    aggregate_id: UUID
    region_id: UUID


@event
class RequestMerged:
    """It follows another request about the same thing."""

    aggregate_id: UUID
    region_id: UUID
    main_id: UUID


@event
class RequestUnmerged:
    """It stands alone again."""

    aggregate_id: UUID
    region_id: UUID
    main_id: UUID


@event
class EmergencyRaised:
    """Life or safety may be at stake."""

    aggregate_id: UUID
    region_id: UUID
    restricted: bool


@event
class EmergencyAnswered:
    """Somebody said: I am on my way."""

    aggregate_id: UUID
    region_id: UUID


@event
class EmergencyEscalated:
    """Nobody answered or arrived in time; `level` counts the steps up."""

    aggregate_id: UUID
    region_id: UUID
    level: int


@event
class RequestHandedOver:
    """Whoever had it left the post; `user_id` goes on with it."""

    aggregate_id: UUID
    region_id: UUID
    user_id: UUID
