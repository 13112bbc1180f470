"""Needs, orders, calls, questions, proposals. Amounts in đồng; what was published or sealed is guarded by migration 0002."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from khue.features.calls.domain.flows import CALL, FULL, MODES, NEED, ORDER, PROPOSAL, ROLES, STAGES


class Need(models.Model):
    """A problem that science should solve (nhu cầu). Without a party it is a suggestion from the public."""

    number = models.CharField(max_length=30, unique=True)
    party = models.ForeignKey("people.Party", on_delete=models.PROTECT, null=True, related_name="+")
    party_name = models.TextField(blank=True)
    raised_by = models.CharField(max_length=40)
    contact = models.TextField(blank=True)  # how to reach who suggested it; for officers only
    title = models.TextField()
    title_en = models.TextField(blank=True)
    folded = models.TextField()
    description = models.TextField()
    description_en = models.TextField(blank=True)
    field = models.CharField(max_length=40)
    product = models.TextField()
    users = models.TextField(blank=True)
    cost_from = models.BigIntegerField(null=True)
    cost_to = models.BigIntegerField(null=True)
    problem = models.CharField(max_length=60, blank=True)  # code in the city's list of big problems
    files = models.JSONField(default=list)
    state = models.CharField(max_length=20, default="raised")
    raised_on = models.DateField()
    raised_at = models.DateTimeField()
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    screened_by = models.CharField(max_length=40, blank=True)
    screened_by_name = models.CharField(max_length=200, blank=True)
    ground = models.TextField(blank=True)
    ended_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(NEED.labels)), name="need_state_known"),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False) | (~Q(state="merged") & Q(merged_into=None)),
                name="merged_need_says_into_which",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="need_not_merged_into_itself"),
            models.CheckConstraint(
                condition=~Q(state__in=["declined", "merged"]) | (~Q(ground="") & ~Q(screened_by="")),
                name="need_ended_with_a_ground",
            ),
            models.CheckConstraint(
                condition=Q(cost_from__isnull=True) | Q(cost_to__isnull=True) | Q(cost_to__gte=F("cost_from")),
                name="need_cost_in_order",
            ),
            models.CheckConstraint(condition=Q(party__isnull=False) | ~Q(contact=""), name="suggestion_has_contact"),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="calls_need_by_state")]


class Order(models.Model):
    """What the city orders (đặt hàng): goal, requirements, cost frame, and how the performer is found."""

    number = models.CharField(max_length=30, unique=True)
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="orders")
    title = models.TextField()
    goal = models.TextField()
    field = models.CharField(max_length=40)
    cost_frame = models.BigIntegerField()
    months = models.PositiveSmallIntegerField()
    mode = models.CharField(max_length=20)
    ground = models.TextField(blank=True)  # of a direct assignment
    performer = models.ForeignKey("people.Party", on_delete=models.PROTECT, null=True, related_name="+")
    performer_name = models.TextField(blank=True)
    state = models.CharField(max_length=20, default="draft")
    turned_ground = models.TextField(blank=True)  # why it was sent back or dropped
    prepared_by = models.CharField(max_length=40)
    prepared_by_name = models.CharField(max_length=200)
    prepared_at = models.DateTimeField()
    approved_by = models.CharField(max_length=40, blank=True)
    approved_by_name = models.CharField(max_length=200, blank=True)
    approved_on = models.DateField(null=True)
    binding = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(ORDER.labels)), name="order_state_known"),
            models.CheckConstraint(condition=Q(mode__in=list(MODES)), name="order_mode_known"),
            models.CheckConstraint(condition=Q(cost_frame__gt=0, months__gt=0), name="order_has_its_frame"),
            models.CheckConstraint(
                condition=Q(mode="selection")
                | Q(state__in=["draft", "dropped"])
                | (~Q(ground="") & Q(performer__isnull=False)),
                name="direct_assignment_has_ground_and_performer",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "called"]) | (~Q(approved_by="") & Q(approved_on__isnull=False)),
                name="approved_order_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(approved_by="") | ~Q(approved_by=F("prepared_by")), name="order_approved_by_another"
            ),
            models.UniqueConstraint(fields=["need"], condition=~Q(state="dropped"), name="one_live_order_per_need"),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="calls_order_by_state")]


class Requirement(models.Model):
    """A measurable requirement of the product of an order."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="requirements")
    no = models.PositiveSmallIntegerField()
    product = models.TextField()
    criterion = models.TextField()
    unit = models.CharField(max_length=60, blank=True)
    target = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "no"], name="requirement_number_once"),
            models.CheckConstraint(condition=~Q(criterion="") & ~Q(target=""), name="requirement_can_be_measured"),
        ]


