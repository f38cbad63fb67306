import ConsensusStorage
package import ServiceRuntime

/// Why consensus ends by itself.
package enum ConsensusFailure: ProcessFailure {
    /// The log refused to be read. The directory was moved to `aside`.
    case damaged(reason: String, aside: String)
    case newerFormat(String)
    case locked(path: String)
    case disk(String)
    /// There is no room for the log's first segments.
    case full(String)
    /// The leader took this node out of the cluster. The directory was moved to `aside`.
    case removed(aside: String)
    /// The registry will never take this identity. The directory was moved to `aside`.
    case refused(reason: String, aside: String)
    /// The cluster was rebuilt without this node. The directory was moved to `aside`.
    case superseded(by: UInt64, aside: String)

    package var exitCode: ExitCode {
        switch self {
        case .damaged: .damagedData
        case .newerFormat: .newerData
        case .locked: .unavailable
        case .disk: .diskFailed
        case .full: .diskFull
        case .removed, .refused, .superseded: .removed
        }
    }

    package var description: String {
        switch self {
        case .damaged(let reason, let aside):
            "the log is damaged (\(reason)); it was moved to \(aside) and can be examined or deleted there; "
                + "start again: the node joins with a new identity and copies everything from the others"
        case .newerFormat(let reason):
            "\(reason): start the version of this software that wrote it, or a newer one"
        case .locked(let path):
            "another process uses \(path): stop it, or give this one another DATA_DIR"
        case .disk(let reason):
            "the disk refused a call (\(reason)): see that it is there and has room, then start again; "
                + "nothing was acknowledged that is not on disk"
        case .full(let reason):
            "there is no room for the log (\(reason)): free 24 MiB in DATA_DIR, then start again; nothing was lost"
        case .removed(let aside):
            "this node was taken out of the cluster; its log was moved to \(aside); start again: it joins with a new identity"
        case .refused(let reason, let aside):
            "the registry refuses this node's identity (\(reason)); its directory was moved to \(aside); "
                + "start again: it joins with a new one"
        case .superseded(let cluster, let aside):
            "this node's cluster was rebuilt as cluster \(cluster) from another node's log (snaketron recover); "
                + "its own log was moved to \(aside); start again: it joins that cluster"
        }
    }
}
