"""登记质量: what is wrong in the ledger, who mends it, and how good it is (domain/registry_quality.md §3–4)."""
