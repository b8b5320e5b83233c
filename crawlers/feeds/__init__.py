"""What a publisher announces: feeds, sitemaps, list pages, OPML, WebSub."""
