import Crypto
import Glibc
import Vocabulary

/// Whom a station believes: the issuers' public keys, the signers of a bundle, its badges, what was withdrawn,
/// and the administrators.
///
/// | file | what it holds |
/// |---|---|
/// | `*.pub` | the public key of an issuer of site passes |
/// | `revoked.txt`, `revoked.passes` | the ids of withdrawn passes: a list kept by hand, and a long one |
/// | `bundle.cose`, `bundle.root` | a bundle of other signers, and the public key it must be signed with |
/// | `revoked.hashes` | the hashes of withdrawn health certificates |
/// | `badges.txt` | the badges of this station |
/// | `administrators/*.pub` | the public key of somebody whose time codes and denylist count |
/// | `denied.cose` | whoever is turned away for good: a list that an administrator signed |
///
/// Only one of the keys, a bundle or badges must be there. Other files are not looked at.
public struct TrustStore: Sendable {
    private let keys: [[UInt8]: PublicKey]
    private let administrators: [[UInt8]: PublicKey]
    private let revoked: RevokedPasses
    /// Version and age of the bundle; nil where there is none.
    let bundle: (version: UInt64, created: WallTime)?
    let signers: SignerTable
    /// Hashes of certificates of which those made before a time are withdrawn.
    private let withdrawals: [[UInt8]: WallTime]
    private let revokedHashes: [RevokedHashes]
    let badges: BadgeList
    let denylist: Denylist?

    /// A short hexadecimal identity of keys and revocations: the ledger's rows carry it as part of the policy's version.
    public let fingerprint: String

