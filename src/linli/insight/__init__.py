"""一张图 and 数据: the map and the cockpit. It shows what other contexts publish and owns only the drawn ground."""
