import Identity
import RPC
import RegistryCore
import RegistryStorage
import ServiceRuntime
import Wire

/// Copies of the world, part by part. Nothing of them is held here: a part is in the database when the call ends.
extension Registry {
    func storeCopyPart(_ request: StoreCopyPartRequest) async throws(RPCStatus) -> StoreCopyPartReply {
        let position = try position(request.clusterID, request.term, request.index)
        guard (1...CopyRules.partBytes).contains(request.data.count), request.part < CopyRules.maximumParts else {
            throw RPCStatus(
                .invalidArgument,
                "a copy has at most \(CopyRules.maximumParts) parts of 1 to \(CopyRules.partBytes) bytes; "
                    + "this is part \(request.part) with \(request.data.count)")
        }
        let (data, number) = (request.data, Int(request.part))
        let decision = try await use(isAboutAccounts: true) { store throws(StoreError) in
            try await store.storeCopyPart(data, number: number, of: position)
        }
        return StoreCopyPartReply(isOld: try isOld(decision, position))
    }

    func finishCopy(_ request: FinishCopyRequest) async throws(RPCStatus) -> FinishCopyReply {
        guard let given = request.copy, let size = Int(exactly: given.size),
            let packedSize = Int(exactly: given.packedSize)
        else { throw RPCStatus(.invalidArgument, "the call describes no copy") }
        let copy = RegistryCore.WorldCopy(
            position: try position(given.clusterID, given.term, given.index), membership: given.membership, size: size,
            packedSize: packedSize, parts: Int(given.parts), checksum: given.crc32c, build: given.build)
        if let fault = CopyRules.fault(of: copy) { throw RPCStatus(.invalidArgument, fault) }
        let ago = Int64(request.takenAgoMs)
        let decision = try await use(isAboutAccounts: true) { store throws(StoreError) in
            try await store.finishCopy(copy, takenAgo: ago)
        }
        return FinishCopyReply(isOld: try isOld(decision, copy.position))
    }

    func copy() async throws(RPCStatus) -> GetCopyReply {
        let stored = try await use(isAboutAccounts: true) { store throws(StoreError) in try await store.copy() }
        guard let stored else { throw RPCStatus(.notFound, "the database holds no copy of a world under this name") }
        let (copy, position) = (stored.copy, stored.copy.position)
        return GetCopyReply(
            copy: Wire.WorldCopy(
                clusterID: position.cluster.rawValue, term: position.term.rawValue, index: position.index.rawValue,
                membership: copy.membership, size: UInt64(clamping: copy.size),
                packedSize: UInt64(clamping: copy.packedSize), parts: UInt32(clamping: copy.parts),
                crc32c: copy.checksum, build: copy.build), takenAtMs: UInt64(clamping: stored.takenAt),
            ageMs: UInt64(clamping: stored.age))
    }

    func copyPart(_ request: GetCopyPartRequest) async throws(RPCStatus) -> CopyPart {
        let position = try position(request.clusterID, request.term, request.index)
        let number = Int(request.part)
        let part = try await use(isAboutAccounts: true) { store throws(StoreError) in
            try await store.copyPart(number, of: position)
        }
        guard let part else {
            throw RPCStatus(.notFound, "part \(number) of the copy of entry \(position.index) is not there")
        }
        return CopyPart(data: part)
    }

    private func position(_ cluster: UInt64, _ term: UInt64, _ index: UInt64) throws(RPCStatus) -> CopyPosition {
        let numbers = [cluster, term, index]
        guard numbers.allSatisfy({ $0 > 0 && $0 <= UInt64(Int64.max) }) else {
            throw RPCStatus(.invalidArgument, "cluster, term and index of a copy go from 1 to 2^63 - 1")
        }
        return CopyPosition(
            cluster: ClusterID(rawValue: cluster), term: Term(rawValue: term), index: LogIndex(rawValue: index))
    }

    private func isOld(_ decision: CopyRules.Decision, _ position: CopyPosition) throws(RPCStatus) -> Bool {
        switch decision {
        case .take: return false
        case .old: return true
        case .refuse:
            throw RPCStatus(
                .failedPrecondition, "the database has another cluster than \(position.cluster) under this name")
        }
    }
}
