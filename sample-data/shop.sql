-- The shop: kitchen, garden and paper goods, who ordered them, and what was paid.
--
--   one-to-many         user.orders, order.user
--   many-to-many        order.products through item, which carries quantity and price
--   one-to-one          order.payment
--   two keys to one     order.ship_to and order.bill_to, both to address
--   to itself           category.parent (a tree four deep), user.referred_by
--
-- ON DELETE: CASCADE for items, payments and addresses, RESTRICT for a product or a customer with orders,
-- SET DEFAULT for the products of a category that goes, SET NULL for who referred whom.
--
-- Some prices are below the list: an item keeps what was paid. Marco never ordered. "order" is a word of SQL, and
-- wants quotes there; in a path it is a name like any other.

CREATE TABLE user (
  id             INTEGER PRIMARY KEY,
  name           TEXT NOT NULL,
  email          TEXT NOT NULL UNIQUE,
  since          INTEGER NOT NULL,
  referred_by_id INTEGER REFERENCES user (id) ON DELETE SET NULL
);
CREATE INDEX user_referred_by ON user (referred_by_id);

INSERT INTO user (id, name, email, since, referred_by_id) VALUES
  ( 1, 'Maren Vogt',   'maren@example.com', 2019, NULL),
  ( 2, 'Luca Ferri',   'luca@example.com',  2019,    1),
  ( 3, 'Aisha Bello',  'aisha@example.com', 2020,    1),
  ( 4, 'Johan Berg',   'johan@example.com', 2020, NULL),
  ( 5, 'Sofia Duarte', 'sofia@example.com', 2021,    2),
  ( 6, 'Kenji Mori',   'kenji@example.com', 2021,    3),
  ( 7, 'Nora Walsh',   'nora@example.com',  2022,    3),
  ( 8, 'Emil Novak',   'emil@example.com',  2022,    6),
  ( 9, 'Leila Aziz',   'leila@example.com', 2023,    8),
  (10, 'Tom Archer',   'tom@example.com',   2023, NULL),
  (11, 'Ida Lund',     'ida@example.com',   2024,    9),
  (12, 'Marco Sala',   'marco@example.com', 2024, NULL);

CREATE TABLE address (
  id      INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  street  TEXT NOT NULL,
  city    TEXT NOT NULL
);
CREATE INDEX address_user ON address (user_id);

INSERT INTO address (id, user_id, street, city) VALUES
  ( 1,  1, 'Quay 4',           'Bremen'),
  ( 2,  2, 'Via Po 12',        'Torino'),
  ( 3,  3, 'Palm Road 7',      'Lagos'),
  ( 4,  4, 'Canal Street 31',  'Malmö'),
  ( 5,  5, 'Rua do Sol 2',     'Porto'),
  ( 6,  6, 'Teramachi 88',     'Kyoto'),
  ( 7,  7, 'Long Walk 5',      'Galway'),
  ( 8,  8, 'Lipová 9',         'Brno'),
  ( 9,  9, 'Rue des Roses 14', 'Tunis'),
  (10, 10, 'Mill Lane 20',     'Leeds'),
  (11, 11, 'Havnegade 3',      'Aarhus'),
  (12, 12, 'Salita Oro 6',     'Genova'),
  (13,  1, 'Hillside 1',       'Hannover'),
  (14,  3, 'Harbour View 2',   'Accra'),
  (15,  6, 'Office Park 10',   'Osaka'),
  (16,  9, 'Avenue Mer 40',    'Sousse');

CREATE TABLE category (
  id        INTEGER PRIMARY KEY,
  name      TEXT NOT NULL UNIQUE,
  parent_id INTEGER REFERENCES category (id) ON DELETE CASCADE
);
CREATE INDEX category_parent ON category (parent_id);

INSERT INTO category (id, name, parent_id) VALUES
  ( 1, 'Everything',      NULL),
  ( 2, 'Kitchen',            1),
  ( 3, 'Knives',             2),
  ( 4, 'Pots and pans',      2),
  ( 5, 'Tea and coffee',     2),
  ( 6, 'Garden',             1),
  ( 7, 'Tools',              6),
  ( 8, 'Seeds',              6),
  ( 9, 'Herb seeds',         8),
  (10, 'Vegetable seeds',    8),
  (11, 'Paper',              1),
  (12, 'Notebooks',         11),
  (13, 'Pens and ink',      11),
  (14, 'Fountain pens',     13),
  (15, 'Outdoors',           1);

