import Admission
import Credentials
import Crypto
import Glibc

/// The secret of one station's ledger: what chains its rows, and what credentials are hashed under.
///
/// Where the file is lost a new key begins a new ledger: the old one cannot be continued and is kept aside.
public struct LedgerKey: Sendable {
    static let length = 32

    /// Where a station's key stands in its state folder.
    public static func file(in folder: String) -> String { "\(folder)/ledger.key" }

    /// For the HMAC of rows and of the anchor.
    let chain: SymmetricKey
    /// For credentials; of no use to whoever only may check the chain.
    let credentials: SymmetricKey

    init(secret: [UInt8]) {
        let secret = SymmetricKey(data: secret)
        func derived(_ purpose: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(inputKeyMaterial: secret, info: Array(purpose.utf8), outputByteCount: Self.length)
        }
        chain = derived("scan-appliance ledger chain 1")
        credentials = derived("scan-appliance ledger credential 1")
    }

    /// Reads the key in a state folder; throws `absent` where there is none, `key` where it is no key or others may read it.
    public init(loadingFrom folder: String) throws(LedgerFault) {
        let file = Self.file(in: folder)
        let opened = try OwnedFile(file, O_RDONLY | O_NOFOLLOW)
        let mode = try opened.status.st_mode
        guard mode & S_IFMT == S_IFREG, mode & 0o077 == 0 else {
            throw LedgerFault(.key, "\(file): others may read this key: chmod 600 it")
        }
        let secret = try opened.read(limit: Self.length + 1)
        guard secret.count == Self.length else {
            throw LedgerFault(.key, "\(file): not a ledger key of \(Self.length) bytes: put the station's own back")
        }
        self.init(secret: secret)
    }

    /// Reads the key in a state folder, or makes one there: 32 random bytes that only this user can read.
    public init(loadingOrCreatingIn folder: String) throws(LedgerFault) {
        if status(of: Self.file(in: folder)) == nil { try Self.create(in: folder) }
        try self.init(loadingFrom: folder)
    }

    /// The name comes last, so that no start ever finds half a key; where another was faster, that one's key stays.
    private static func create(in folder: String) throws(LedgerFault) {
        let file = Self.file(in: folder)
        let unfinished = "\(file).new"
        unlink(unfinished)
        try OwnedFile(unfinished, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
            .writeDurably(SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) })
        do {
            try kernel(at: file) { link(unfinished, file) }
        } catch  where error.code == EEXIST {
            // Another start was faster.
        }
        try kernel(at: unfinished) { unlink(unfinished) }
        try syncFolder(folder)
    }
}

extension LedgerKey {
    /// The format's name, a zero byte that no name contains, and the identifier, under this station's key.
    ///
    /// A certificate has one identifier in a seal and in the European form, and is one credential.
    func hash(of credential: Credential) -> CredentialHash {
        let format = credential.format == .visibleSeal ? .healthCertificate : credential.format
        let message = Array(format.rawValue.utf8) + [0] + credential.identifier
        return CredentialHash(bytes: Array(HMAC<SHA256>.authenticationCode(for: message, using: credentials)))
    }
}
