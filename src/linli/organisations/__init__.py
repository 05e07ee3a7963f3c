"""组织: committees, property companies, departments and other units."""
