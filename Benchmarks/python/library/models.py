"""The benchmark library as Django models, in an app: reverse relations need an installed one."""

from django.db import models

# Member has no ordering: for `ORDER BY member.id` SQLite scans member and probes loan with every key of
# the IN list, 20,000 × 100,000 times in W4.


class Author(models.Model):
    name = models.TextField()
    country = models.TextField()
    born = models.IntegerField()
    died = models.IntegerField(null=True)

    class Meta:
        db_table = "author"


class Member(models.Model):
    name = models.TextField()
    email = models.TextField(null=True)
    joined_on = models.TextField()

    class Meta:
        db_table = "member"


class Book(models.Model):
    title = models.TextField()
    author = models.ForeignKey(Author, models.DO_NOTHING, related_name="books")
    publisher_id = models.IntegerField(null=True)
    year = models.IntegerField()
    pages = models.IntegerField()
    language = models.TextField()
    members = models.ManyToManyField(Member, through="Loan", related_name="books")

    class Meta:
        db_table = "book"
        ordering = ["id"]


class Loan(models.Model):
    member = models.ForeignKey(Member, models.DO_NOTHING, primary_key=True)
    book = models.ForeignKey(Book, models.DO_NOTHING)

    class Meta:
        db_table = "loan"
