"""Polite visits: Scrapy, the guard, robots, hosts."""
