"""Reading pages in processes that may die: one page costs its own time only."""
