-- The family: seven generations by the North Sea, all of them made up.
--
--   two keys to itself     person.mother and person.father; person[37].mother+ are her mothers all the way
--   many-to-many to itself person.friends through friendship, each friendship written both ways
--   two keys to one table  marriage.wife and marriage.husband
--
-- ON DELETE: SET NULL for parents, CASCADE for friendships, RESTRICT for marriages.
--
-- Duncan Bain and Margaret Reed, who married in 1974, are both descended from Agnes Thorne. Friendships run in
-- circles, so that a walk along them has to notice where it has been.

CREATE TABLE person (
  id        INTEGER PRIMARY KEY,
  name      TEXT NOT NULL,
  born      INTEGER NOT NULL,
  died      INTEGER,
  town      TEXT NOT NULL,
  mother_id INTEGER REFERENCES person (id) ON DELETE SET NULL,
  father_id INTEGER REFERENCES person (id) ON DELETE SET NULL
);
CREATE INDEX person_mother ON person (mother_id);
CREATE INDEX person_father ON person (father_id);

INSERT INTO person (id, name, born, died, town, mother_id, father_id) VALUES
  ( 1, 'Agnes Thorne',     1868, 1941, 'Whitby',    NULL, NULL),
  ( 2, 'Edmund Hale',      1864, 1930, 'Whitby',    NULL, NULL),
  ( 3, 'Marta Lindholm',   1871, 1955, 'Bergen',    NULL, NULL),
  ( 4, 'Anders Lindholm',  1866, 1938, 'Bergen',    NULL, NULL),
  ( 5, 'Rose Hale',        1891, 1970, 'Whitby',       1,    2),
  ( 6, 'Arthur Hale',      1894, 1916, 'Whitby',       1,    2),
  ( 7, 'Violet Hale',      1898, 1990, 'York',         1,    2),
  ( 8, 'Nils Lindholm',    1889, 1961, 'Bergen',       3,    4),
  ( 9, 'Solveig Lindholm', 1895, 1982, 'Oslo',         3,    4),
  (10, 'Ingrid Lindholm',  1915, 2003, 'Bergen',       5,    8),
  (11, 'Thomas Lindholm',  1918, 1944, 'Bergen',       5,    8),
  (12, 'Clara Lindholm',   1922, 2011, 'Leith',        5,    8),
  (13, 'Peter Moss',       1912, 1985, 'York',      NULL, NULL),
  (14, 'Hector Bain',      1919, 1998, 'Leith',     NULL, NULL),
  (15, 'Edith Moss',       1925, 2014, 'York',         7,   13),
  (16, 'Jakob Friis',      1910, 1976, 'Bergen',    NULL, NULL),
  (17, 'Astrid Friis',     1938, NULL, 'Bergen',      10,   16),
  (18, 'Henrik Friis',     1941, 2019, 'Oslo',        10,   16),
  (19, 'Karin Friis',      1946, NULL, 'Aarhus',      10,   16),
  (20, 'Duncan Bain',      1947, NULL, 'Leith',       12,   14),
  (21, 'Fiona Bain',       1950, NULL, 'Glasgow',     12,   14),
  (22, 'Alan Reed',        1945, 2008, 'York',      NULL, NULL),
  (23, 'Margaret Reed',    1952, NULL, 'York',        15,   22),
  (24, 'Lars Holt',        1935, 2002, 'Bergen',    NULL, NULL),
  (25, 'Signe Holt',       1962, NULL, 'Bergen',      17,   24),
  (26, 'Mikkel Holt',      1965, NULL, 'Stavanger',   17,   24),
  (27, 'Anna Friis',       1968, NULL, 'Oslo',      NULL,   18),
  (28, 'Iain Bain',        1975, NULL, 'Leith',       23,   20),
  (29, 'Morag Bain',       1978, NULL, 'Leith',       23,   20),
  (30, 'Paolo Neri',       1960, NULL, 'Trieste',   NULL, NULL),
  (31, 'Elena Neri',       1990, NULL, 'Trieste',     25,   30),
  (32, 'Jonas Neri',       1993, NULL, 'Bergen',      25,   30),
  (33, 'Ada Holt',         1995, NULL, 'Oslo',        27,   26),
  (34, 'Rory Bain',        2004, NULL, 'Leith',     NULL,   28),
  (35, 'Isla Bain',        2007, NULL, 'Leith',     NULL,   28),
  (36, 'Luca Weiss',       1988, NULL, 'Trieste',   NULL, NULL),
  (37, 'Nina Weiss',       2016, NULL, 'Trieste',     31,   36),
  (38, 'Theo Weiss',       2019, NULL, 'Trieste',     31,   36);

CREATE TABLE marriage (
  id         INTEGER PRIMARY KEY,
  wife_id    INTEGER NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
  husband_id INTEGER NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
  year       INTEGER NOT NULL,
  ended      INTEGER  -- by death or divorce
);
CREATE INDEX marriage_wife ON marriage (wife_id);
CREATE INDEX marriage_husband ON marriage (husband_id);

INSERT INTO marriage (id, wife_id, husband_id, year, ended) VALUES
  ( 1,  1,  2, 1889, 1930),
  ( 2,  3,  4, 1888, 1938),
  ( 3,  5,  8, 1914, 1961),
  ( 4,  7, 13, 1923, 1985),
  ( 5, 10, 16, 1936, 1976),
  ( 6, 12, 14, 1945, 1998),
  ( 7, 15, 22, 1950, 1971),
  ( 8, 17, 24, 1960, 2002),
  ( 9, 23, 20, 1974, NULL),
  (10, 25, 30, 1988, 2005),
  (11, 27, 26, 1994, NULL),
  (12, 31, 36, 2014, NULL);

CREATE TABLE friendship (
  person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  friend_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  since     INTEGER NOT NULL,
  PRIMARY KEY (person_id, friend_id)
);
CREATE INDEX friendship_friend ON friendship (friend_id);

INSERT INTO friendship (person_id, friend_id, since) VALUES
  (7, 9, 1920), (9, 7, 1920), (10, 12, 1940), (12, 10, 1940), (12, 15, 1947), (15, 12, 1947),
  (17, 21, 1969), (17, 23, 1981), (19, 21, 1972), (20, 26, 1990), (21, 17, 1969), (21, 19, 1972),
  (21, 23, 1974), (23, 17, 1981), (23, 21, 1974), (25, 29, 2001), (26, 20, 1990), (26, 28, 1999),
  (27, 29, 2003), (28, 26, 1999), (28, 30, 1995), (29, 25, 2001), (29, 27, 2003), (29, 31, 2012),
  (30, 28, 1995), (30, 36, 2011), (31, 29, 2012), (31, 33, 2009), (32, 33, 2010), (32, 34, 2021),
  (32, 36, 2013), (33, 31, 2009), (33, 32, 2010), (33, 35, 2022), (34, 32, 2021), (34, 35, 2015),
  (35, 33, 2022), (35, 34, 2015), (36, 30, 2011), (36, 32, 2013), (37, 38, 2023), (38, 37, 2023);
