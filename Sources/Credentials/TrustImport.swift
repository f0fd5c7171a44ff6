import Vocabulary

/// Compiles published trust lists to one signed, versioned bundle for gates. Here, and not on a gate, lists are read.
///
/// Lists are added one after the other; what is in one and cannot be used is noted with its reason, and the rest is taken.
public struct TrustImport: Sendable {
    /// An entry of a list that was not taken.
    public struct Refused: Hashable, Sendable, CustomStringConvertible {
        public let file: String
        /// What the list calls it: a key id, or its place.
        public let name: String
        public let reason: String

        public var description: String { "\(file): \(name): \(reason)" }
    }

    /// What came of one list.
    public struct Count: Hashable, Sendable {
        public let file: String
        public var offered = 0
        public var taken = 0
        /// Already there from a list before.
        public var known = 0
    }

    public private(set) var counts: [Count] = []
    public private(set) var refused: [Refused] = []
    private var signers: [Signer] = []
    private var seen: Set<CBOR> = []
    private var hashes: Set<[UInt8]> = []
    private var withdrawals: [[UInt8]: WallTime] = [:]

    public init() {}

    /// A key or a certificate of a list, or why it is none.
    typealias Entry = (name: String, signer: Result<Signer, Unusable>)

    /// Why an entry is not taken.
    struct Unusable: Error {
        let reason: String
    }

    /// A list that is none at all.
    public struct Unreadable: Error, Hashable, Sendable, CustomStringConvertible {
        public let file: String
        public let problem: String

        public var description: String { "\(file): \(problem)" }
    }

    mutating func add(_ entries: [Entry], of file: String) {
        var count = Count(file: file)
        for entry in entries {
            count.offered += 1
            switch entry.signer {
            case .failure(let unusable): refused.append(Refused(file: file, name: entry.name, reason: unusable.reason))
            case .success(let signer):
                if seen.insert(signer.cbor).inserted {
                    signers.append(signer)
                    count.taken += 1
                } else {
                    count.known += 1
                }
            }
        }
        counts.append(count)
    }

    mutating func withdraw(_ hash: [UInt8], madeBefore time: WallTime?) {
        if let time { withdrawals[hash] = max(time, withdrawals[hash] ?? time) } else { hashes.insert(hash) }
    }

    mutating func refuse(_ file: String, _ name: String, _ reason: String) {
        refused.append(Refused(file: file, name: name, reason: reason))
    }

    func bundle(version: UInt64, created: WallTime) -> TrustBundle {
        TrustBundle(version: version, created: created, signers: signers, withdrawals: withdrawals)
    }

    /// Writes bundle, its public key and the hashes of the withdrawn to `folder`, which then is a trust folder for gates;
    /// gives the bundle's version, which is one above the one there.
    ///
    /// Throws a `TrustFault` where nothing was taken, a bundle of another key stands there or the folder cannot be written.
    public func write(to folder: String, signedBy key: SigningKey, at time: WallTime) throws(TrustFault) -> UInt64 {
        guard !signers.isEmpty else {
            throw TrustFault(folder, "no list held a key that can be used: no bundle was made")
        }
        guard signers.count <= TrustBundle.maximumSigners else {
            throw TrustFault(
                folder, "\(signers.count) keys are more than the \(TrustBundle.maximumSigners) a bundle holds")
        }
        guard withdrawals.count <= TrustBundle.maximumWithdrawals else {
            throw TrustFault(
                folder,
                "\(withdrawals.count) cards withdrawn with a time are more than the \(TrustBundle.maximumWithdrawals) a bundle "
                    + "holds")
        }
        let bundle = bundle(version: try TrustBundle.nextVersion(in: folder, signedBy: key), created: time)
        if !hashes.isEmpty { try RevokedHashes.write(hashes, in: folder) }
        try bundle.write(to: folder, signedBy: key)
        return bundle.version
    }
}
