"""Where a request comes from when a reverse proxy stands in front: only proxies that were named are believed. Pure."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network
HOUSEHOLD_BITS = 64  # one IPv6 subscriber has at least this network, so a limit by single address would stop nobody


def _address(text: str) -> IPv4Address | IPv6Address | None:
    """An address as proxies write it: bare, `1.2.3.4:5678` or `[::1]:5678`; IPv4 inside IPv6 is IPv4. None for anything else."""
    bare = text.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        found = ip_address(bare)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """Addresses and networks of trusted proxies. Raises ValueError for what is none."""
    return tuple(ip_network(text.strip(), strict=False) for text in texts if text.strip())


def client(peer: str, forwarded: str, trusted: tuple[Network, ...]) -> str:
    """The address a request comes from: the peer's, or behind trusted proxies the right-most one that is none of them.

    Whatever stands further left was written by somebody nobody vouches for. So was all of it when the peer is not trusted.
    """
    here = _address(peer)
    if here is None:
        return peer
    for hop in reversed(forwarded.split(",")):
        if not any(here in network for network in trusted):
            break
        before = _address(hop)
        if before is None:
            break
        here = before
    return str(here)


def neighbourhood(address: str) -> str:
    """What limits count as one visitor: an IPv4 address, or the /64 of an IPv6 address."""
    found = _address(address)
    return str(ip_network((found, HOUSEHOLD_BITS), strict=False)) if isinstance(found, IPv6Address) else address
