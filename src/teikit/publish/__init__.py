"""A corpus as a static site.

How a site is built (`building.publish`):

1. Each file is read once (`reading`): its downloads and the text for the search are written, the parts of its page
   are made, and a `summary` and all else that the rest of the site needs of it is kept (`keeping`). A file that is as
   it was is not read again.
2. What all files say is gathered (teikit.corpus) into a `world`: documents in order, entities, who meets whom.
3. Pages are yielded (`pages`), each with the plain data that decides what it says; one whose data is as it was, and
   which still lies in the `folder`, is not made again (`rendering`). `figures` draws maps, timelines and networks.
4. What is no page is written `beside` them: search index, citations, tables, feed, sitemap.
5. What an earlier build made and this one did not is removed.

A site that was built in steps is, byte for byte, the one that is built at once.
"""
