"""What every context stands on: one shape of a write, audit, events, jobs, scope, fields, clock, errors.

Imports no other context.
"""
