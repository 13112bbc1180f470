"""Officers hear what happened to the party behind an open dossier on their desk."""

from __future__ import annotations

from collections.abc import Collection

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.dossiers.queries.holdings import open_tasks_of
from khue.features.people import queries as people
from khue.kernel import notices
from khue.kernel.deeds import command


def tell_officers_of_party(keys: Collection[str], title: Text, *, mark: str, actor: Actor) -> int:
    """One notice per open task of these parties and their former records; how many tasks there are.

    ``mark`` names the happening: told a second time, nobody hears it twice.
    """
    ids = {people.party_id(same) for every in people.same_parties(keys).values() for same in every}
    found = open_tasks_of(ids)
    if not found:
        return 0
    with command("dossiers.tell_officers_of_party", actor, subject=next(iter(keys))) as deed:
        for task, number, matter, assignee in found:
            body = Text(f"Hồ sơ {number}: {matter}", f"Dossier {number}: {matter}")
            notices.put(
                deed, assignee, "task", title, body, f"/desk/tasks/{task}/", dedupe=f"party:{mark}:{task}:{assignee}"
            )
        deed.after(mark=mark, tasks=[task for task, *_ in found])
    return len(found)