CREATE TABLE product (
  id          INTEGER PRIMARY KEY,
  name        TEXT NOT NULL UNIQUE,
  price       REAL NOT NULL,
  category_id INTEGER NOT NULL DEFAULT 1 REFERENCES category (id) ON DELETE SET DEFAULT
);
CREATE INDEX product_category ON product (category_id);

INSERT INTO product (id, name, price, category_id) VALUES
  ( 1, 'Paring knife',         18.50,  3),
  ( 2, 'Chef''s knife',        74.00,  3),
  ( 3, 'Bread knife',          32.00,  3),
  ( 4, 'Cast-iron pan',        49.90,  4),
  ( 5, 'Copper saucepan',     120.00,  4),
  ( 6, 'Enamel stockpot',      58.00,  4),
  ( 7, 'Moka pot',             29.90,  5),
  ( 8, 'Teapot, 1 litre',      36.00,  5),
  ( 9, 'Hand grinder',         84.00,  5),
  (10, 'Sencha, 100 g',        12.50,  5),
  (11, 'Secateurs',            27.00,  7),
  (12, 'Trowel',               14.00,  7),
  (13, 'Watering can',         39.00,  7),
  (14, 'Basil',                 2.90,  9),
  (15, 'Thyme',                 2.90,  9),
  (16, 'Chives',                2.50,  9),
  (17, 'Tomato, Black Krim',    3.90, 10),
  (18, 'Kale, Nero',            3.20, 10),
  (19, 'Pocket notebook',       7.50, 12),
  (20, 'Dotted notebook, A5',  16.00, 12),
  (21, 'Sketchbook',           19.00, 12),
  (22, 'Iron gall ink',        11.00, 13),
  (23, 'Blue-black ink',        9.50, 13),
  (24, 'Piston pen',          145.00, 14),
  (25, 'School pen',           16.50, 14),
  (26, 'Gift box',              5.00,  1);

CREATE TABLE "order" (
  id         INTEGER PRIMARY KEY,
  user_id    INTEGER NOT NULL REFERENCES user (id) ON DELETE RESTRICT,
  placed_on  TEXT NOT NULL,
  status     TEXT NOT NULL CHECK (status IN ('open', 'paid', 'shipped', 'cancelled')),
  ship_to_id INTEGER NOT NULL REFERENCES address (id),
  bill_to_id INTEGER NOT NULL REFERENCES address (id)
);
CREATE INDEX order_user ON "order" (user_id);
CREATE INDEX order_ship_to ON "order" (ship_to_id);
CREATE INDEX order_bill_to ON "order" (bill_to_id);

