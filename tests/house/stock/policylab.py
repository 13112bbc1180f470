"""Room ``policylab``: its part of the stock."""

from __future__ import annotations

from tests.house.stock.shape import Stock, act


def fill(stock: Stock) -> None:
    """A study that was run and published."""
    from khue.features.policylab import usecases
    from khue.features.policylab.domain import PublishStudy
    from khue.site.sample import policylab

    author = act("policymaker")
    study = policylab.sixty_per_cent(author)
    policylab.run(study, author)
    stock.by_room["policylab", "slug"] = usecases.publish_study(PublishStudy(study, 1, "sau-muoi"), actor=author)
    stock.by_room["policylab", "study_id"] = study
    stock.by_room["policylab", "number"] = 1
    stock.by_room["policylab", "table"] = "years"
