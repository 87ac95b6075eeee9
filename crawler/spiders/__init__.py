"""One spider for each platform, never for a portal; `spider_for` names them."""