INSERT INTO "order" (id, user_id, placed_on, status, ship_to_id, bill_to_id) VALUES
  (1001,  4, '2024-01-18', 'shipped',    4,  4),
  (1002,  1, '2024-01-28', 'shipped',    1,  1),
  (1003,  5, '2024-02-02', 'shipped',    5,  5),
  (1004,  1, '2024-02-16', 'shipped',    1,  1),
  (1005,  1, '2024-02-28', 'shipped',    1,  1),
  (1006,  4, '2024-03-08', 'cancelled',  4,  4),
  (1007, 11, '2024-03-10', 'shipped',   11, 11),
  (1008,  1, '2024-03-21', 'shipped',   13,  1),
  (1009,  4, '2024-04-01', 'shipped',    4,  4),
  (1010,  1, '2024-04-03', 'shipped',    1,  1),
  (1011,  4, '2024-04-14', 'shipped',    4,  4),
  (1012, 10, '2024-04-19', 'shipped',   10, 10),
  (1013,  2, '2024-04-29', 'shipped',    2,  2),
  (1014,  1, '2024-05-01', 'shipped',   13,  1),
  (1015,  1, '2024-05-14', 'shipped',    1,  1),
  (1016,  6, '2024-05-22', 'shipped',    6,  6),
  (1017, 10, '2024-06-04', 'shipped',   10, 10),
  (1018,  2, '2024-06-11', 'cancelled',  2,  2),
  (1019,  8, '2024-06-13', 'shipped',    8,  8),
  (1020,  3, '2024-06-24', 'shipped',   14,  3),
  (1021,  7, '2024-06-26', 'shipped',    7,  7),
  (1022,  2, '2024-07-05', 'shipped',    2,  2),
  (1023,  6, '2024-07-15', 'shipped',    6,  6),
  (1024,  3, '2024-07-20', 'shipped',    3,  3),
  (1025, 11, '2024-07-27', 'shipped',   11, 11),
  (1026,  2, '2024-07-29', 'shipped',    2,  2),
  (1027,  1, '2024-08-08', 'shipped',   13,  1),
  (1028,  8, '2024-08-18', 'shipped',    8,  8),
  (1029, 10, '2024-08-24', 'open',      10, 10),
  (1030,  4, '2024-09-02', 'open',       4,  4),
  (1031,  9, '2024-09-12', 'open',       9,  9),
  (1032,  5, '2024-09-17', 'paid',       5,  5),
  (1033,  3, '2024-09-25', 'open',      14,  3),
  (1034,  6, '2024-10-02', 'open',       6,  6),
  (1035,  4, '2024-10-07', 'paid',       4,  4),
  (1036,  1, '2024-10-15', 'open',      13,  1);

CREATE TABLE item (
  order_id   INTEGER NOT NULL REFERENCES "order" (id) ON DELETE CASCADE,
  product_id INTEGER NOT NULL REFERENCES product (id) ON DELETE RESTRICT,
  quantity   INTEGER NOT NULL CHECK (quantity > 0),
  price      REAL NOT NULL,  -- of one, when it was ordered
  PRIMARY KEY (order_id, product_id)
);
CREATE INDEX item_product ON item (product_id);

