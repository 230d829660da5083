-- The blog: nine people, their posts, and the threads below them.
--
--   one-to-many            user.posts, post.user
--   many-to-many           post.tags through post_tag, a pure junction
--   one-to-one             user.profile
--   to itself              comment.parent: threads, of which the first is eight deep
--   many-to-many to itself user.followed through follow
--
-- ON DELETE: CASCADE for what belongs to a post and for the answers to a comment, SET NULL for the comments of a
-- user who left, RESTRICT for a user with posts.
--
-- Two comments are by nobody who is still there, one user never posted, one tag is never used.

CREATE TABLE user (
  id     INTEGER PRIMARY KEY,
  handle TEXT NOT NULL UNIQUE,
  name   TEXT NOT NULL,
  joined TEXT NOT NULL
);

INSERT INTO user (id, handle, name, joined) VALUES
  (1, 'mira',  'Mira Castell',  '2021-02-11'),
  (2, 'otto',  'Otto Brandl',   '2021-03-02'),
  (3, 'june',  'June Park',     '2021-06-19'),
  (4, 'tariq', 'Tariq Nasser',  '2022-01-08'),
  (5, 'lena',  'Lena Fischer',  '2022-04-27'),
  (6, 'bo',    'Bo Svensson',   '2022-09-14'),
  (7, 'gia',   'Gia Moretti',   '2023-01-30'),
  (8, 'hal',   'Hal Whitcombe', '2023-05-05'),
  (9, 'quiet', 'Quentin Iyer',  '2024-02-02');

CREATE TABLE profile (
  user_id INTEGER PRIMARY KEY REFERENCES user (id) ON DELETE CASCADE,
  about   TEXT NOT NULL,
  site    TEXT
);

INSERT INTO profile (user_id, about, site) VALUES
  (1, 'Bakes, sails, writes about both.', 'https://example.com/mira'),
  (2, 'Clockmaker in Graz.',              NULL),
  (3, 'Maps and trains.',                 'https://example.com/june'),
  (5, 'Reads everything twice.',          NULL),
  (7, 'Rome, on foot.',                   'https://example.com/gia');

CREATE TABLE follow (
  follower_id INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  followed_id INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  PRIMARY KEY (follower_id, followed_id)
);
CREATE INDEX follow_followed ON follow (followed_id);

INSERT INTO follow (follower_id, followed_id) VALUES
  (1, 2), (1, 3), (2, 1), (2, 3), (2, 6), (3, 1), (3, 5), (3, 7), (4, 1), (4, 5), (5, 1), (5, 3),
  (5, 4), (6, 1), (6, 2), (7, 1), (7, 3), (8, 1), (8, 3);

CREATE TABLE post (
  id        INTEGER PRIMARY KEY,
  user_id   INTEGER NOT NULL REFERENCES user (id) ON DELETE RESTRICT,
  title     TEXT NOT NULL,
  published TEXT NOT NULL,
  body      TEXT NOT NULL
);
CREATE INDEX post_user ON post (user_id);

INSERT INTO post (id, user_id, title, published, body) VALUES
  ( 1, 1, 'Bread in a borrowed oven',           '2023-03-04', 'The oven runs hot on the left. Turn the loaf once, and trust your nose.'),
  ( 2, 2, 'Why old clocks stop in spring',      '2023-03-21', 'Oil thickens, dust settles, and nobody winds them when the days get long.'),
  ( 3, 3, 'The slow train to Jelenia Góra',     '2023-04-15', 'Four hours for a hundred kilometres, and not one too many.'),
  ( 4, 1, 'A knot for every mistake',           '2023-05-09', 'Most knots were invented to undo another one.'),
  ( 5, 5, 'Reading the same book every winter', '2023-06-01', 'The book stays. The winter is what changes.'),
  ( 6, 3, 'Maps that lie politely',             '2023-07-18', 'Every projection keeps one promise and breaks another.'),
  ( 7, 7, 'Eleven staircases',                  '2023-08-22', 'Rome is best measured in steps.'),
  ( 8, 4, 'Tea at the edge of the desert',      '2023-09-30', 'Three glasses: bitter, sweet, gentle.'),
  ( 9, 2, 'The smallest screw in Austria',      '2023-10-12', 'I dropped it. This is the story of the following two days.'),
  (10, 5, 'Notes in the margins',               '2023-11-25', 'Somebody disagreed with Tolstoy in 1931, in pencil.'),
  (11, 6, 'Skates, wax, silence',               '2024-01-06', 'The lake sings when the temperature falls.'),
  (12, 1, 'Sourdough, a year later',            '2024-03-04', 'It has a name now, and opinions.'),
  (13, 7, 'A fountain nobody photographs',      '2024-04-14', 'Turn your back on the famous one.'),
  (14, 3, 'Night bus, window seat',             '2024-05-20', 'Draft: the part about Ljubljana is missing.'),
  (15, 8, 'Hello',                              '2024-06-01', 'Is this on?');

