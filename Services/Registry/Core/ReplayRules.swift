/// How finished matches are kept.
package enum ReplayRules {
    package static let kept: Duration = .seconds(30 * 24 * 60 * 60)
    /// Of one match id: each rebuilt cluster counts its matches anew.
    package static let maximumOfOneID = 16
    /// Removed in one transaction at most.
    package static let batch = 100
    /// Twice what a simulation records at most.
    package static let maximumBytes = 256 << 10
}
