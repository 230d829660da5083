-- The school: who teaches what, who takes it, and how it went.
--
--   one-to-many         teacher.courses, course.teacher
--   many-to-many        student.courses through enrollment, which carries the grade; club.students without payload
--   one-to-one          student.locker
--   to itself           course.requires, teacher.mentor
--
-- ON DELETE: CASCADE for what belongs to a student, RESTRICT for a course that somebody takes, SET NULL for the
-- teacher of a course, a mentor and the owner of a locker.
--
-- Grades run from 1 to 6, the best; NULL where there is none yet. Latin has no teacher and no student, Sven takes nothing.

CREATE TABLE teacher (
  id        INTEGER PRIMARY KEY,
  name      TEXT NOT NULL,
  subject   TEXT NOT NULL,
  since     INTEGER NOT NULL,
  mentor_id INTEGER REFERENCES teacher (id) ON DELETE SET NULL
);
CREATE INDEX teacher_mentor ON teacher (mentor_id);

INSERT INTO teacher (id, name, subject, since, mentor_id) VALUES
  ( 1, 'Ada Brandt',      'Mathematics', 1998, NULL),
  ( 2, 'Nils Holm',       'Physics',     2004,    1),
  ( 3, 'Carmen Ruiz',     'Chemistry',   2009,    2),
  ( 4, 'Tobias Lang',     'History',     2001, NULL),
  ( 5, 'Imani Okafor',    'Literature',  2012,    4),
  ( 6, 'Yuki Tanaka',     'Art',         2015,    5),
  ( 7, 'Petra Novák',     'Biology',     2006,    1),
  ( 8, 'Samuel Reyes',    'Music',       2018,    6),
  ( 9, 'Greta Lindqvist', 'Philosophy',  2021,    4),
  (10, 'Owen Price',      'Geography',   2023,    9);

CREATE TABLE course (
  id          INTEGER PRIMARY KEY,
  title       TEXT NOT NULL UNIQUE,
  teacher_id  INTEGER REFERENCES teacher (id) ON DELETE SET NULL,
  room        TEXT,
  hours       INTEGER NOT NULL,  -- a week
  requires_id INTEGER REFERENCES course (id) ON DELETE SET NULL
);
CREATE INDEX course_teacher ON course (teacher_id);
CREATE INDEX course_requires ON course (requires_id);

INSERT INTO course (id, title, teacher_id, room, hours, requires_id) VALUES
  ( 1, 'Algebra',                  1, 'A1', 4, NULL),
  ( 2, 'Geometry',                 1, 'A1', 4,    1),
  ( 3, 'Calculus',                 1, 'A2', 6,    2),
  ( 4, 'Mechanics',                2, 'L1', 5,    1),
  ( 5, 'Waves and Optics',         2, 'L1', 5,    4),
  ( 6, 'Inorganic Chemistry',      3, 'L2', 4, NULL),
  ( 7, 'Organic Chemistry',        3, 'L2', 5,    6),
  ( 8, 'Ancient History',          4, 'B1', 3, NULL),
  ( 9, 'The Twentieth Century',    4, 'B1', 4,    8),
  (10, 'The Novel',                5, 'B2', 4, NULL),
  (11, 'Poetry Workshop',          5, 'B2', 2,   10),
  (12, 'Drawing',                  6, 'S1', 2, NULL),
  (13, 'Painting',                 6, 'S1', 3,   12),
  (14, 'Cells and Genes',          7, 'L3', 5,    6),
  (15, 'Ecology',                  7, 'L3', 4, NULL),
  (16, 'Choir',                    8, 'S2', 1, NULL),
  (17, 'Harmony',                  8, 'S2', 3,   16),
  (18, 'Astronomy',             NULL, 'L1', 3,    5),
  (19, 'Latin',                 NULL, NULL, 4, NULL);

CREATE TABLE student (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  born INTEGER NOT NULL,
  year INTEGER NOT NULL  -- at the school, from 1 to 4
);

INSERT INTO student (id, name, born, year) VALUES
  ( 1, 'Amelia Hart',    2009, 2),
  ( 2, 'Bashir Khan',    2008, 3),
  ( 3, 'Clara Nguyen',   2010, 1),
  ( 4, 'Dario Conti',    2007, 4),
  ( 5, 'Elsa Virtanen',  2007, 4),
  ( 6, 'Felix Baum',     2007, 4),
  ( 7, 'Gwen Parry',     2009, 2),
  ( 8, 'Hugo Martin',    2007, 4),
  ( 9, 'Ines Almeida',   2008, 3),
  (10, 'Jonas Weber',    2007, 4),
  (11, 'Kavya Rao',      2007, 4),
  (12, 'Leo Fontaine',   2010, 1),
  (13, 'Mina Sato',      2010, 1),
  (14, 'Noah Adeyemi',   2007, 4),
  (15, 'Olga Petrova',   2008, 3),
  (16, 'Pablo Ortiz',    2007, 4),
  (17, 'Qiu Lan',        2010, 1),
  (18, 'Rosa Marino',    2007, 4),
  (19, 'Sven Dahl',      2007, 4),
  (20, 'Tara Quinn',     2008, 3),
  (21, 'Umar Farouk',    2007, 4),
  (22, 'Vera Horvat',    2010, 1),
  (23, 'Wanda Kowalska', 2007, 4),
  (24, 'Xavier Roy',     2008, 3),
  (25, 'Yara Haddad',    2007, 4),
  (26, 'Zoe Papadaki',   2008, 3),
  (27, 'Anton Krüger',   2009, 2),
  (28, 'Bea Lopes',      2010, 1),
  (29, 'Cyril Dubois',   2008, 3),
  (30, 'Dana Levi',      2007, 4);

