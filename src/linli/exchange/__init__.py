"""数据共享: lists of departments that may be matched against the ledger, each only by an approved task."""