INSERT INTO item (order_id, product_id, quantity, price) VALUES
  (1001, 6, 1, 58.00), (1001, 7, 1, 26.91), (1001, 16, 3, 2.25), (1001, 17, 1, 3.90),
  (1001, 19, 2, 7.50), (1001, 25, 3, 16.50), (1002, 2, 1, 74.00), (1002, 26, 2, 4.50),
  (1003, 1, 2, 18.50), (1003, 16, 1, 2.50), (1003, 22, 1, 11.00), (1003, 26, 3, 5.00),
  (1004, 3, 1, 32.00), (1004, 4, 1, 44.91), (1004, 10, 1, 12.50), (1004, 13, 1, 39.00),
  (1005, 3, 1, 32.00), (1005, 10, 1, 12.50), (1005, 11, 1, 24.30), (1006, 15, 1, 2.90),
  (1006, 17, 2, 3.90), (1006, 26, 2, 4.50), (1007, 1, 3, 18.50), (1007, 6, 1, 52.20),
  (1007, 7, 1, 29.90), (1008, 3, 1, 32.00), (1008, 7, 1, 29.90), (1008, 13, 1, 39.00),
  (1009, 5, 1, 120.00), (1009, 6, 1, 58.00), (1009, 10, 3, 12.50), (1009, 21, 2, 19.00),
  (1010, 2, 1, 74.00), (1011, 6, 1, 52.20), (1011, 17, 3, 3.90), (1011, 24, 1, 145.00),
  (1012, 9, 1, 84.00), (1013, 12, 1, 14.00), (1013, 26, 3, 5.00), (1014, 2, 1, 74.00),
  (1014, 10, 1, 12.50), (1014, 23, 1, 9.50), (1014, 26, 3, 4.50), (1015, 3, 1, 28.80),
  (1015, 12, 1, 14.00), (1015, 22, 3, 11.00), (1016, 3, 1, 28.80), (1016, 26, 2, 5.00),
  (1017, 1, 1, 16.65), (1017, 3, 1, 32.00), (1017, 15, 2, 2.90), (1017, 17, 2, 3.90),
  (1017, 18, 1, 3.20), (1017, 22, 1, 11.00), (1018, 7, 1, 29.90), (1018, 8, 1, 36.00),
  (1018, 9, 1, 84.00), (1018, 11, 1, 27.00), (1018, 13, 1, 39.00), (1018, 22, 1, 9.90),
  (1019, 4, 1, 49.90), (1019, 6, 1, 58.00), (1019, 15, 3, 2.90), (1020, 2, 1, 66.60),
  (1020, 3, 1, 32.00), (1020, 9, 1, 84.00), (1021, 1, 1, 18.50), (1021, 7, 1, 29.90),
  (1021, 15, 3, 2.90), (1021, 25, 1, 16.50), (1022, 1, 1, 18.50), (1022, 23, 1, 9.50),
  (1023, 3, 1, 32.00), (1023, 8, 1, 32.40), (1023, 14, 1, 2.90), (1023, 23, 3, 9.50),
  (1024, 7, 1, 29.90), (1025, 12, 1, 12.60), (1026, 14, 1, 2.90), (1027, 3, 1, 32.00),
  (1027, 8, 1, 36.00), (1027, 15, 3, 2.90), (1027, 17, 3, 3.90), (1027, 19, 2, 7.50),
  (1027, 23, 3, 9.50), (1028, 1, 1, 16.65), (1028, 4, 1, 49.90), (1028, 7, 3, 29.90),
  (1028, 14, 1, 2.61), (1028, 17, 1, 3.90), (1028, 18, 2, 3.20), (1029, 5, 1, 120.00),
  (1029, 11, 1, 24.30), (1029, 14, 1, 2.61), (1029, 16, 1, 2.25), (1029, 17, 1, 3.90),
  (1029, 24, 1, 145.00), (1029, 26, 3, 5.00), (1030, 7, 2, 26.91), (1030, 17, 3, 3.90),
  (1030, 23, 1, 9.50), (1031, 18, 1, 2.88), (1031, 20, 1, 16.00), (1032, 5, 1, 108.00),
  (1033, 7, 1, 29.90), (1033, 13, 1, 39.00), (1034, 7, 1, 29.90), (1034, 17, 3, 3.51),
  (1034, 22, 3, 11.00), (1035, 6, 1, 52.20), (1035, 10, 2, 11.25), (1036, 7, 1, 29.90),
  (1036, 14, 1, 2.90), (1036, 20, 1, 16.00);

CREATE TABLE payment (
  order_id INTEGER PRIMARY KEY REFERENCES "order" (id) ON DELETE CASCADE,
  method   TEXT NOT NULL,
  paid_on  TEXT NOT NULL
);

INSERT INTO payment (order_id, method, paid_on) VALUES
  (1001, 'card',     '2024-01-22'),
  (1002, 'transfer', '2024-01-31'),
  (1003, 'transfer', '2024-02-02'),
  (1004, 'invoice',  '2024-02-19'),
  (1005, 'card',     '2024-02-28'),
  (1007, 'invoice',  '2024-03-12'),
  (1008, 'card',     '2024-03-25'),
  (1009, 'invoice',  '2024-04-05'),
  (1010, 'invoice',  '2024-04-05'),
  (1011, 'transfer', '2024-04-15'),
  (1012, 'card',     '2024-04-20'),
  (1013, 'card',     '2024-05-03'),
  (1014, 'transfer', '2024-05-06'),
  (1015, 'card',     '2024-05-18'),
  (1016, 'transfer', '2024-05-25'),
  (1017, 'card',     '2024-06-08'),
  (1019, 'invoice',  '2024-06-18'),
  (1020, 'transfer', '2024-06-29'),
  (1021, 'card',     '2024-07-01'),
  (1022, 'transfer', '2024-07-09'),
  (1023, 'transfer', '2024-07-18'),
  (1024, 'transfer', '2024-07-24'),
  (1025, 'invoice',  '2024-08-02'),
  (1026, 'card',     '2024-08-01'),
  (1027, 'card',     '2024-08-10'),
  (1028, 'invoice',  '2024-08-24'),
  (1032, 'card',     '2024-09-19'),
  (1035, 'card',     '2024-10-13');
