"""*Import* in the admin: upload, plan, confirmation, run, report."""
