"""Django: models without migrations. It has no join for a to-many and no identity map."""

import workloads

try:
    import django
    from django.conf import settings
except ImportError:
    workloads.skip("django is not installed")



def connect(database, counting):
    settings.configure(
        INSTALLED_APPS=["library"],
        SILENCED_SYSTEM_CHECKS=["fields.W342"],
        DATABASES={"default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": f"file:{database}?mode=ro",
            "OPTIONS": {"uri": True},
        }},
    )
    django.setup()
    from django.db import connection
    from library.models import Author, Book

    connection.ensure_connection()
    count = 0

    def counted(execute, sql, values, many, context):
        nonlocal count
        count += 1
        return execute(sql, values, many, context)

    if counting:
        connection.execute_wrappers.append(counted)
    authors = Author.objects.order_by("id")

    def titles(found):
        return found, [book.title for author in found for book in author.books.all()]

    def names(found):
        return found, [book.author.name for book in found]

    def three_levels():
        found = list(authors.prefetch_related("books__members"))
        books = [book for author in found for book in author.books.all()]
        return found, [member.name for book in books for member in book.members.all()]

    def by_key():
        author = Author.objects.get(pk=3)
        return author, [book.title for book in author.books.all()]

    def records():
        found = list(Book.objects.all())
        return found, [book.title for book in found]

    return {
        "W1": lambda: titles(list(authors.all())),
        "W2b": lambda: names(list(Book.objects.select_related("author"))),
        "W3": lambda: titles(list(authors.prefetch_related("books"))),
        "W4": three_levels,
        "W5": lambda: names(list(Book.objects.all())),
        "W6": by_key,
        "W7": records,
    }, lambda: count


workloads.main(connect)
