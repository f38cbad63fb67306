/// How long guests are kept that nobody plays with.
///
/// A guest is seen when it is made, when its token is renewed, and when a match of a queue counts for it. A token is valid
/// for a week, so whoever holds one was seen much later than these limits.
package enum GuestRules {
    /// Without a rating.
    package static let kept: Duration = .seconds(30 * 24 * 60 * 60)
    /// With ratings: more than four seasons.
    package static let ratedKept: Duration = .seconds(400 * 24 * 60 * 60)
    /// Removed in one transaction at most.
    package static let batch = 500
}
