package import ORM

/// All that is worth knowing about how a path was loaded.
package struct LineFindings {
  package var nPlusOne: NPlusOne?
  package var joins: [WideJoin] = []
  package var unused: UnusedLoad?
  package var missingIndexes: [MissingIndex] = []

  /// Looks at what the line really did.
  ///
  /// - Parameters:
  ///   - strategy: what hops without a mark were loaded by.
  ///   - asksForPlans: whether the plan of a statement that read whole tables may be asked for.
  package init(of path: BoundPath, session: Session, strategy: LoadingStrategy, asksForPlans: Bool) {
    nPlusOne = NPlusOne.find(in: path, session: session, schema: session.schema)
    joins = WideJoin.find(in: path, session: session, strategy: strategy)
    unused = UnusedLoad.find(in: path, session: session, schema: session.schema)
    if asksForPlans { missingIndexes = MissingIndex.find(in: path, session: session) }
  }
}
