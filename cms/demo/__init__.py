"""``make demo``: the site with its example content, on this machine alone.

All that the demo writes stands below one folder, ``var/demo/``: database, media,
catalogs, logs, the admin's password. The first run sets it up with the commands that a
real site uses; a later run finds that neither code nor example has changed and starts
at once.
"""