class Call(models.Model):
    """A public call for proposals (thông báo), or the invitation to the performer of a direct assignment."""

    number = models.CharField(max_length=30, unique=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="calls")
    mode = models.CharField(max_length=20)
    stage = models.CharField(max_length=10, default=FULL)
    # Of a full call whose leads were invited by a concept call before it.
    concept_call = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="full_calls")
    field = models.CharField(max_length=40)
    title = models.TextField()
    folded = models.TextField()
    summary = models.TextField()
    criteria = models.JSONField(default=list)
    papers = models.JSONField(default=list)  # names of papers that a proposal brings besides the form
    cost_frame = models.BigIntegerField()
    invited = models.ForeignKey("people.Party", on_delete=models.PROTECT, null=True, related_name="+")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    questions_until = models.DateField(null=True)
    state = models.CharField(max_length=20, default="prepared")
    prepared_by = models.CharField(max_length=40)
    prepared_at = models.DateTimeField()
    published_by = models.CharField(max_length=40, blank=True)
    published_at = models.DateTimeField(null=True)
    cancelled_ground = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    first_opener = models.CharField(max_length=40, blank=True)
    first_opener_name = models.CharField(max_length=200, blank=True)
    first_signed_at = models.DateTimeField(null=True)
    second_opener = models.CharField(max_length=40, blank=True)
    second_opener_name = models.CharField(max_length=200, blank=True)
    opened_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(CALL.labels)), name="call_state_known"),
            models.CheckConstraint(condition=Q(mode__in=list(MODES)), name="call_mode_known"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="call_closes_after_it_opens"),
            models.CheckConstraint(
                condition=Q(mode="selection", invited=None) | Q(mode="direct-assignment", invited__isnull=False),
                name="direct_call_invites_one",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["prepared", "cancelled"]) | Q(published_at__isnull=False),
                name="call_in_public_was_published",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancelled_ground=""), name="cancelled_call_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state="opened")
                | (
                    ~Q(first_opener="")
                    & ~Q(second_opener="")
                    & ~Q(first_opener=F("second_opener"))
                    & Q(opened_at__gte=F("closes_at"))
                ),
                name="call_opened_by_two_after_closing",
            ),
            models.CheckConstraint(condition=Q(stage__in=list(STAGES)), name="call_stage_known"),
            models.CheckConstraint(
                condition=~Q(stage="concept") | Q(mode="selection", concept_call=None),
                name="concept_call_is_a_selection",
            ),
            models.UniqueConstraint(
                fields=["order", "stage"], condition=~Q(state="cancelled"), name="one_live_call_per_order_and_stage"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "closes_at"], name="call_by_closing"),
            models.Index(fields=["-published_at", "-id"], name="call_by_publication"),
        ]


class Amendment(models.Model):
    """A change of a published call, as everybody was told. Never changed."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="amendments")
    no = models.PositiveSmallIntegerField()
    text = models.TextField()
    ground = models.TextField()
    closes_before = models.DateTimeField()
    closes_after = models.DateTimeField()
    made_by_name = models.CharField(max_length=200)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "no"], name="amendment_number_once"),
            models.CheckConstraint(condition=Q(closes_after__gte=F("closes_before")), name="amendment_never_shortens"),
        ]


class Question(models.Model):
    """A question on a call. The answer is for everybody; who asked is nobody's business but the office's."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="questions")
    text = models.TextField()
    asked_by = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by_name = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="answered_question_has_its_moment",
            )
        ]


