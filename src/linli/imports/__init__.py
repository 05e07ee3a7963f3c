"""导入: one engine that takes files of any object in, checks, loads and takes them back."""
