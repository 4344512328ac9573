"""For all tests: how hypothesis searches."""

import os

from hypothesis import settings

# The gate tries the same examples each time, so that it never fails for a change that is not to
# blame; elsewhere each run tries new ones. No deadline: the machine that runs this may be busy.
settings.register_profile("gate", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None)
settings.load_profile("gate" if os.environ.get("CI") else "search")
