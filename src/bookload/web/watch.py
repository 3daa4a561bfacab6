"""`python -m bookload.web.watch`: what runs beside the server: jobs, hooks, digests, first pages."""

import django

if __name__ == "__main__":
    django.setup()
    from bookload.web.digest import clock
    from bookload.web.hooks.courier import begin
    from bookload.web.jobs.supervisor import watch
    from bookload.web.ready import notice

    begin()
    clock.begin()
    notice.begin()
    watch()
