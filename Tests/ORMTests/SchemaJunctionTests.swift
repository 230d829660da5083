import ORM
import Testing

@Suite("What links many to many")
struct SchemaJunctionTests {
  @Test("a table of nothing but two keys links, with or without a key of its own")
  func pure() throws {
    let schema = try schema(
      """
      create table a(id integer primary key);
      create table b(id integer primary key);
      create table keyed(a_id int not null references a, b_id int not null references b, primary key(a_id, b_id));
      """)
    #expect(
      schema.summary == """
        a/as by id
          keyeds one-to-many → keyed (id = a_id) ⇄ a
          bs many-to-many → b (id = a_id; b_id = id) through keyed ⇄ as
        b/bs by id
          keyeds one-to-many → keyed (id = b_id) unindexed ⇄ b
          as many-to-many → a (id = b_id; a_id = id) through keyed unindexed ⇄ bs
        keyed/keyeds by a_id, b_id junction
          a many-to-one → a (a_id = id) required ⇄ keyeds
          b many-to-one → b (b_id = id) required unindexed ⇄ keyeds
        """)
  }

  @Test("without a key the same pair may be linked twice")
  func bag() throws {
    let schema = try schema(
      """
      create table a(id integer primary key);
      create table b(id integer primary key);
      create table link(a_id int references a, b_id int references b);
      """)
    #expect(
      schema.summary == """
        a/as by id
          links one-to-many → link (id = a_id) unindexed ⇄ a
          bs many-to-many → b (id = a_id; b_id = id) through link bag unindexed ⇄ as
        b/bs by id
          links one-to-many → link (id = b_id) unindexed ⇄ b
          as many-to-many → a (id = b_id; a_id = id) through link bag unindexed ⇄ bs
        link/links by hidden rowid junction
          a many-to-one → a (a_id = id) unindexed ⇄ links
          b many-to-one → b (b_id = id) unindexed ⇄ links
        """)
  }

  @Test("a surrogate key is no payload")
  func surrogate() throws {
    let schema = try schema(
      """
      create table a(id integer primary key);
      create table b(id integer primary key);
      create table link(id integer primary key, a_id int references a, b_id int references b, both text as (a_id || b_id));
      """)
    #expect(
      schema.summary == """
        a/as by id
          links one-to-many → link (id = a_id) unindexed ⇄ a
          bs many-to-many → b (id = a_id; b_id = id) through link [both] bag unindexed ⇄ as
        b/bs by id
          links one-to-many → link (id = b_id) unindexed ⇄ b
          as many-to-many → a (id = b_id; a_id = id) through link [both] bag unindexed ⇄ bs
        link/links by id junction
          a many-to-one → a (a_id = id) unindexed ⇄ links
          b many-to-one → b (b_id = id) unindexed ⇄ links
        """)
  }

  @Test("a table with a key that others refer to is an entity of its own")
  func surrogateReferenced() throws {
    let schema = try schema(
      """
      create table a(id integer primary key);
      create table b(id integer primary key);
      create table visit(id integer primary key, a_id int references a, b_id int references b);
      create table note(visit_id int references visit);
      """)
    #expect(
      schema.summary == """
        a/as by id
          visits one-to-many → visit (id = a_id) unindexed ⇄ a
        b/bs by id
          visits one-to-many → visit (id = b_id) unindexed ⇄ b
        note/notes by hidden rowid
          visit many-to-one → visit (visit_id = id) unindexed ⇄ notes
        visit/visits by id
          a many-to-one → a (a_id = id) unindexed ⇄ visits
          b many-to-one → b (b_id = id) unindexed ⇄ visits
          notes one-to-many → note (id = visit_id) unindexed ⇄ visit
        """)
  }

  @Test("a surrogate key and two keys to one table make an entity")
  func sameParent() throws {
    let schema = try schema(
      """
      create table team(id integer primary key);
      create table game(id integer primary key, home_team_id int references team, away_team_id int references team);
      """)
    #expect(
      schema.summary == """
        game/games by id
          home_team many-to-one → team (home_team_id = id) unindexed ⇄ games_as_home_team
          away_team many-to-one → team (away_team_id = id) unindexed ⇄ games_as_away_team
        team/teams by id
          games_as_home_team one-to-many → game (id = home_team_id) unindexed ⇄ home_team
          games_as_away_team one-to-many → game (id = away_team_id) unindexed ⇄ away_team
          games ? games_as_home_team | games_as_away_team
        """)
  }

  @Test("an association with columns of its own links when the two keys are its key")
  func payload() throws {
    let schema = try schema(
      """
      create table student(id integer primary key);
      create table course(id integer primary key);
      create table teacher(id integer primary key);
      create table enrollment(id integer primary key, student_id int not null references student,
        course_id int not null references course, grade int, teacher_id int references teacher, unique(course_id, student_id));
      """)
    #expect(
      schema.summary == """
        course/courses by id
          enrollments one-to-many → enrollment (id = course_id) ⇄ course
          students many-to-many → student (id = course_id; student_id = id) through enrollment [grade, teacher_id] ⇄ courses
        enrollment/enrollments by id
          student many-to-one → student (student_id = id) required unindexed ⇄ enrollments
          course many-to-one → course (course_id = id) required ⇄ enrollments
          teacher many-to-one → teacher (teacher_id = id) unindexed ⇄ enrollments
        student/students by id
          enrollments one-to-many → enrollment (id = student_id) unindexed ⇄ student
          courses many-to-many → course (id = student_id; course_id = id) through enrollment [grade, teacher_id] unindexed ⇄ students
        teacher/teachers by id
          enrollments one-to-many → enrollment (id = teacher_id) unindexed ⇄ teacher
        """)
  }

  @Test("two keys inside a wider key link as often as the rest of the key allows")
  func insideKey() throws {
    let schema = try schema(
      """
      create table member(id integer primary key);
      create table book(id integer primary key);
      create table loan(member_id int not null references member, book_id int not null references book, day text not null,
        returned text, primary key(member_id, book_id, day));
      """)
    #expect(
      schema.summary == """
        book/books by id
          loans one-to-many → loan (id = book_id) unindexed ⇄ book
          members many-to-many → member (id = book_id; member_id = id) through loan [day, returned] bag unindexed ⇄ books
        loan/loans by member_id, book_id, day
          member many-to-one → member (member_id = id) required ⇄ loans
          book many-to-one → book (book_id = id) required unindexed ⇄ loans
        member/members by id
          loans one-to-many → loan (id = member_id) ⇄ member
          books many-to-many → book (id = member_id; book_id = id) through loan [day, returned] bag ⇄ members
        """)
  }

  @Test("an entity with two keys, a ternary, shared columns and one-to-one keys do not link")
  func noJunction() throws {
    let schema = try schema(
      """
      create table a(id integer primary key);
      create table b(id integer primary key);
      create table c(id integer primary key);
      create table p(x int, y int, primary key(x, y));
      create table entity(id integer primary key, a_id int references a, b_id int references b, note text);
      create table ternary(a_id int references a, b_id int references b, c_id int references c, primary key(a_id, b_id, c_id));
      create table overlap(x int, y int, z int, foreign key(x, y) references p, foreign key(x, z) references p, primary key(x, y, z));
      create table single(a_id int unique references a, b_id int references b);
      """)
    #expect(
      schema.summary == """
        a/as by id
          single one-to-one back → single (id = a_id) ⇄ a
          entities one-to-many → entity (id = a_id) unindexed ⇄ a
          ternaries one-to-many → ternary (id = a_id) ⇄ a
        b/bs by id
          entities one-to-many → entity (id = b_id) unindexed ⇄ b
          singles one-to-many → single (id = b_id) unindexed ⇄ b
          ternaries one-to-many → ternary (id = b_id) unindexed ⇄ b
        c/cs by id
          ternaries one-to-many → ternary (id = c_id) unindexed ⇄ c
        entity/entities by id
          a many-to-one → a (a_id = id) unindexed ⇄ entities
          b many-to-one → b (b_id = id) unindexed ⇄ entities
        overlap/overlaps by hidden rowid
          y_ref many-to-one → p (x = x, y = y) ⇄ overlaps_as_y
          z_ref many-to-one → p (x = x, z = y) unindexed ⇄ overlaps_as_z
        p/ps by hidden rowid
          overlaps_as_y one-to-many → overlap (x = x, y = y) ⇄ y_ref
          overlaps_as_z one-to-many → overlap (x = x, y = z) unindexed ⇄ z_ref
          overlaps ? overlaps_as_y | overlaps_as_z
        single/singles by hidden rowid
          b many-to-one → b (b_id = id) unindexed ⇄ singles
          a one-to-one → a (a_id = id) ⇄ single
        ternary/ternaries by hidden rowid
          a many-to-one → a (a_id = id) ⇄ ternaries
          b many-to-one → b (b_id = id) unindexed ⇄ ternaries
          c many-to-one → c (c_id = id) unindexed ⇄ ternaries
        """)
  }

  @Test("a junction of a table with itself is named by its roles, one each way")
  func toItself() throws {
    let schema = try schema(
      """
      create table person(id integer primary key);
      create table follow(follower_id int references person, followee_id int references person, primary key(follower_id, followee_id));
      create table parentage(parent_id int references person, child_id int references person, primary key(parent_id, child_id));
      create table friendship(person_id int references person, friend_id int references person, primary key(person_id, friend_id));
      """)
    #expect(
      schema.summary == """
        follow/follows by hidden rowid junction
          follower many-to-one → person (follower_id = id) ⇄ follows_as_follower
          followee many-to-one → person (followee_id = id) unindexed ⇄ follows_as_followee
        friendship/friendships by hidden rowid junction
          person many-to-one → person (person_id = id) ⇄ friendships
          friend many-to-one → person (friend_id = id) unindexed ⇄ friendships_as_friend
        parentage/parentages by hidden rowid junction
          parent many-to-one → person (parent_id = id) ⇄ parentages_as_parent
          child many-to-one → person (child_id = id) unindexed ⇄ parentages_as_child
        person/people by id
          follows_as_follower one-to-many → follow (id = follower_id) ⇄ follower
          follows_as_followee one-to-many → follow (id = followee_id) unindexed ⇄ followee
          friendships one-to-many → friendship (id = person_id) ⇄ person
          friendships_as_friend one-to-many → friendship (id = friend_id) unindexed ⇄ friend
          parentages_as_parent one-to-many → parentage (id = parent_id) ⇄ parent
          parentages_as_child one-to-many → parentage (id = child_id) unindexed ⇄ child
          followees many-to-many → person (id = follower_id; followee_id = id) through follow ⇄ followers
          followers many-to-many → person (id = followee_id; follower_id = id) through follow unindexed ⇄ followees
          friends many-to-many → person (id = person_id; friend_id = id) through friendship ⇄ friend_of
          friend_of many-to-many → person (id = friend_id; person_id = id) through friendship unindexed ⇄ friends
          children many-to-many → person (id = parent_id; child_id = id) through parentage ⇄ parents
          parents many-to-many → person (id = child_id; parent_id = id) through parentage unindexed ⇄ children
          follows ? follows_as_follower | follows_as_followee
          parentages ? parentages_as_parent | parentages_as_child
        """)
  }

  @Test("a role that is no noun has no plural")
  func participles() throws {
    let schema = try schema(
      """
      create table person(id integer primary key);
      create table block(blocker_id int references person, blocked_id int references person, primary key(blocker_id, blocked_id));
      """)
    #expect(
      schema.names == """
        block: blocker, blocked
        person: blocks_as_blocker, blocks_as_blocked, blocked, blockers
        """)
  }

  @Test("several junctions between two tables are told apart by their names")
  func severalJunctions() throws {
    let schema = try schema(
      """
      create table author(id integer primary key);
      create table book(id integer primary key);
      create table book_author(book_id int references book, author_id int references author, primary key(book_id, author_id));
      create table BookTranslator(book_id int references book, author_id int references author, primary key(book_id, author_id));
      """)
    #expect(
      schema.summary == """
        author/authors by id
          book_authors one-to-many → book_author (id = author_id) unindexed ⇄ author
          book_translators one-to-many → BookTranslator (id = author_id) unindexed ⇄ author
          books_via_book_author many-to-many → book (id = author_id; book_id = id) through book_author unindexed ⇄ authors_via_book_author
          books_via_book_translator many-to-many → book (id = author_id; book_id = id) through BookTranslator unindexed ⇄ authors_via_book_translator
          books ? books_via_book_author | books_via_book_translator
        book/books by id
          book_authors one-to-many → book_author (id = book_id) ⇄ book
          book_translators/translators one-to-many → BookTranslator (id = book_id) ⇄ book
          authors_via_book_author many-to-many → author (id = book_id; author_id = id) through book_author ⇄ books_via_book_author
          authors_via_book_translator many-to-many → author (id = book_id; author_id = id) through BookTranslator ⇄ books_via_book_translator
          authors ? authors_via_book_author | authors_via_book_translator
        book_author/book_authors by hidden rowid junction
          book many-to-one → book (book_id = id) ⇄ book_authors
          author many-to-one → author (author_id = id) unindexed ⇄ book_authors
        BookTranslator/book_translator/book_translators by hidden rowid junction
          book many-to-one → book (book_id = id) ⇄ book_translators
          author many-to-one → author (author_id = id) unindexed ⇄ book_translators
        """)
  }

  @Test("a junction by composite keys")
  func composite() throws {
    let schema = try schema(
      """
      create table a(x int not null, y int not null, primary key(x, y));
      create table b(code text not null primary key);
      create table link(b_code text references b, ay int, ax int, foreign key(ax, ay) references a, primary key(ax, ay, b_code));
      """)
    #expect(
      schema.summary == """
        a/as by x, y
          links one-to-many → link (x = ax, y = ay) ⇄ a
          bs many-to-many → b (x = ax, y = ay; b_code = code) through link ⇄ as
        b/bs by code
          links one-to-many → link (code = b_code) unindexed ⇄ b
          as many-to-many → a (code = b_code; ax = x, ay = y) through link unindexed ⇄ bs
        link/links by hidden rowid junction
          b many-to-one → b (b_code = code) unindexed ⇄ links
          a many-to-one → a (ax = x, ay = y) ⇄ links
        """)
  }

  @Test("a direct key goes before a junction to the same table")
  func ambiguousLinks() throws {
    let schema = try schema(
      """
      create table team(id integer primary key);
      create table player(id integer primary key, team_id int references team);
      create table guest(team_id int references team, player_id int references player, primary key(team_id, player_id));
      """)
    #expect(
      schema.summary == """
        guest/guests by hidden rowid junction
          team many-to-one → team (team_id = id) ⇄ guests
          player many-to-one → player (player_id = id) unindexed ⇄ guests
        player/players by id
          team many-to-one → team (team_id = id) unindexed ⇄ players
          guests one-to-many → guest (id = player_id) unindexed ⇄ player
          teams many-to-many → team (id = player_id; team_id = id) through guest unindexed ⇄ players_via_guest
        team/teams by id
          guests one-to-many → guest (id = team_id) ⇄ team
          players one-to-many → player (id = team_id) unindexed ⇄ team
          players_via_guest many-to-many → player (id = team_id; player_id = id) through guest ⇄ teams
        """)
  }
}
