import Identity
import RegistryCore
import Testing

@Suite struct BootstrapRulesTests {
    let cluster = ClusterID(rawValue: 77)
    let claimant = NodeID(rawValue: 1)

    func decide(
        established: Bool? = nil, claimantIsAlive: Bool = false, identity: NodeIdentity? = nil,
        isSettled: Bool = true
    ) -> BootstrapRules.Decision {
        let record = established.map { ClusterRecord(id: cluster, claimant: claimant, isEstablished: $0) }
        return BootstrapRules.decide(
            record: record, claimantIsAlive: claimantIsAlive, identity: identity, isSettled: isSettled)
    }

    @Test("the first node founds the cluster")
    func first() { #expect(decide() == .claim) }

    @Test("everyone else follows while the claimant lives")
    func second() { #expect(decide(established: false, claimantIsAlive: true) == .follow) }

    @Test("a claimant that died alone blocks nobody")
    func lapse() { #expect(decide(established: false, claimantIsAlive: false) == .claim) }

    @Test("a claim does not lapse because the database was away")
    func unsettled() {
        #expect(decide(established: false, claimantIsAlive: false, isSettled: false) == .wait)
        #expect(decide(established: true, claimantIsAlive: false, isSettled: false) == .follow)
        #expect(decide(isSettled: false) == .claim)
    }

    @Test("once a second member has joined the claim never lapses", arguments: [true, false])
    func established(claimantIsAlive: Bool) {
        #expect(decide(established: true, claimantIsAlive: claimantIsAlive) == .follow)
    }

    @Test("a claimant that crashed before it started is told again to start", arguments: [true, false])
    func again(claimantIsAlive: Bool) {
        let identity = NodeIdentity(cluster: cluster, node: claimant)
        #expect(
            decide(established: false, claimantIsAlive: claimantIsAlive, identity: identity)
                == .confirm(bootstrap: true))
        #expect(
            decide(established: true, claimantIsAlive: claimantIsAlive, identity: identity)
                == .confirm(bootstrap: false))
    }

    @Test("a member that is not the claimant never founds anything", arguments: [true, false])
    func member(established: Bool) {
        let identity = NodeIdentity(cluster: cluster, node: NodeID(rawValue: 2))
        #expect(decide(established: established, identity: identity) == .confirm(bootstrap: false))
    }

    @Test("a disk of another cluster is refused")
    func foreign() {
        let identity = NodeIdentity(cluster: ClusterID(rawValue: 78), node: claimant)
        #expect(decide(established: false, identity: identity) == .refuse)
        #expect(decide(established: true, identity: identity) == .refuse)
    }

    @Test("an empty database learns a running cluster, and nobody founds a second one")
    func adopted() {
        #expect(decide(identity: NodeIdentity(cluster: cluster, node: NodeID(rawValue: 9))) == .adopt)
    }
}