CREATE TABLE comment (
  id        INTEGER PRIMARY KEY,
  post_id   INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  user_id   INTEGER REFERENCES user (id) ON DELETE SET NULL,
  parent_id INTEGER REFERENCES comment (id) ON DELETE CASCADE,
  text      TEXT NOT NULL
);
CREATE INDEX comment_post ON comment (post_id);
CREATE INDEX comment_user ON comment (user_id);
CREATE INDEX comment_parent ON comment (parent_id);

INSERT INTO comment (id, post_id, user_id, parent_id, text) VALUES
  ( 1,  1,    2, NULL, 'Which side did you say runs hot?'),
  ( 2,  1,    1,    1, 'The left. Always the left.'),
  ( 3,  1,    3,    2, 'Mine runs hot on the right.'),
  ( 4,  1,    2,    3, 'Are you sure that you are facing it?'),
  ( 5,  1,    3,    4, 'I am inside the kitchen, Otto.'),
  ( 6,  1,    1,    5, 'This is the best thread I have ever hosted.'),
  ( 7,  1,    5,    6, 'Please never delete it.'),
  ( 8,  1,    6,    7, 'I came for the bread.'),
  ( 9,  1,    4, NULL, 'What flour?'),
  (10,  1,    1,    9, 'Rye, a third of it.'),
  (11,  1,    4,   10, 'Thank you. It worked.'),
  (12,  2,    5, NULL, 'Mine stopped in March!'),
  (13,  2,    2,   12, 'Bring it in.'),
  (14,  2, NULL, NULL, 'Clocks are a construct.'),
  (15,  2,    6,   14, 'So is dust.'),
  (16,  3,    7, NULL, 'The part with the sandwich!'),
  (17,  3,    3,   16, 'It was a very good sandwich.'),
  (18,  3,    8,   16, 'What was in it?'),
  (19,  3,    2, NULL, 'Which line was it?'),
  (20,  4,    6, NULL, 'The sheet bend forgives everything.'),
  (21,  4,    1,   20, 'Not everything.'),
  (22,  4,    6,   21, 'Go on.'),
  (23,  5,    1, NULL, 'Which book?'),
  (24,  5,    4,   23, 'She never says.'),
  (25,  5,    5,   24, 'And I never will.'),
  (26,  5,    7,   25, 'It is Moominland Midwinter.'),
  (27,  5,    5,   26, 'How did you know?'),
  (28,  6,    2, NULL, 'Mercator has a lot to answer for.'),
  (29,  6,    8,   28, 'Greenland is not that big?'),
  (30,  6,    3,   29, 'Sit down, Hal.'),
  (31,  6,    8,   30, 'I am sitting.'),
  (32,  7,    3, NULL, 'Which one has the cat?'),
  (33,  7,    7,   32, 'The ninth.'),
  (34,  8,    5, NULL, 'I have been drinking it wrong.'),
  (35,  8, NULL, NULL, 'Two glasses are enough.'),
  (36,  8,    4,   35, 'They are not.'),
  (37,  9,    1, NULL, 'Did you find it?'),
  (38,  9,    2,   37, 'Chapter two.'),
  (39,  9,    6,   38, 'There is a chapter two?'),
  (40,  9,    2,   39, 'There is a chapter five.'),
  (41, 10,    3, NULL, 'What did the pencil say?'),
  (42, 10,    5,   41, 'Only: no.'),
  (43, 11,    4, NULL, 'I have never heard a lake sing.'),
  (44, 11,    6,   43, 'Come in January.'),
  (45, 11,    4,   44, 'I will.'),
  (46, 11,    6,   45, 'Bring wax.'),
  (47, 12,    2, NULL, 'What is it called?'),
  (48, 12,    1,   47, 'Otto.'),
  (49, 12,    2,   48, 'I am honoured.');

CREATE TABLE tag (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);

INSERT INTO tag (id, name) VALUES
  (1, 'baking'),
  (2, 'travel'),
  (3, 'books'),
  (4, 'craft'),
  (5, 'maps'),
  (6, 'city'),
  (7, 'winter'),
  (8, 'unfinished'),
  (9, 'politics');

CREATE TABLE post_tag (
  post_id INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  tag_id  INTEGER NOT NULL REFERENCES tag (id) ON DELETE CASCADE,
  PRIMARY KEY (post_id, tag_id)
);
CREATE INDEX post_tag_tag ON post_tag (tag_id);

INSERT INTO post_tag (post_id, tag_id) VALUES
  (1, 1), (1, 4), (2, 4), (3, 2), (3, 5), (4, 4), (5, 3), (5, 7), (6, 5), (6, 4), (7, 2), (7, 6),
  (8, 2), (9, 4), (10, 3), (11, 7), (12, 1), (12, 4), (13, 2), (13, 6), (14, 2), (14, 8);
