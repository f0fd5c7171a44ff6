import Crypto
import Glibc
import Vocabulary

/// Whom a station believes: the issuers' public keys, the passes that were withdrawn, and the administrators' public keys.
///
/// A folder of `*.pub` files, `revoked.txt` where a pass was withdrawn, and the folder `administrators` with the `*.pub`
/// files of those whose time codes count. Other files are not looked at.
public struct TrustStore: Sendable {
    private let keys: [[UInt8]: PublicKey]
    private let administrators: [[UInt8]: PublicKey]
    private let revoked: Set<[UInt8]>

    /// A short hexadecimal identity of keys and revocations: the ledger's rows carry it as part of the policy's version.
    public let fingerprint: String

    init(keys: [PublicKey], revoked: Set<[UInt8]>, administrators: [PublicKey] = []) {
        self.keys = Dictionary(keys.map { ($0.identifier, $0) }) { first, _ in first }
        self.administrators = Dictionary(administrators.map { ($0.identifier, $0) }) { first, _ in first }
        self.revoked = revoked
        var hash = SHA256()
        for key in keys.map(\.bytes).sorted(by: { $0.lexicographicallyPrecedes($1) }) { hash.update(data: key) }
        hash.update(data: [UInt8]("revoked".utf8))
        for pass in revoked.sorted(by: { $0.lexicographicallyPrecedes($1) }) { hash.update(data: pass) }
        hash.update(data: [UInt8]("administrators".utf8))
        for key in administrators.map(\.bytes).sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            hash.update(data: key)
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
            do { keys.append(try Self.readKey(folder + "/" + name)) } catch { faults += error.faults }
        }
        var revoked: Set<[UInt8]> = []
        for folder in [folder, other].compactMap(\.self) {
            do { revoked.formUnion(try RevocationList(folder: folder).identifiers) } catch { faults += error.faults }
        }
        if keys.isEmpty, faults.isEmpty {
            faults.append(.init(folder, "the trust folder holds no key: copy an issuer's .pub file into it"))
        }
        var administrators: [PublicKey] = []
        do { administrators = try Self.administrators(inFolder: folder, apartFrom: keys) } catch {
            faults += error.faults
        }
        guard faults.isEmpty else { throw TrustFault(faults: faults) }
        self.init(keys: keys, revoked: revoked, administrators: administrators)
    }

    /// The keys of the folder `administrators`, if there is one.
    private static func administrators(
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
                let key = try readKey(file)
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

    private static func readKey(_ file: String) throws(TrustFault) -> PublicKey {
        let bytes: [UInt8]
        do { bytes = try OpenFile(file, O_RDONLY).read(limit: KeyFile.maximumLength) } catch {
            throw TrustFault(file, "the key cannot be read: \(error.words)")
        }
        do { return try PublicKey(fileText: String(decoding: bytes, as: UTF8.self)) } catch {
            throw TrustFault(file, line: error.line, error.problem)
        }
    }

    /// The key with exactly this id; no other is ever tried.
    func key(_ identifier: [UInt8]) -> PublicKey? { keys[identifier] }

    /// The administrator's key with exactly this id.
    func administrator(_ identifier: [UInt8]) -> PublicKey? { administrators[identifier] }

    func isRevoked(_ identifier: [UInt8]) -> Bool { revoked.contains(identifier) }
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