class CallWatch(models.Model):
    """A saved search for calls: whoever keeps it is told of each new call that fits."""

    owner = models.CharField(max_length=40)
    words = models.CharField(max_length=200, blank=True)
    field = models.CharField(max_length=40, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "words", "field"], name="watch_once")]


class Proposal(models.Model):
    """A proposal (đề xuất, thuyết minh). What it says is its dossier, sealed from handing in until the opening."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="proposals")
    dossier_id = models.BigIntegerField(unique=True)
    number = models.CharField(max_length=30)  # of the dossier
    # Of a full proposal: the invited concept that it goes on from.
    concept = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="full_proposals")
    lead = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    lead_name = models.TextField()
    title = models.TextField()  # for its authors; others read it once the call is opened
    state = models.CharField(max_length=20, default="writing")
    started_by = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    handed_in_by = models.CharField(max_length=40, blank=True)
    handed_in_by_name = models.CharField(max_length=200, blank=True)
    handed_in_at = models.DateTimeField(null=True)
    submissions = models.PositiveSmallIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)  # of the sealed content with its nonce
    nonce = models.CharField(max_length=64, blank=True)
    asked = models.BigIntegerField(null=True)  # đồng asked from the city; filled at the opening
    own = models.BigIntegerField(null=True)  # đồng of counterpart money; filled at the opening
    points = models.PositiveIntegerField(null=True)  # of the council, in hundredths
    outcome_ground = models.TextField(blank=True)
    outcome_by_name = models.CharField(max_length=200, blank=True)
    outcome_at = models.DateTimeField(null=True)
    ended_ground = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(PROPOSAL.labels)), name="proposal_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=["writing", "given_up", "void"])
                | (Q(handed_in_at__isnull=False) & ~Q(handed_in_by="") & ~Q(digest="")),
                name="proposal_beyond_writing_is_handed_in",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["recommended", "not_recommended", "invited", "not_invited"])
                | (~Q(outcome_ground="") & Q(outcome_at__isnull=False)),
                name="proposal_outcome_says_why",
            ),
            models.UniqueConstraint(
                fields=["concept"], condition=~Q(state__in=["given_up", "void"]), name="one_full_proposal_per_concept"
            ),
        ]
        indexes = [
            models.Index(fields=["call", "state", "id"], name="proposal_of_call"),
            models.Index(fields=["lead", "-id"], name="proposal_of_lead"),
        ]


class Member(models.Model):
    """A person on a proposal, with role; confirmed by an own sign-in."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("people.Party", on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200)
    organisation_name = models.TextField(blank=True)
    role = models.CharField(max_length=20)
    months = models.PositiveSmallIntegerField(default=0)  # working months
    writes = models.BooleanField(default=True)
    invited_by = models.CharField(max_length=40)
    invited_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=list(ROLES)), name="member_role_known"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(declined_at__isnull=True), name="member_answers_once"
            ),
            models.UniqueConstraint(
                fields=["proposal", "person"], condition=Q(removed_at__isnull=True), name="member_once"
            ),
            models.UniqueConstraint(
                fields=["proposal"],
                condition=Q(removed_at__isnull=True, role="principal"),
                name="one_principal_per_proposal",
            ),
        ]
        indexes = [models.Index(fields=["person", "-id"], name="membership_of_person")]


class SectionRevision(models.Model):
    """A section of a proposal as one of its authors saved it. Only the authors read it while it is sealed."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="revisions")
    section = models.CharField(max_length=60)
    no = models.PositiveIntegerField()
    values = models.JSONField(default=dict)
    edition = models.BigIntegerField()  # version of the procedure that asked
    saved_by = models.CharField(max_length=40)
    saved_by_name = models.CharField(max_length=200)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "section", "no"], name="section_revision_once"),
        ]


class Reminder(models.Model):
    """That the authors of a draft were told how near the closing is; one for each of the days and closing moments."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="reminders")
    days = models.PositiveSmallIntegerField()
    closes_at = models.DateTimeField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "days", "closes_at"], name="reminder_once")]