CREATE TABLE enrollment (
  student_id INTEGER NOT NULL REFERENCES student (id) ON DELETE CASCADE,
  course_id  INTEGER NOT NULL REFERENCES course (id) ON DELETE RESTRICT,
  grade      REAL CHECK (grade BETWEEN 1 AND 6),
  PRIMARY KEY (student_id, course_id)
);
CREATE INDEX enrollment_course ON enrollment (course_id);

INSERT INTO enrollment (student_id, course_id, grade) VALUES
  (1, 5, 3.0), (1, 6, 3.5), (1, 7, 2.5), (1, 18, 3.5), (2, 2, 4.0), (2, 3, NULL),
  (2, 16, 5.0), (2, 17, 4.0), (3, 2, 5.0), (3, 3, 6.0), (3, 10, 5.5), (3, 11, 5.5),
  (3, 12, 6.0), (4, 1, 4.0), (4, 4, 5.0), (4, 12, 4.0), (4, 13, 4.0), (4, 15, 4.5),
  (5, 4, 5.0), (5, 5, 5.0), (5, 13, 5.0), (5, 14, 5.5), (6, 1, 4.5), (6, 2, 5.0),
  (6, 4, 6.0), (6, 5, 6.0), (6, 17, 6.0), (7, 10, 5.5), (7, 11, 5.0), (8, 9, 4.0),
  (8, 12, 4.0), (8, 13, 3.5), (9, 1, 4.0), (9, 4, 4.5), (9, 8, 4.0), (9, 9, 3.0),
  (10, 2, 4.5), (10, 3, 4.0), (10, 8, 5.0), (10, 9, 5.0), (11, 8, 3.5), (11, 12, 2.0),
  (11, 13, 4.0), (12, 1, 5.5), (12, 4, 6.0), (12, 12, 4.5), (12, 15, 5.5), (13, 4, 6.0),
  (13, 6, 5.5), (13, 7, 5.0), (14, 4, 3.0), (14, 5, 3.0), (14, 6, 3.0), (15, 1, 5.5),
  (15, 5, 4.5), (15, 18, 6.0), (16, 1, 4.0), (16, 10, 3.0), (16, 11, 4.0), (17, 1, 3.5),
  (17, 4, NULL), (17, 5, NULL), (17, 16, 4.5), (17, 17, 4.5), (18, 1, NULL), (18, 2, 5.5),
  (18, 4, NULL), (18, 8, 6.0), (18, 9, 5.0), (20, 8, 4.5), (20, 9, 4.5), (20, 15, 5.0),
  (20, 16, 5.0), (21, 5, 5.5), (21, 12, 5.0), (22, 8, 5.0), (22, 12, NULL), (22, 13, 4.5),
  (22, 14, 4.5), (22, 16, 4.5), (23, 1, 4.0), (23, 4, 4.5), (23, 8, 4.5), (23, 9, NULL),
  (24, 2, NULL), (24, 3, NULL), (24, 6, 3.5), (24, 10, 3.5), (24, 11, NULL), (25, 11, 4.5),
  (25, 14, 4.5), (26, 6, 5.0), (26, 10, 5.0), (27, 1, 3.5), (27, 8, 4.5), (27, 9, 4.5),
  (27, 12, 4.0), (28, 4, 4.0), (28, 5, NULL), (28, 7, 3.5), (28, 10, 3.5), (28, 11, 4.0),
  (29, 1, 5.0), (29, 2, 5.0), (29, 6, 5.0), (29, 8, 5.5), (30, 6, 6.0), (30, 7, NULL),
  (30, 16, 5.5);

CREATE TABLE locker (
  number     INTEGER PRIMARY KEY,
  floor      TEXT NOT NULL,
  student_id INTEGER UNIQUE REFERENCES student (id) ON DELETE SET NULL
);

INSERT INTO locker (number, floor, student_id) VALUES
  (100, 'ground',    3),
  (101, 'second',    7),
  (102, 'second',    1),
  (103, 'second',   12),
  (104, 'ground', NULL),
  (105, 'ground',   20),
  (106, 'second',   22),
  (107, 'ground',    5),
  (108, 'first',     9),
  (109, 'first',  NULL),
  (110, 'second',   14),
  (111, 'second',   28);

CREATE TABLE club (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  day  TEXT NOT NULL
);

INSERT INTO club (id, name, day) VALUES
  (1, 'Chess',     'Monday'),
  (2, 'Robotics',  'Tuesday'),
  (3, 'Theatre',   'Wednesday'),
  (4, 'Gardening', 'Thursday'),
  (5, 'Debate',    'Friday');

CREATE TABLE club_student (
  club_id    INTEGER NOT NULL REFERENCES club (id) ON DELETE CASCADE,
  student_id INTEGER NOT NULL REFERENCES student (id) ON DELETE CASCADE,
  PRIMARY KEY (club_id, student_id)
);
CREATE INDEX club_student_student ON club_student (student_id);

INSERT INTO club_student (club_id, student_id) VALUES
  (1, 2), (1, 21), (1, 22), (1, 24), (1, 27), (1, 28), (2, 2), (2, 3), (2, 8), (2, 16), (2, 21),
  (2, 22), (2, 30), (3, 1), (3, 4), (3, 8), (3, 10), (3, 24), (3, 25), (4, 1), (4, 3), (4, 5),
  (4, 9), (4, 16), (4, 18), (4, 24), (4, 25), (4, 26), (4, 27), (4, 30);
