"""Template versions, papers with their files, certificates, signings and their signers. Guards: migration 0002."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from khue.features.documents.domain import COPY, PAPER, SIGNER, SIGNING, SignerKind

# For the deployer's grants: rows of these are only ever added.
APPEND_ONLY_TABLES = ("documents_templateversion", "documents_paperversion", "documents_copysignature")
NEVER_DELETED_TABLES = (
    "documents_paper", "documents_certificate", "documents_signing", "documents_signer", "documents_papercopy",
)  # fmt: skip


class TemplateVersion(models.Model):
    """The texts of one kind of document, valid from a day until a later version takes over. Never changed."""

    kind = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    valid_from = models.DateField()
    texts = models.JSONField()  # block → {"vi", "en"}
    digest = models.CharField(max_length=64)
    note = models.CharField(max_length=300, blank=True)
    published_by = models.CharField(max_length=40)
    published_by_name = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="template_version_number_once"),
        ]
        indexes = [models.Index(fields=["kind", "-valid_from", "-number"], name="template_on_day")]


class Paper(models.Model):
    """A document that counts, under its check code. ``reference`` names the record of the room that issued it."""

    code = models.CharField(max_length=20, unique=True)
    reference = models.CharField(max_length=60, unique=True)
    subject = models.CharField(max_length=60)  # whose readers may read it: dossier:12
    kind = models.CharField(max_length=40)
    number = models.CharField(max_length=60)
    title_vi = models.TextField()
    title_en = models.TextField(blank=True)
    about_vi = models.TextField(blank=True)
    about_en = models.TextField(blank=True)
    body = models.CharField(max_length=200)
    issued_on = models.DateField()
    template = models.ForeignKey(TemplateVersion, on_delete=models.PROTECT, null=True, related_name="papers")
    state = models.CharField(max_length=12, default="in_force")
    ended_on = models.DateField(null=True)
    ended_ground = models.CharField(max_length=500, blank=True)
    superseded_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="supersedes")
    stamp = models.PositiveIntegerField(default=0)  # a page left open says which one it saw

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(PAPER.states)), name="paper_state_known"),
            models.CheckConstraint(
                condition=Q(state="in_force", ended_on__isnull=True)
                | (~Q(state="in_force") & Q(ended_on__isnull=False) & ~Q(ended_ground="")),
                name="ended_paper_says_when_and_why",
            ),
            models.CheckConstraint(
                condition=Q(superseded_by__isnull=True) | (Q(state="superseded") & ~Q(superseded_by=F("id"))),
                name="paper_superseded_by_another",
            ),
        ]
        indexes = [models.Index(fields=["-issued_on", "-id"], name="paper_by_day")]


class PaperVersion(models.Model):
    """One file of a paper: as rendered, as edited by a colleague, or with one signature more. Never changed."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    cause = models.CharField(max_length=10)  # rendered | edited | signed
    file = models.UUIDField()
    sha256 = models.CharField(max_length=64)
    blocks = models.JSONField(null=True)  # the text as edited
    places = models.JSONField(default=list)  # where marks stand
    made_by = models.CharField(max_length=40)
    made_by_name = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper", "number"], name="paper_version_number_once"),
            models.CheckConstraint(
                condition=Q(cause__in=["rendered", "edited", "signed"]), name="paper_version_cause_known"
            ),
        ]
        indexes = [models.Index(fields=["sha256"], name="paper_version_by_print")]


class Certificate(models.Model):
    """A signing certificate of a person. Its key lies with the source that ``SIGNING`` names, never here."""

    holder = models.CharField(max_length=40)
    holder_name = models.CharField(max_length=200)
    subject = models.CharField(max_length=300)
    issuer = models.CharField(max_length=300)
    serial = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64, unique=True)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    pem = models.TextField()
    chain = models.TextField(blank=True)
    source = models.CharField(max_length=10)
    key = models.CharField(max_length=120, blank=True)  # its name at the source
    registered_by = models.CharField(max_length=40)
    registered_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_ground = models.CharField(max_length=500, blank=True)
    revoked_by = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_until__gt=F("valid_from")), name="certificate_ends_after_start"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | ~Q(revoked_ground=""), name="certificate_revoked_says_why"
            ),
        ]
        indexes = [models.Index(fields=["holder", "-valid_until"], name="certificate_of_holder")]


