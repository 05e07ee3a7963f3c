"""Names a device the way its owner would, from what its browser says of itself. Pure."""

_SYSTEMS = (
    ("HarmonyOS", "鸿蒙手机"),
    ("Android", "安卓手机"),
    ("iPhone", "苹果手机"),
    ("iPad", "苹果平板"),
    ("Windows", "Windows 电脑"),
    ("Macintosh", "苹果电脑"),
    ("Linux", "Linux 电脑"),
)
_BROWSERS = (
    ("MicroMessenger", "微信"),
    ("Edg", "Edge 浏览器"),
    ("QQBrowser", "QQ 浏览器"),
    ("UCBrowser", "UC 浏览器"),
    ("Firefox", "火狐浏览器"),
    ("Chrome", "Chrome 浏览器"),
    ("Safari", "Safari 浏览器"),
)
UNKNOWN = "认不出的设备"


def words(said: str) -> str:
    """安卓手机上的微信; the order of the lists matters, as browsers also give the names of others."""
    system = next((name for mark, name in _SYSTEMS if mark in said), "")
    browser = next((name for mark, name in _BROWSERS if mark in said), "")
    return "上的".join(part for part in (system, browser) if part) or UNKNOWN
