import Crypto
import Glibc
import Vocabulary

/// Whom a station believes: the issuers' public keys and the passes that were withdrawn.
///
/// A folder of `*.pub` files, and `revoked.txt` where a pass was withdrawn. Other files are not looked at.
public struct TrustStore: Sendable {
    private let keys: [[UInt8]: PublicKey]
    private let revoked: Set<[UInt8]>

    /// A short hexadecimal identity of keys and revocations: the ledger's rows carry it as part of the policy's version.
    public let fingerprint: String

    init(keys: [PublicKey], revoked: Set<[UInt8]>) {
        self.keys = Dictionary(keys.map { ($0.identifier, $0) }) { first, _ in first }
        self.revoked = revoked
        var hash = SHA256()
        for key in keys.map(\.bytes).sorted(by: { $0.lexicographicallyPrecedes($1) }) { hash.update(data: key) }
        hash.update(data: [UInt8]("revoked".utf8))
        for pass in revoked.sorted(by: { $0.lexicographicallyPrecedes($1) }) { hash.update(data: pass) }
        fingerprint = Hex.text(hash.finalize().prefix(8))
    }

    /// Reads a trust folder.
    ///
    /// Throws a `TrustFault` with everything that is wrong in it; a folder without any key is a fault.
    public init(folder: String) throws(TrustFault) {
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
        do { revoked = try RevocationList(folder: folder).identifiers } catch { faults += error.faults }
        if keys.isEmpty, faults.isEmpty {
            faults.append(.init(folder, "the trust folder holds no key: copy an issuer's .pub file into it"))
        }
        guard faults.isEmpty else { throw TrustFault(faults: faults) }
        self.init(keys: keys, revoked: revoked)
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
