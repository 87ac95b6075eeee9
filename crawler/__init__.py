"""From a URL to clean text: finds reports, fetches them politely and keeps what came; imports storage only."""
