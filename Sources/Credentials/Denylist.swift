import Glibc
import Vocabulary

/// The credentials whose holders a station turns away for good, whatever they say: black.
///
/// `denied.cose` of a trust folder: a tagged COSE_Sign1 by one of the folder's administrators over a map in deterministic
/// CBOR:
///
/// | key | value |
/// |---|---|
/// | 0 | text: `denylist/1` |
/// | 1 | integer: its version, from 1; a gate at work takes none with a lower |
/// | 2 | array of the 16 bytes that stand for each credential, in ascending order |
///
/// Nothing in it says who anybody is.
struct Denylist: Hashable, Sendable {
    let version: UInt64
    let identifiers: Set<[UInt8]>

    static let name = "denied.cose"
    static let maximumCount = 100_000
    private static let maximumLength = 4 << 20
    private static let form: CBOR = .text("denylist/1")

    init(version: UInt64, identifiers: Set<[UInt8]>) {
        self.version = version
        self.identifiers = identifiers
    }

    var payload: [UInt8] {
        let sorted = identifiers.sorted { $0.lexicographicallyPrecedes($1) }
        return CBOR.map([0: Self.form, 1: .unsigned(version), 2: .array(sorted.map { .bytes($0) })]).encoded
    }

    /// The list as a file.
    func signed(by key: SigningKey) -> [UInt8] { COSESign1(payload: payload, signedBy: key).encoded }

    /// Reads a list that one of `administrators` signed; the signature is checked before anything in it is read. Throws what
    /// is wrong with it.
    init(_ bytes: [UInt8], signedBy administrators: [PublicKey]) throws(Refusal) {
        let message = try COSESign1(bytes)
        guard let key = administrators.first(where: { $0.identifier == message.keyIdentifier }) else {
            throw .unknownKey
        }
        guard key.verifies(message) else { throw .badSignature }
        guard let item = try? CBORReader.read(message.payload, maximumItems: Self.maximumCount + 16),
            let fields = item.entries, case .unsigned(let version) = fields[1], case .array(let items) = fields[2],
            items.count <= Self.maximumCount
        else { throw .malformed }
        let identifiers = items.compactMap { item -> [UInt8]? in
            guard case .bytes(let bytes) = item, bytes.count == 16 else { return nil }
            return bytes
        }
        self.init(version: version, identifiers: Set(identifiers))
        guard payload == message.payload else { throw .malformed }
    }

    /// The list of a trust folder; nil where there is none.
    ///
    /// Throws a `TrustFault` where it cannot be read, or none of `administrators` signed it.
    init?(folder: String, signedBy administrators: [PublicKey]) throws(TrustFault) {
        let file = folder + "/" + Self.name
        let bytes: [UInt8]
        do { bytes = try OpenFile(file, O_RDONLY).read(limit: Self.maximumLength) } catch {
            if error.code == ENOENT { return nil }
            throw TrustFault(file, "the denylist cannot be read: \(error.words)")
        }
        do { self = try Denylist(bytes, signedBy: administrators) } catch {
            throw TrustFault(
                file,
                error == .malformed
                    ? "not a denylist, or a damaged one: sign it anew (trust deny)"
                    : "no key in administrators/ signed this denylist: put that key there, or sign it anew (trust deny)"
            )
        }
    }

    /// Puts credentials on the list of `folder`, or takes them off, and signs it with a version one higher; gives how many it
    /// then holds. `key` must be one of the folder's administrators.
    ///
    /// Throws a `TrustFault` where the list cannot be read, signed or written; then it is as it was.
    static func change(
        in folder: String, adding added: Set<[UInt8]>, removing removed: Set<[UInt8]>, signedBy key: SigningKey,
        administrators: [PublicKey]
    ) throws(TrustFault) -> Int {
        let file = folder + "/" + name
        guard administrators.contains(key.publicKey) else {
            throw TrustFault(
                file, "this key is none of the folder's administrators/*.pub: no gate would believe the list")
        }
        let place: OpenFile
        do { place = try OpenFile.locking(folder: folder) } catch {
            throw TrustFault(folder, "the trust folder cannot be opened: \(error.words)")
        }
        let old = try Denylist(folder: folder, signedBy: administrators)
        let identifiers = (old?.identifiers ?? []).union(added).subtracting(removed)
        guard identifiers.count <= maximumCount else {
            throw TrustFault(file, "\(identifiers.count) credentials are more than the \(maximumCount) a list holds")
        }
        let list = Denylist(version: (old?.version ?? 0) + 1, identifiers: identifiers)
        do {
            try OpenFile.replace(file, with: list.signed(by: key))
            try place.sync()
        } catch {
            throw TrustFault(file, "the denylist was not written: \(error.words)")
        }
        return identifiers.count
    }
}

extension TrustStore {
    /// Changes the signed denylist of a trust folder as `Denylist.change` does: the administration's side of black.
    public static func deny(
        _ added: Set<[UInt8]>, allowing removed: Set<[UInt8]>, in folder: String, signedBy key: SigningKey
    ) throws(TrustFault) -> Int {
        try Denylist.change(
            in: folder, adding: added, removing: removed, signedBy: key,
            administrators: try administrators(inFolder: folder, apartFrom: []))
    }
}