class Signing(models.Model):
    """The envelope: one version of a paper with its signers in order."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="signings")
    state = models.CharField(max_length=12, default="prepared")
    original = models.ForeignKey(PaperVersion, on_delete=models.PROTECT, related_name="+")
    current = models.ForeignKey(PaperVersion, on_delete=models.PROTECT, related_name="+")
    prepared_by = models.CharField(max_length=40)
    prepared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ground = models.CharField(max_length=500, blank=True)
    stamp = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(SIGNING.states)), name="signing_state_known"),
            models.UniqueConstraint(
                fields=["paper"], condition=Q(state__in=["prepared", "under_way"]), name="one_open_signing_per_paper"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["prepared", "under_way"], ended_at__isnull=True)
                | (~Q(state__in=["prepared", "under_way"]) & Q(ended_at__isnull=False)),
                name="ended_signing_has_its_moment",
            ),
        ]


class Signer(models.Model):
    """One who is to sign, by person, by mandate for a party, or by right; and the signature, once made."""

    signing = models.ForeignKey(Signing, on_delete=models.PROTECT, related_name="signers")
    turn = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField()  # which signature block of the sheet, from 1
    kind = models.CharField(max_length=8)
    who = models.CharField(max_length=60)
    label_vi = models.CharField(max_length=200)
    label_en = models.CharField(max_length=200, blank=True)
    office = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, default="waiting")
    person = models.CharField(max_length=40, blank=True)
    person_name = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(null=True)
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.ForeignKey(PaperVersion, on_delete=models.PROTECT, null=True, related_name="+")
    timestamp = models.CharField(max_length=8, blank=True, default="")  # kernel.signing.Timestamp
    ground = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(timestamp="") | Q(timestamp__in=["attached", "missed"], state="signed"),
                name="timestamp_of_a_signature",
            ),
            models.UniqueConstraint(fields=["signing", "turn"], name="signer_turn_once"),
            models.UniqueConstraint(fields=["signing", "person"], condition=~Q(person=""), name="signs_a_paper_once"),
            models.CheckConstraint(condition=Q(state__in=list(SIGNER.states)), name="signer_state_known"),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in SignerKind]), name="signer_kind_known"),
            models.CheckConstraint(
                condition=~Q(state="signed")
                | (~Q(person="") & Q(at__isnull=False, certificate__isnull=False, version__isnull=False)),
                name="signature_has_its_traces",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | (~Q(person="") & Q(at__isnull=False) & ~Q(ground="")),
                name="declined_says_who_and_why",
            ),
        ]
        indexes = [
            models.Index(fields=["who", "signing"], name="signer_waiting", condition=Q(state="waiting")),
        ]


class PaperCopy(models.Model):
    """A record that a paper was signed by hand, with its scan. What was recorded never changes; a newer record supersedes it."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="copies")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, default="recorded")
    scan = models.UUIDField()
    sha256 = models.CharField(max_length=64)
    kept_at = models.CharField(max_length=200)
    second_person = models.BooleanField()  # money follows from it: it counts only when another officer has confirmed it
    recorded_by = models.CharField(max_length=40)
    recorded_for = models.CharField(max_length=40, blank=True)  # whose deputy recorded it
    recorded_name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    supersedes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    supersedes_ground = models.CharField(max_length=500, blank=True)
    answered_by = models.CharField(max_length=40, blank=True)
    answered_for = models.CharField(max_length=40, blank=True)
    answered_name = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)
    ground = models.CharField(max_length=500, blank=True)  # why it was not confirmed, or withdrawn
    ended_at = models.DateTimeField(null=True)  # since when it no longer counts

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper", "number"], name="paper_copy_number_once"),
            models.UniqueConstraint(
                fields=["paper"], condition=Q(state="recorded"), name="one_copy_awaits_a_second_person"
            ),
            models.UniqueConstraint(fields=["paper"], condition=Q(state="confirmed"), name="one_copy_counts"),
            models.CheckConstraint(condition=Q(state__in=list(COPY.states)), name="paper_copy_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "superseded"])
                | Q(second_person=False)
                | (
                    ~Q(answered_by="")
                    & Q(answered_at__isnull=False)
                    & ~Q(answered_by=F("recorded_by"))
                    & ~Q(answered_by=F("recorded_for"))
                    & ~Q(answered_for=F("recorded_by"))
                    & (Q(answered_for="") | ~Q(answered_for=F("recorded_for")))
                ),
                name="paper_copy_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "withdrawn"]) | ~Q(ground=""), name="ended_copy_says_why"
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(supersedes_ground=""), name="superseding_copy_says_why"
            ),
        ]
        indexes = [models.Index(fields=["-id"], name="paper_copy_awaiting", condition=Q(state="recorded"))]


class CopySignature(models.Model):
    """One signature by hand on a copy: in whose place, by whom, on which day. Never changed."""

    copy = models.ForeignKey(PaperCopy, on_delete=models.PROTECT, related_name="signatures")
    turn = models.PositiveSmallIntegerField()
    label_vi = models.CharField(max_length=200)
    label_en = models.CharField(max_length=200, blank=True)
    office = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=200)
    signed_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["copy", "turn"], name="copy_signature_turn_once"),
            models.CheckConstraint(condition=~Q(name=""), name="copy_signature_has_a_name"),
        ]
