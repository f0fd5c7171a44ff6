import Glibc
import Vocabulary

/// The signers of a bundle: what published trust lists were compiled to, signed as a whole and versioned.
///
/// A COSE_Sign1 of the bundle key (EdDSA) over a CBOR map:
///
/// | key | value |
/// |---|---|
/// | 0 | 1: this form |
/// | 1 | version: a bundle replaces only one with a lower |
/// | 2 | seconds since 1970 at which it was made |
/// | 3 | array of signers, each a map: 0 role, 1 id, 2 key (SubjectPublicKeyInfo), and where the list says so 3 issuer, 4 and 5 the seconds from and until which it is good, 6 usage, 7 SHA-256 of its certificate, 8 its name |
/// | 4 | array of withdrawals, each an array of a certificate's hash and the seconds before which it must have been made |
struct TrustBundle: Sendable {
    let version: UInt64
    let created: WallTime
    let signers: [Signer]
    /// Hashes of certificates of which those made before a time are withdrawn.
    let withdrawals: [[UInt8]: WallTime]

    /// Ten times the largest published list.
    static let maximumSigners = 20_000
    static let maximumWithdrawals = 100_000
    static let maximumLength = 16 << 20

    private enum Label {
        static let form: CBOR = 0
        static let version: CBOR = 1
        static let created: CBOR = 2
        static let signers: CBOR = 3
        static let withdrawals: CBOR = 4
    }

    init(version: UInt64, created: WallTime, signers: [Signer], withdrawals: [[UInt8]: WallTime] = [:]) {
        self.version = version
        self.created = created
        self.signers = signers
        self.withdrawals = withdrawals
    }

    /// What it says, whatever its version and time: equal bundles have equal content.
    var content: [UInt8] { CBOR.array([.array(signers.map(\.cbor)), withdrawalList]).encoded }

    private var withdrawalList: CBOR {
        .array(
            withdrawals.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map {
                .array([.bytes($0.key), .unsigned(UInt64(max(0, $0.value.seconds)))])
            })
    }

    /// The bundle as a file.
    func signed(by key: SigningKey) -> [UInt8] {
        let payload: [CBOR: CBOR] = [
            Label.form: 1, Label.version: .unsigned(version),
            Label.created: .unsigned(UInt64(max(0, created.seconds))), Label.signers: .array(signers.map(\.cbor)),
            Label.withdrawals: withdrawalList,
        ]
        return COSESign1(payload: CBOR.map(payload).encoded, signedBy: key).encoded
    }

    /// Reads a bundle that `key` signed; the signature is checked before anything in it is read.
    ///
    /// Throws a `BundleFault`.
    init(_ bytes: [UInt8], signedBy key: PublicKey) throws(BundleFault) {
        guard let message = try? COSESign1(bytes) else { throw .damaged }
        guard message.keyIdentifier == key.identifier else { throw .otherKey }
        guard key.verifies(message) else { throw .badSignature }
        // A withdrawal is an array of two.
        let limit = Self.maximumSigners * Signer.maximumItems + Self.maximumWithdrawals * 3
        guard let fields = (try? CBORReader.read(message.payload, maximumItems: limit))?.entries,
            fields[Label.form] == 1, case .unsigned(let version) = fields[Label.version],
            let created = fields[Label.created]?.numericDate, case .array(let items) = fields[Label.signers],
            items.count <= Self.maximumSigners, case .array(let withdrawals) = fields[Label.withdrawals]
        else { throw .damaged }
        self.version = version
        self.created = created
        signers = items.compactMap(Signer.init)
        guard signers.count == items.count else { throw .damaged }
        let read = withdrawals.compactMap { item -> ([UInt8], WallTime)? in
            guard case .array(let pair) = item, pair.count == 2, case .bytes(let hash) = pair[0],
                let time = pair[1].numericDate
            else { return nil }
            return (hash, time)
        }
        guard read.count == withdrawals.count else { throw .damaged }
        self.withdrawals = Dictionary(read) { max($0, $1) }
    }
}

extension TrustBundle {
    static let name = "bundle.cose"
    /// The public key that the bundle of a folder must be signed with, in the form of a `.pub` file, and not named like one:
    /// who may sign bundles makes no passes.
    static let rootName = "bundle.root"

    /// The bundle of a trust folder; nil where there is none.
    ///
    /// Throws a `TrustFault` where it cannot be read or is not signed with the bundle key.
    init?(folder: String) throws(TrustFault) {
        let (file, rootFile) = (folder + "/" + Self.name, folder + "/" + Self.rootName)
        let bytes: [UInt8]
        do { bytes = try OpenFile(file, O_RDONLY).read(limit: Self.maximumLength) } catch {
            if error.code == ENOENT { return nil }
            throw TrustFault(file, "the bundle cannot be read: \(error.words)")
        }
        let key = try PublicKey(trustedFile: rootFile)
        do { self = try TrustBundle(bytes, signedBy: key) } catch {
            throw TrustFault(file, error.words + ": put the bundle there again, or its own key into \(Self.rootName)")
        }
    }

    /// The version that may follow the bundle in `folder`; 1 where there is none.
    ///
    /// Throws a `TrustFault` where the one there cannot be read or is of another key.
    static func nextVersion(in folder: String, signedBy key: SigningKey) throws(TrustFault) -> UInt64 {
        guard let old = try TrustBundle(folder: folder) else { return 1 }
        let rootFile = folder + "/" + rootName
        guard try PublicKey(trustedFile: rootFile) == key.publicKey else {
            throw TrustFault(
                rootFile, "the bundle there is of another key: remove both first if this one takes over")
        }
        return old.version + 1
    }

    /// Writes the bundle to `folder`, and the key's public half beside it where there is none yet.
    ///
    /// Throws a `TrustFault` where a bundle of the same or a higher version stands there, or one of another key.
    func write(to folder: String, signedBy key: SigningKey) throws(TrustFault) {
        let (file, rootFile) = (folder + "/" + Self.name, folder + "/" + Self.rootName)
        let place: OpenFile
        do { place = try OpenFile.locking(folder: folder) } catch {
            throw TrustFault(folder, "the trust folder cannot be opened: \(error.words)")
        }
        let next = try Self.nextVersion(in: folder, signedBy: key)
        guard version >= next else { throw TrustFault(file, "version \(version) cannot follow version \(next - 1)") }
        do throws(SystemError) {
            try OpenFile.replace(rootFile, with: Array(key.publicKey.fileText.utf8))
            try OpenFile.replace(file, with: signed(by: key))
            try place.sync()
        } catch {
            throw TrustFault(file, "the bundle was not written: \(error.words)")
        }
    }
}

extension PublicKey {
    /// The key in a file of a trust folder.
    init(trustedFile file: String) throws(TrustFault) {
        let bytes: [UInt8]
        do { bytes = try OpenFile(file, O_RDONLY).read(limit: KeyFile.maximumLength) } catch {
            throw TrustFault(file, "the key cannot be read: \(error.words)")
        }
        do { self = try PublicKey(fileText: String(decoding: bytes, as: UTF8.self)) } catch {
            throw TrustFault(file, line: error.line, error.problem)
        }
    }
}

/// Why a bundle is not taken.
enum BundleFault: Error, Hashable {
    case damaged
    /// Signed with a key that is not the bundle key of this folder.
    case otherKey
    case badSignature

    var words: String {
        switch self {
        case .damaged: "not a bundle, or a damaged one"
        case .otherKey: "signed with another key than this folder's bundle key"
        case .badSignature: "altered after it was signed"
        }
    }
}
