"""The bodies of the city that decide, as facts of a case name them."""

from __future__ import annotations

from khue.core.rules.expressions import choice

deciding_body = choice(
    "deciding_body",
    "Cơ quan ban hành quyết định",
    "Body that decides",
    ask=("Cơ quan nào ban hành quyết định?", "Which body makes the decision?"),
    options={
        "HPC": ("Ủy ban nhân dân Thành phố", "the People's Committee"),
        "HPCo": ("Hội đồng nhân dân Thành phố", "the People's Council"),
        "DOST": ("Sở Khoa học và Công nghệ", "the Department of Science and Technology"),
        "DOF": ("Sở Tài chính", "the Department of Finance"),
        "HHTP": (
            "Ban Quản lý các khu công nghệ cao và khu công nghiệp",
            "the Management Board of Hi-Tech Parks and Industrial Parks",
        ),
        "other": ("cơ quan khác", "another body"),
    },
)
