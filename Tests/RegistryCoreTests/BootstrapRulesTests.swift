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

    @Test("a disk of a cluster that was rebuilt as this one is told so; of any other it is refused")
    func superseded() {
        let identity = NodeIdentity(cluster: ClusterID(rawValue: 78), node: claimant)
        let record = ClusterRecord(id: cluster, claimant: claimant, isEstablished: true)
        func decide(_ wasGivenUp: Bool) -> BootstrapRules.Decision {
            BootstrapRules.decide(
                record: record, claimantIsAlive: true, identity: identity, isSettled: true, wasGivenUp: wasGivenUp)
        }
        #expect(decide(true) == .superseded(by: cluster))
        #expect(decide(false) == .refuse)
    }

    @Test("an empty database learns a running cluster, and nobody founds a second one")
    func adopted() {
        #expect(decide(identity: NodeIdentity(cluster: cluster, node: NodeID(rawValue: 9))) == .adopt)
    }
}

@Suite struct RecoveryRulesTests {
    let founder = NodeIdentity(cluster: ClusterID(rawValue: 90), node: NodeID(rawValue: 12))

    func decide(
        lost: UInt64, present: UInt64?, record: (id: UInt64, claimant: UInt64)?, wasGivenUp: Bool = false
    ) -> RecoveryRules.Decision {
        RecoveryRules.decide(
            RecoveryRules.Claim(
                lost: ClusterID(rawValue: lost), present: present.map(ClusterID.init(rawValue:)), founder: founder,
                index: 5, term: 2),
            record: record.map {
                ClusterRecord(
                    id: ClusterID(rawValue: $0.id), claimant: NodeID(rawValue: $0.claimant), isEstablished: true)
            }, wasGivenUp: wasGivenUp)
    }

    @Test("the name goes from the lost cluster to the rebuilt one")
    func takes() { #expect(decide(lost: 7, present: 7, record: (7, 1)) == .take) }

    @Test("a database that was lost as well learns the rebuilt cluster")
    func learns() { #expect(decide(lost: 7, present: nil, record: nil) == .take) }

    @Test("a name that changed hands since it was looked at is left alone")
    func changed() {
        #expect(decide(lost: 7, present: 7, record: (8, 1), wasGivenUp: true) == .refuse)
        #expect(decide(lost: 7, present: 7, record: nil) == .refuse)
        #expect(decide(lost: 7, present: nil, record: (7, 1)) == .refuse)
    }

    @Test("a cluster that was rebuilt once can be rebuilt again, another one cannot take its heir's name")
    func again() {
        #expect(decide(lost: 7, present: 8, record: (8, 1), wasGivenUp: true) == .take)
        #expect(decide(lost: 7, present: 8, record: (8, 1)) == .refuse)
    }

    @Test("what is done is done, for the same founder only")
    func repeats() {
        #expect(decide(lost: 7, present: 7, record: (90, 12)) == .done)
        #expect(decide(lost: 7, present: 7, record: (90, 13)) == .refuse)
    }
}
