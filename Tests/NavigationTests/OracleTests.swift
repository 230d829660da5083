import DatabaseSupport
import ORM
import SQL
import SQLite
import Testing

/// The oracle itself, against answers worked out by hand.
@Suite struct OracleTests {
  /// Ann leads Bob and Cid, Bob leads Dan, Dan leads Eve and Eve leads Bob: a tree with a cycle in it; Fay is alone,
  /// and Gus's boss is nobody's row.
  private static let script = """
    COMMIT; PRAGMA foreign_keys = OFF; BEGIN;
    CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT COLLATE NOCASE, age INTEGER,
      boss_id INTEGER REFERENCES person);
    CREATE TABLE task (id INTEGER PRIMARY KEY, person_id INTEGER REFERENCES person, title TEXT, hours INTEGER);
    CREATE TABLE tag (code TEXT PRIMARY KEY NOT NULL);
    CREATE TABLE task_tag (task_id INTEGER REFERENCES task, tag_code TEXT REFERENCES tag,
      PRIMARY KEY (task_id, tag_code));
    INSERT INTO person VALUES (1, 'Ann', 50, NULL), (2, 'Bob', 40, 5), (3, 'Cid', NULL, 1), (4, 'Dan', 30, 2),
      (5, 'Eve', 20, 4), (6, 'fay', 30, NULL), (7, 'Gus', 60, 99), (8, 'FAY', 10, 1);
    INSERT INTO task VALUES (1, 1, 'plan', 5), (2, 2, 'build', 8), (3, 2, 'test', NULL), (4, 4, 'ship', 8),
      (5, NULL, 'idle', 1);
    INSERT INTO tag VALUES ('hot'), ('old'), ('tiny');
    INSERT INTO task_tag VALUES (1, 'hot'), (2, 'hot'), (2, 'old'), (4, 'old');
    """

  private let oracle: Oracle
  private let schema: Schema

  init() throws {
    let connection = try memory(Self.script)
    schema = SchemaBuilder.schema(from: try connection.catalog())
    var rows: [[[Value]]] = []
    for entity in schema.entities {
      let session = Session(schema: schema, executor: Executor(connection: connection))
      let slots = try session.all(entity.id, [], cause: Cause(mark: 0))
      rows.append(
        slots.map { slot in
          entity.attributes.indices.map { session.cell(entity.id, slot, $0).value }
        })
    }
    oracle = Oracle(schema: schema, rows: rows)
  }

  // MARK: Pieces

  private func entity(_ name: String) throws -> Entity {
    try #require(schema.entities.first { $0.name == name })
  }

  private func hop(_ name: String, of owner: String) throws -> Relationship {
    try #require(try entity(owner).relationships.map { schema[$0] }.first { $0.name == name })
  }

  private func attribute(_ name: String, of owner: String) throws -> Int {
    try #require(try entity(owner).attributes.firstIndex { $0.name == name })
  }

  private func people(
    _ key: Int64?, _ steps: [OraclePath.Step] = [], _ ending: OraclePath.Ending
  ) throws -> OraclePath {
    OraclePath(root: try entity("person").id, key: key.map { [.integer($0)] }, steps: steps, ending: ending)
  }

  private func values(_ name: String, of owner: String = "person") throws -> OracleValues {
    OracleValues(column: .attribute(try attribute(name, of: owner)))
  }

  private func closure(_ name: String, _ sign: OracleClosure) throws -> OraclePath.Step {
    OraclePath.Step(relationship: try hop(name, of: "person"), closure: sign)
  }

  private func shown(_ path: OraclePath) -> String { oracle.answer(to: path).description }

  private func number(
    _ function: OracleAggregate.Function, _ name: String, of owner: String = "person"
  ) throws -> OracleAggregate {
    OracleAggregate(function: function, argument: .attribute([], try attribute(name, of: owner)))
  }

  // MARK: Closures

