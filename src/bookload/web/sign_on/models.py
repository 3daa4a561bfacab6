"""The identity provider by which people come in, and who they are there."""

from __future__ import annotations

from django.db import models

from bookload.web.people.models import Person


class Provider(models.Model):
    """The identity provider: its address, what we are to it, and whom it lets in by an address's domain.

    `given_by` is the role of whoever set it up last: it opens no account that such a role gives nobody.
    `sealed` is the secret, opened by the workspace's own alone.
    """

    name = models.CharField(max_length=60)
    issuer = models.CharField(max_length=500)
    client = models.CharField(max_length=200)
    sealed = models.TextField(blank=True)
    domain = models.CharField(max_length=253, blank=True)
    role = models.CharField(max_length=20, blank=True)
    given_by = models.CharField(max_length=20)
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        """Return what the button calls it; never the secret."""
        return self.name


class Identity(models.Model):
    """Who somebody is to an issuer: a subject that never becomes another's, unlike a mail address."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=500)
    subject = models.CharField(max_length=255)
    mail = models.CharField(max_length=254)
    linked_at = models.DateTimeField()

    class Meta:
        """One subject is one person, and one person is one subject."""

        constraints = (
            models.UniqueConstraint(fields=["issuer", "subject"], name="one_person_a_subject"),
            models.UniqueConstraint(fields=["issuer", "person"], name="one_subject_a_person"),
        )

    def __str__(self) -> str:
        """Return whose it is."""
        return f"identity of {self.person}"
