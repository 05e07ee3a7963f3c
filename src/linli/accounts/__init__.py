"""Who may sign in, with which post, where and until when; modules and rule profiles a region runs."""
