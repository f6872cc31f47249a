"""Running commands in processes that are killed, or whose disk fails, at a chosen moment."""
