"""Linli 邻里: the platform a Chinese city runs its communities on."""

__version__ = "0.1.0"
