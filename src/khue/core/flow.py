"""Flows: the states of a thing and the named transitions between them, as a table."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import Refused


@dataclass(frozen=True, slots=True)
class Transition:
    """From any of ``sources`` to ``target``. ``label`` is what a reader calls it; the bare name without one."""

    name: str
    sources: Collection[str]
    target: str
    label: Text | None = None

    def __post_init__(self) -> None:
        if isinstance(self.sources, str):
            raise TypeError(f"the sources of {self.name!r} are a collection of states, not one text")


@dataclass(frozen=True, slots=True)
class Flow:
    """All states and transitions of one kind of thing, checked when made.

    ``states`` is a mapping of code to label, or only the codes (then the code is shown).
    Raises ValueError for an unknown state in a transition or two transitions of one name from one state.
    """

    states: Mapping[str, Text] | Iterable[str] = field(hash=False)
    transitions: tuple[Transition, ...] = ()

    def __post_init__(self) -> None:
        labels = (
            dict(self.states) if isinstance(self.states, Mapping) else {s: Text(str(s), str(s)) for s in self.states}
        )
        object.__setattr__(self, "states", labels)
        object.__setattr__(self, "transitions", tuple(self.transitions))
        seen: set[tuple[str, str]] = set()
        for transition in self.transitions:
            for state in (*transition.sources, transition.target):
                if state not in labels:
                    raise ValueError(f"transition {transition.name!r} names the unknown state {state!r}")
            for source in transition.sources:
                if (transition.name, source) in seen:
                    raise ValueError(f"two transitions {transition.name!r} leave the state {source!r}")
                seen.add((transition.name, source))

    @property
    def labels(self) -> Mapping[str, Text]:
        """Every state's label."""
        assert isinstance(self.states, Mapping)
        return self.states

    def may(self, state: str, name: str) -> bool:
        """Whether the transition leaves this state. Raises ValueError for an unknown state or name."""
        return self._find(state, name) is not None

    def after(self, state: str, name: str) -> str:
        """The state after the transition. Raises Refused, with the way out, when it does not leave ``state``."""
        transition = self._find(state, name)
        if transition is None:
            raise Refused(self.decision(state, name))
        return transition.target

    def decision(self, state: str, name: str) -> Decision:
        """Granted, or refused with a reason that names the state and what can be done from it."""
        if self._find(state, name) is not None:
            return Decision.grant()
        here, wanted = self.label(state), self._transition_label(name)
        text = Text(
            f"Không thể “{wanted.vi}” khi đang ở trạng thái “{here.vi}”.",
            f"“{wanted.en or wanted.vi}” is not possible in the state “{here.en or here.vi}”.",
        )
        return Decision.refuse(Reason("flow.not_from_here", text, self._way_out(state)))

    def possible(self, state: str) -> tuple[str, ...]:
        """Names of the transitions that leave this state, in the order of the table."""
        self.label(state)
        return tuple(t.name for t in self.transitions if state in t.sources)

    def is_final(self, state: str) -> bool:
        return not self.possible(state)

    def label(self, state: str) -> Text:
        """What a reader calls the state. Raises ValueError for an unknown one."""
        assert isinstance(self.states, Mapping)
        if state not in self.states:
            raise ValueError(f"unknown state {state!r}")
        return self.states[state]

    def _find(self, state: str, name: str) -> Transition | None:
        self.label(state)
        self._transition_label(name)
        return next((t for t in self.transitions if t.name == name and state in t.sources), None)

    def _transition_label(self, name: str) -> Text:
        for transition in self.transitions:
            if transition.name == name:
                return transition.label or Text(name, name)
        raise ValueError(f"unknown transition {name!r}")

    def _way_out(self, state: str) -> Text:
        # Several ways may bear one name, as to supplement before and after the receipt: it is said once.
        labels = list(dict.fromkeys(self._transition_label(name) for name in self.possible(state)))
        if not labels:
            return Text(
                "Đây là trạng thái cuối, không còn bước nào nữa.", "This is a final state: there is no further step."
            )
        return Text(
            f"Ở trạng thái này có thể: {', '.join(label.vi for label in labels)}. "
            "Nếu trang đã mở lâu, mời ông/bà tải lại trang.",
            f"From here one can: {', '.join(label.en or label.vi for label in labels)}. "
            "If the page has been open for long, reload it.",
        )
