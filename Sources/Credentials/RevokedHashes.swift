import Crypto
import Glibc

/// A long list of what is withdrawn: a file of 128-bit values in ascending order and nothing else, mapped and never loaded,
/// so that ten million of them cost no memory of their own.
///
/// It is replaced, never written over: where somebody did that, nothing on it can be told any more, and all is withdrawn until
/// it is read anew.
final class RevokedHashes: Sendable {
    /// The hashes of withdrawn certificates.
    static let certificates = "revoked.hashes"
    /// The ids of withdrawn passes.
    static let passes = "revoked.passes"
    /// Bytes of one value.
    static let width = 16

    private let file: OpenFile
    /// The file as it was when it was checked.
    private let state: FileState
    /// Read only, and unmapped with this.
    private nonisolated(unsafe) let memory: UnsafeRawBufferPointer
    /// The SHA-256 of the file.
    let fingerprint: [UInt8]

    /// Checks and maps the list `name` of a trust folder; nil where there is none.
    ///
    /// Throws a `TrustFault` for a file that is not in ascending order: a search in it would miss what is there.
    init?(folder: String, _ name: String = certificates) throws(TrustFault) {
        let path = folder + "/" + name
        do throws(SystemError) {
            file = try OpenFile(path, O_RDONLY)
            state = try file.state()
        } catch {
            if error.code == ENOENT { return nil }
            throw TrustFault(path, "the withdrawn cannot be read: \(error.words)")
        }
        var check = OrderCheck()
        // Read and not looked at through the mapping: whoever shortens it meanwhile ends no process.
        do { try file.eachBlock { check.take($0) } } catch {
            throw TrustFault(path, "the withdrawn cannot be read: \(error.words)")
        }
        if let problem = check.problem { throw TrustFault(path, problem) }
        fingerprint = check.fingerprint
        do { memory = try file.map() } catch {
            throw TrustFault(path, "the withdrawn cannot be read: \(error.words)")
        }
    }

    deinit { if let start = memory.baseAddress { munmap(UnsafeMutableRawPointer(mutating: start), memory.count) } }

    var count: Int { memory.count / Self.width }

    func contains(_ bytes: [UInt8]) -> Bool { UInt128(bigEndianBytes: bytes).map(contains) ?? false }

    func contains(_ wanted: UInt128) -> Bool {
        guard isUnchanged else { return true }
        var (low, high) = (0, count)
        while low < high {
            let middle = low + (high - low) / 2
            let found = value(middle)
            if found == wanted { return true }
            if found < wanted { low = middle + 1 } else { high = middle }
        }
        return false
    }

    /// All of them, in their order; nil where the file was written over.
    var values: [UInt128]? { isUnchanged ? (0..<count).map(value) : nil }

    private var isUnchanged: Bool { (try? file.state()) == state }

    private func value(_ index: Int) -> UInt128 {
        UInt128(bigEndian: memory.loadUnaligned(fromByteOffset: index * Self.width, as: UInt128.self))
    }

    /// Replaces the list `name` of `folder` whole, in one step and on disk; hashes may come in any order and more than once.
    ///
    /// Throws a `TrustFault` where one is not of 16 bytes or the file cannot be written; then the old one stands.
    static func write(
        _ hashes: some Sequence<[UInt8]>, as name: String = certificates, in folder: String
    ) throws(TrustFault) {
        var values: [UInt128] = []
        for hash in hashes {
            guard let value = UInt128(bigEndianBytes: hash) else {
                throw TrustFault(folder + "/" + name, "a hash has \(hash.count) bytes: 16 are needed")
            }
            values.append(value)
        }
        try write(values: values, as: name, in: folder)
    }

    /// The same of values; how many the list has now.
    @discardableResult
    static func write(values: [UInt128], as name: String, in folder: String) throws(TrustFault) -> Int {
        let file = folder + "/" + name
        var bytes: [UInt8] = []
        bytes.reserveCapacity(values.count * width)
        var last: UInt128?
        for value in values.sorted() where value != last {
            withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
            last = value
        }
        do {
            let place = try OpenFile.locking(folder: folder)
            try OpenFile.replace(file, with: bytes)
            try place.sync()
        } catch {
            throw TrustFault(file, "the withdrawn were not written: \(error.words)")
        }
        return bytes.count / width
    }
}

/// Looks through a list of 128-bit values, in pieces of any length.
private struct OrderCheck {
    private var hash = SHA256()
    private var torn: [UInt8] = []
    private var count = 0
    private var last: UInt128?
    private var disorder: Int?

    mutating func take(_ bytes: UnsafeRawBufferPointer) {
        hash.update(bufferPointer: bytes)
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = rest.prefix(RevokedHashes.width - torn.count)
            rest = rest.dropFirst(piece.count)
            if torn.isEmpty, piece.count == RevokedHashes.width {
                look(at: UInt128(bigEndian: UnsafeRawBufferPointer(rebasing: piece).loadUnaligned(as: UInt128.self)))
                continue
            }
            torn += piece
            guard let value = UInt128(bigEndianBytes: torn) else { continue }
            torn = []
            look(at: value)
        }
    }

    private mutating func look(at value: UInt128) {
        count += 1
        if disorder == nil, let last, last >= value { disorder = count }
        last = value
    }

    var problem: String? {
        if !torn.isEmpty { return "not a list of 16-byte values: make it again" }
        return disorder.map { "value \($0) is out of order: make it again" }
    }

    var fingerprint: [UInt8] { Array(hash.finalize()) }
}

extension UInt128 {
    /// Nil for more or fewer than 16 bytes.
    init?(bigEndianBytes bytes: [UInt8]) {
        guard bytes.count == 16 else { return nil }
        self.init(bigEndian: bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt128.self) })
    }
}