    init(
        keys: [PublicKey], revoked: RevokedPasses, administrators: [PublicKey] = [], bundle: TrustBundle? = nil,
        revokedHashes: [RevokedHashes] = [], badges: BadgeList = BadgeList(), denylist: Denylist? = nil
    ) {
        self.bundle = bundle.map { ($0.version, $0.created) }
        signers = SignerTable(bundle?.signers ?? [])
        withdrawals = bundle?.withdrawals ?? [:]
        self.revokedHashes = revokedHashes
        self.badges = badges
        self.denylist = denylist
        self.keys = Dictionary(keys.map { ($0.identifier, $0) }) { first, _ in first }
        self.administrators = Dictionary(administrators.map { ($0.identifier, $0) }) { first, _ in first }
        self.revoked = revoked
        var hash = SHA256()
        for key in keys.map(\.bytes).sorted(by: { $0.lexicographicallyPrecedes($1) }) { hash.update(data: key) }
        hash.update(data: [UInt8]("revoked".utf8))
        for pass in revoked.listed { withUnsafeBytes(of: pass.bigEndian) { hash.update(bufferPointer: $0) } }
        for list in revoked.mapped { hash.update(data: list.fingerprint) }
        hash.update(data: [UInt8]("administrators".utf8))
        for key in administrators.map(\.bytes).sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            hash.update(data: key)
        }
        if let bundle { hash.update(data: bundle.content) }
        for list in revokedHashes { hash.update(data: list.fingerprint) }
        if !badges.isEmpty { hash.update(data: badges.fingerprint) }
        if let denylist {
            hash.update(data: [UInt8]("denied".utf8))
            for identifier in denylist.identifiers.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
                hash.update(data: identifier)
            }
        }
        fingerprint = Hex.text(hash.finalize().prefix(8))
    }

    /// Reads a trust folder, and where `other` is named also the revocations of that one.
    ///
    /// Throws a `TrustFault` with everything that is wrong in it; a folder without any key is a fault.
    public init(folder: String, andRevocationsIn other: String? = nil) throws(TrustFault) {
        var faults: [TrustFault.Fault] = []
        var keys: [PublicKey] = []
        let files: [String]
        do { files = try names(inFolder: folder) } catch {
            throw TrustFault(
                folder,
                "the trust folder cannot be read (\(error.words)): make it and copy an issuer's .pub file into it")
        }
        for name in files where name.hasSuffix(".pub") {
            do { keys.append(try PublicKey(trustedFile: folder + "/" + name)) } catch { faults += error.faults }
        }
        var revoked = RevokedPasses()
        do { revoked = try RevokedPasses(folders: [folder, other].compactMap(\.self)) } catch { faults += error.faults }
        var bundle: TrustBundle?
        do { bundle = try TrustBundle(folder: folder) } catch { faults += error.faults }
        var hashes: [RevokedHashes] = []
        for folder in [folder, other].compactMap(\.self) {
            do { hashes += [try RevokedHashes(folder: folder)].compactMap(\.self) } catch { faults += error.faults }
        }
        var badges = BadgeList()
        do { badges = try BadgeList(folder: folder) } catch { faults += error.faults }
        if keys.isEmpty, bundle == nil, badges.isEmpty, faults.isEmpty {
            faults.append(.init(folder, "the trust folder holds no key: copy an issuer's .pub file into it"))
        }
        var administrators: [PublicKey] = []
        do { administrators = try Self.administrators(inFolder: folder, apartFrom: keys) } catch {
            faults += error.faults
        }
        var denylist: Denylist?
        do { denylist = try Denylist(folder: folder, signedBy: administrators) } catch { faults += error.faults }
        guard faults.isEmpty else { throw TrustFault(faults: faults) }
        self.init(
            keys: keys, revoked: revoked, administrators: administrators, bundle: bundle, revokedHashes: hashes,
            badges: badges, denylist: denylist)
    }

    /// The keys of the folder `administrators`, if there is one.
    static func administrators(
        inFolder trust: String, apartFrom issuers: [PublicKey]
    ) throws(TrustFault) -> [PublicKey] {
        let folder = trust + "/administrators"
        let files: [String]
        do { files = try names(inFolder: folder) } catch {
            if error.code == ENOENT { return [] }
            throw TrustFault(folder, "the administrators' keys cannot be read: \(error.words)")
        }
        var faults: [TrustFault.Fault] = []
        var keys: [PublicKey] = []
        for file in files.filter({ $0.hasSuffix(".pub") }).map({ folder + "/" + $0 }) {
            do throws(TrustFault) {
                let key = try PublicKey(trustedFile: file)
                guard !issuers.contains(key) else {
                    throw TrustFault(file, "this key issues passes too: an administrator needs a key of their own")
                }
                keys.append(key)
            } catch {
                faults += error.faults
            }
        }
        guard faults.isEmpty else { throw TrustFault(faults: faults) }
        return keys
    }

    var deniedCount: Int { denylist?.identifiers.count ?? 0 }
    var issuerCount: Int { keys.count }
    var withdrawnPassCount: Int { revoked.count }
    var withdrawnCertificateCount: Int { revokedHashes.reduce(withdrawals.count) { $0 + $1.count } }

    /// The key with exactly this id; no other is ever tried.
    func key(_ identifier: [UInt8]) -> PublicKey? { keys[identifier] }

    /// The signers of `role` with exactly this id; no other is ever tried.
    func signers(_ role: Signer.Role, _ identifier: [UInt8]) -> [Signer] { signers.signers(role, identifier) }

    /// Whether one of the 16-byte hashes by which certificates are withdrawn is on the list.
    func isRevokedHash(_ hash: [UInt8]) -> Bool { revokedHashes.contains { $0.contains(hash) } }

    /// Whether a certificate made at `time` is withdrawn: by its hash for good, or those made before a certain time.
    func isRevoked(_ hash: [UInt8], madeAt time: WallTime) -> Bool {
        isRevokedHash(hash) || withdrawals[hash].map { time < $0 } ?? false
    }

    /// The administrator's key with exactly this id.
    func administrator(_ identifier: [UInt8]) -> PublicKey? { administrators[identifier] }

    /// Whether the holder of the credential with this identifier is turned away.
    func isDenied(_ identifier: [UInt8]) -> Bool { denylist?.identifiers.contains(identifier) ?? false }

    /// Whether the pass with this id is withdrawn.
    package func isRevoked(_ identifier: [UInt8]) -> Bool { revoked.contains(identifier) }
}

/// A trust folder that cannot be used: everything that is wrong in it.
public struct TrustFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// One thing that is wrong, and what to do about it.
    public struct Fault: Hashable, Sendable {
        public let file: String
        /// From 1; nil where the whole file or folder is meant.
        public let line: Int?
        public let problem: String

        init(_ file: String, line: Int? = nil, _ problem: String) {
            self.file = file
            self.line = line
            self.problem = problem
        }
    }

    public let faults: [Fault]

    init(faults: [Fault]) { self.faults = faults }

    init(_ file: String, line: Int? = nil, _ problem: String) { faults = [Fault(file, line: line, problem)] }

    /// A line for each fault: file, line, what is wrong.
    public var description: String {
        faults.map { $0.file + ($0.line.map { ":\($0)" } ?? "") + ": " + $0.problem }.joined(separator: "\n")
    }
}
