"""Pages of the policy lab."""

from khue.features.policylab.views.comparing import compare
from khue.features.policylab.views.editing import assumptions, law, new, outline, reform_text
from khue.features.policylab.views.lists import index, study_list
from khue.features.policylab.views.public import (
    assumptions_file,
    published,
    published_file,
    reform_file,
    rerun,
)
from khue.features.policylab.views.studies import copy, publish, run, stop, study, version, version_file

__all__ = [
    "assumptions",
    "assumptions_file",
    "compare",
    "copy",
    "index",
    "law",
    "new",
    "outline",
    "publish",
    "published",
    "published_file",
    "reform_file",
    "reform_text",
    "rerun",
    "run",
    "stop",
    "study",
    "study_list",
    "version",
    "version_file",
]
