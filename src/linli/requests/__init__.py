"""一口受理 and 三事分流: every request from intake to rating."""