  @Test func everybodyBelowOneInOrderOfDepth() throws {
    let reports = try closure("reports", .oneOrMore)
    #expect(
      try shown(people(1, [reports], .values(values("name")))) == "['Cid', 'FAY']")
    #expect(
      try shown(people(2, [reports], .values(OracleValues(column: .depth)))) == "[1, 2, 3]")
    #expect(
      try shown(people(2, [reports], .values(values("id")))) == "[4, 5, 2]")
  }

  @Test func theStartBelongsToZeroOrMoreAndIsNotMetAgain() throws {
    let reports = try closure("reports", .zeroOrMore)
    #expect(try shown(people(2, [reports], .values(values("id")))) == "[2, 4, 5]")
    #expect(try shown(people(2, [reports], .values(OracleValues(column: .depth)))) == "[0, 1, 2]")
  }

  @Test func aClosureOverAToOneHopStopsAtNullAndWhereAKeyDangles() throws {
    let bosses = try closure("boss", .oneOrMore)
    #expect(try shown(people(3, [bosses], .values(values("id")))) == "[1]")
    #expect(try shown(people(7, [bosses], .values(values("id")))) == "[]")
    #expect(try shown(people(nil, [bosses], .values(values("id")))) == "[1, 2, 4, 5]")
  }

  @Test func whatNarrowsAClosureCountsOverAllOfIt() throws {
    var reports = try closure("reports", .zeroOrMore)
    reports.refinements = [.slice(OracleSlice(lower: 1, upper: 3))]
    #expect(try shown(people(1, [reports], .values(values("id")))) == "[3, 8]")
    #expect(try shown(people(1, [reports], .values(OracleValues(column: .depth)))) == "[1, 1]")
  }

  // MARK: Numbers

  @Test func aggregatesFollowTheRulesOfSQLForNull() throws {
    func answer(_ aggregate: OracleAggregate, _ key: Int64? = nil, _ steps: [OraclePath.Step] = []) throws
      -> String
    {
      try shown(people(key, steps, .number(aggregate, of: nil)))
    }
    #expect(try answer(OracleAggregate(function: .count)) == "[8]")
    #expect(try answer(number(.sum, "age")) == "[240]")
    #expect(try answer(number(.avg, "age")) == "[\(240.0 / 7)]")
    #expect(try answer(number(.min, "name")) == "['Ann']")
    let none = [OraclePath.Step(relationship: try hop("reports", of: "person"))]
    #expect(try answer(number(.sum, "age"), 6, none) == "[NULL]")
    #expect(try answer(OracleAggregate(function: .any), 6, none) == "[0]")
    let age = OracleExpression.attribute([], try attribute("age", of: "person"))
    let old = OracleCondition.compare(age, .greater, .literal(5))
    #expect(try answer(OracleAggregate(function: .all, condition: old), 6, none) == "[1]")
    // Cid's age is NULL, so it is not true of her.
    #expect(try answer(OracleAggregate(function: .all, condition: old)) == "[0]")
    #expect(try answer(OracleAggregate(function: .count, condition: old)) == "[7]")
  }

  @Test func countOfValuesCountsNullAndDistinctFoldsCase() throws {
    let count = OracleAggregate(function: .count)
    #expect(try shown(people(nil, [], .number(count, of: values("age")))) == "[8]")
    var names = try values("name")
    names.isDistinct = true
    #expect(try shown(people(nil, [], .number(count, of: names))) == "[7]")
  }

  @Test func aSumThatNoIntegerHoldsIsNone() throws {
    let product = OracleExpression.arithmetic(
      .attribute([], try attribute("age", of: "person")), .multiply, .literal(.integer(1 << 57)))
    let sum = OracleAggregate(function: .sum, argument: product)
    #expect(try shown(people(nil, [], .number(sum, of: nil))) == "a sum too large")
  }

  // MARK: Groups

  @Test func groupsAreTheLargestFirstThenByKey() throws {
    let key = OracleGroup.Key(expression: .attribute([], try attribute("name", of: "person")))
    let group = OracleGroup(
      keys: [key], columns: [.key(0), .aggregate(OracleAggregate(function: .count))],
      names: ["name", "count"])
    #expect(
      try shown(people(nil, [], .group(group)))
        == "name|count['fay'|2, 'Ann'|1, 'Bob'|1, 'Cid'|1, 'Dan'|1, 'Eve'|1, 'Gus'|1]")
  }

  @Test func aRecordBelongsToEachGroupThatOneOfItsValuesNames() throws {
    let tags = try hop("tags", of: "task")
    let key = OracleGroup.Key(
      hops: [OracleHop(relationship: tags.id)], expression: .attribute([], try attribute("code", of: "tag")))
    var group = OracleGroup(
      keys: [key], columns: [.key(0), .aggregate(try number(.sum, "hours", of: "task"))],
      names: ["tags.code", "sum(hours)"])
    let tasks = OraclePath(root: try entity("task").id, ending: .group(group))
    #expect(shown(tasks) == "tags.code|sum(hours)[NULL|1, 'hot'|13, 'old'|16]")
    group.refinements = [.filter(.compare(1, .greater, 5)), .sort([(column: 1, isDescending: true)])]
    let narrowed = OraclePath(root: try entity("task").id, ending: .group(group))
    #expect(shown(narrowed) == "tags.code|sum(hours)['old'|16, 'hot'|13]")
  }

  // MARK: Shapes

  @Test func shapesNestListsRecordsAndWhatIsMissing() throws {
    let tasks = OraclePath.Step(relationship: try hop("tasks", of: "person"))
    let boss = OraclePath.Step(relationship: try hop("boss", of: "person"))
    let name = OracleField(name: "name", ending: .values(try values("name")))
    let shape = OraclePath.Ending.shape([
      name, OracleField(name: "boss", steps: [boss], ending: .shape([name])),
      OracleField(name: "boss.age", steps: [boss], ending: .values(try values("age"))),
      OracleField(name: "tasks.title", steps: [tasks], ending: .values(try values("title", of: "task"))),
      OracleField(
        name: "tasks.sum", steps: [tasks], ending: .number(try number(.sum, "hours", of: "task"), of: nil)),
    ])
    #expect(
      try shown(people(2, [], shape))
        == "[{name: 'Bob', boss: {name: 'Eve'}, boss.age: 20, tasks.title: ['build', 'test'], tasks.sum: 8}]")
    #expect(
      try shown(people(7, [], shape))
        == "[{name: 'Gus', boss: NULL, boss.age: NULL, tasks.title: [], tasks.sum: NULL}]")
  }

  @Test func depthInAShapeIsCountedFromWhereTheClosureBegan() throws {
    let reports = try closure("reports", .oneOrMore)
    let inner = OraclePath.Ending.shape([
      OracleField(name: "id", ending: .values(try values("id"))),
      OracleField(name: "depth", ending: .values(OracleValues(column: .depth))),
    ])
    let shape = OraclePath.Ending.shape([OracleField(name: "all", steps: [reports], ending: inner)])
    #expect(
      try shown(people(4, [], shape))
        == "[{all: [{id: 5, depth: 1}, {id: 2, depth: 2}, {id: 4, depth: 3}]}]")
  }

  // MARK: Conditions

  @Test func conditionsAggregateAndCompareWithTheRecordItself() throws {
    let tasks = try hop("tasks", of: "person")
    let tags = try hop("tags", of: "task")
    let reports = try hop("reports", of: "person")
    let age = OracleExpression.attribute([], try attribute("age", of: "person"))
    func ids(_ condition: OracleCondition) throws -> String {
      var path = try people(nil, [], .values(values("id")))
      path.refinements = [.filter(condition)]
      return shown(path)
    }
    let far = [OracleHop(relationship: tasks.id), OracleHop(relationship: tags.id)]
    let count = OracleExpression.aggregate(OracleAggregate(function: .count), over: far)
    #expect(try ids(.compare(count, .equal, .literal(2))) == "[2]")
    let below = [OracleHop(relationship: reports.id)]
    // Only Eve is younger than one whom she leads.
    #expect(try ids(.anyAgainst(below, age, .greater, age, isFlipped: false)) == "[5]")
    #expect(try ids(.all(below, .compare(age, .less, .literal(25)))) == "[3, 4, 6, 7, 8]")
    let hot = OracleHop(
      relationship: tags.id,
      conditions: [.compare(.attribute([], try attribute("code", of: "tag")), .equal, .literal("hot"))])
    #expect(try ids(.any([OracleHop(relationship: tasks.id), hot], nil)) == "[1, 2]")
  }

  @Test func aRecordOfAVariableIsComparedAsARecord() throws {
    let boss = try hop("boss", of: "person")
    let reports = try hop("reports", of: "person")
    func ids(_ condition: OracleCondition) throws -> String {
      var path = try people(nil, [], .values(values("id")))
      path.refinements = [.filter(condition)]
      return shown(path)
    }
    // Ann is the first row. A key that is NULL is unknown, one that dangles is another record's.
    #expect(try ids(.isHeld([], boss.id, [0], isNegated: false)) == "[3, 8]")
    #expect(try ids(.isHeld([], boss.id, [0], isNegated: true)) == "[2, 4, 5, 7]")
    #expect(try ids(.isHeld([], reports.id, [2, 3], isNegated: false)) == "[1, 2]")
    let far = [OracleHop(relationship: boss.id)]
    #expect(try ids(.isHeld(far, boss.id, [1], isNegated: false)) == "[5]")
  }
}
