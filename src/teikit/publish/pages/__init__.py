"""The pages of a site: each is yielded with its template and the data that decides what it says."""
