"""What lies beside the pages: the index of the search, citations, tables, feed, sitemap, style."""
