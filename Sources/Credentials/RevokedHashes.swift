import Crypto
import Glibc

/// The hashes of withdrawn certificates: a file of 16-byte values in ascending order and nothing else, mapped and never
/// loaded, so that ten million of them cost no memory of their own.
final class RevokedHashes: Sendable {
    static let name = "revoked.hashes"
    static let width = 16

    /// Read only, and unmapped with this.
    private nonisolated(unsafe) let memory: UnsafeRawBufferPointer
    /// The SHA-256 of the file.
    let fingerprint: [UInt8]

    /// Maps the list of a trust folder; nil where there is none.
    ///
    /// Throws a `TrustFault` for a file that is not in ascending order: a search in it would miss what is there.
    init?(folder: String) throws(TrustFault) {
        let file = folder + "/" + Self.name
        do { memory = try OpenFile(file, O_RDONLY).map() } catch {
            if error.code == ENOENT { return nil }
            throw TrustFault(file, "the withdrawn certificates cannot be read: \(error.words)")
        }
        var hash = SHA256()
        hash.update(bufferPointer: memory)
        fingerprint = Array(hash.finalize())
        guard memory.count % Self.width == 0 else {
            throw TrustFault(file, "not a list of 16-byte hashes: make it again")
        }
        for index in 0..<max(0, count - 1) where !(value(index) < value(index + 1)) {
            throw TrustFault(file, "hash \(index + 2) is out of order: make it again")
        }
    }

    deinit { if let start = memory.baseAddress { munmap(UnsafeMutableRawPointer(mutating: start), memory.count) } }

    var count: Int { memory.count / Self.width }

    func contains(_ hash: [UInt8]) -> Bool {
        guard hash.count == Self.width else { return false }
        let wanted = hash.withUnsafeBytes { Self.value($0, at: 0) }
        var (low, high) = (0, count)
        while low < high {
            let middle = low + (high - low) / 2
            let found = value(middle)
            if found == wanted { return true }
            if found < wanted { low = middle + 1 } else { high = middle }
        }
        return false
    }

    private func value(_ index: Int) -> UInt128 { Self.value(memory, at: index * Self.width) }

    private static func value(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> UInt128 {
        UInt128(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt128.self))
    }

    /// Replaces the list of `folder` whole, in one step and on disk; hashes may come in any order and more than once.
    ///
    /// Throws a `TrustFault` where one is not of 16 bytes or the file cannot be written; then the old one stands.
    static func write(_ hashes: some Sequence<[UInt8]>, in folder: String) throws(TrustFault) {
        let file = folder + "/" + name
        var values: [UInt128] = []
        for hash in hashes {
            guard hash.count == width else { throw TrustFault(file, "a hash has \(hash.count) bytes: 16 are needed") }
            values.append(hash.withUnsafeBytes { value($0, at: 0) })
        }
        values.sort()
        var bytes: [UInt8] = []
        bytes.reserveCapacity(values.count * width)
        var last: UInt128?
        for value in values where value != last {
            withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
            last = value
        }
        do {
            let place = try OpenFile.locking(folder: folder)
            try OpenFile.replace(file, with: bytes)
            try place.sync()
        } catch {
            throw TrustFault(file, "the withdrawn certificates were not written: \(error.words)")
        }
    }
}
