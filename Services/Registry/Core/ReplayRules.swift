/// How finished matches are kept.
package enum ReplayRules {
    package static let kept: Duration = .seconds(30 * 24 * 60 * 60)
    /// Twice what a simulation records at most.
    package static let maximumBytes = 256 << 10
}
