import Vocabulary

/// What an administration hands to its gates in one file: keys, revocations and pieces of configuration, signed as a whole
/// by the root of trust, and numbered.
///
/// A tagged COSE_Sign1 whose protected header is algorithm and key id and whose other header is empty, over a map in
/// deterministic CBOR:
///
/// | key | value |
/// |---|---|
/// | 0 | text: `site-bundle/1` |
/// | 1 | integer: its version, from 1; a gate takes only a higher one than it had |
/// | 2 | integer: seconds since 1970 at which it was made |
/// | 3 | array of files in the order of their names, each an array of name (text) and content (bytes) |
///
/// Every bundle has exactly one spelling.
public struct SiteBundle: Hashable, Sendable {
    /// One file of a bundle.
    public struct File: Hashable, Sendable {
        public let name: String
        public let bytes: [UInt8]

        public init(name: String, bytes: [UInt8]) {
            self.name = name
            self.bytes = bytes
        }
    }

    public let version: UInt64
    /// Whole seconds.
    public let created: WallTime
    /// In the order of their names.
    public let files: [File]

    /// Of all files together: more than a hundred thousand revoked passes, and little to a board's memory.
    public static let maximumContent = 4 << 20
    /// Of a bundle as a file.
    public static let maximumLength = maximumContent + (1 << 16)
    public static let maximumFiles = 200
    /// What every reader of JSON keeps whole (RFC 8259 section 6).
    public static let maximumVersion: UInt64 = 1 << 53

    private static let form: CBOR = .text("site-bundle/1")

    private enum Label {
        static let form: CBOR = 0
        static let version: CBOR = 1
        static let created: CBOR = 2
        static let files: CBOR = 3
    }

    /// `created` is rounded down to whole seconds. Throws a `SiteBundleFault` for what no gate would take.
    public init(version: UInt64, created: WallTime, files: [File]) throws(SiteBundleFault) {
        guard (1...Self.maximumVersion).contains(version) else { throw .badVersion }
        guard files.count <= Self.maximumFiles else { throw .tooManyFiles(files.count) }
        let files = files.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        for (file, next) in zip(files, files.dropFirst()) where file.name == next.name {
            throw .doubledName(file.name)
        }
        for file in files where !SiteFileName.isOne(file.name) { throw .badName(file.name) }
        let length = files.reduce(0) { $0 + $1.bytes.count }
        guard length <= Self.maximumContent else { throw .tooLong }
        self.version = version
        self.created = WallTime(seconds: max(0, created.seconds))
        self.files = files
    }

    /// The bundle as a file.
    public func signed(by key: SigningKey) -> [UInt8] { COSESign1(payload: payload, signedBy: key).encoded }

    private var payload: [UInt8] {
        let map: [CBOR: CBOR] = [
            Label.form: Self.form, Label.version: .unsigned(version),
            Label.created: .unsigned(UInt64(created.seconds)),
            Label.files: .array(files.map { .array([.text($0.name), .bytes($0.bytes)]) }),
        ]
        return CBOR.map(map).encoded
    }

    /// Reads a payload. Throws for anything that `payload` does not write.
    fileprivate init(payload bytes: [UInt8]) throws(SiteBundleFault) {
        guard case .map(let map)? = try? CBORReader.read(bytes), map[Label.form] == Self.form,
            case .unsigned(let version) = map[Label.version], case .unsigned(let created) = map[Label.created],
            case .array(let items) = map[Label.files]
        else { throw .damaged }
        let files = items.compactMap { item -> File? in
            guard case .array(let pair) = item, pair.count == 2, case .text(let name) = pair[0],
                case .bytes(let bytes) = pair[1]
            else { return nil }
            return File(name: name, bytes: bytes)
        }
        guard files.count == items.count else { throw .damaged }
        try self.init(version: version, created: WallTime(seconds: Int64(clamping: created)), files: files)
        guard payload == bytes else { throw .damaged }
    }
}

/// A bundle as it was read: nothing of it is believed yet.
public struct UnverifiedSiteBundle: Sendable {
    private let message: COSESign1
    private let bytes: [UInt8]

    /// Throws `damaged` or `tooLong`.
    public init(_ bytes: [UInt8]) throws(SiteBundleFault) {
        guard bytes.count <= SiteBundle.maximumLength else { throw .tooLong }
        guard let message = try? COSESign1(bytes) else { throw .damaged }
        self.message = message
        self.bytes = bytes
    }

    /// The id of the key that is said to have signed it.
    public var keyIdentifier: [UInt8]? { message.keyIdentifier }

    /// The bundle, if `root` signed it: the signature is checked before anything in it is read.
    public func verified(by root: PublicKey) throws(SiteBundleFault) -> SiteBundle {
        guard message.keyIdentifier == root.identifier else { throw .otherKey }
        guard root.verifies(message) else { throw .badSignature }
        return try claimed()
    }

    /// What it says, whoever signed it: to be shown, never to be applied.
    public func claimed() throws(SiteBundleFault) -> SiteBundle {
        guard message.isOwnForm(of: bytes) else { throw .damaged }
        return try SiteBundle(payload: message.payload)
    }
}
