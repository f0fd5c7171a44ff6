/// Writes one packet: little-endian integers and byte strings with their length before them.
struct WireWriter {
    private(set) var bytes: [UInt8] = []

    init(reusing buffer: [UInt8] = []) {
        bytes = buffer
        bytes.removeAll(keepingCapacity: true)
    }

    mutating func write<T: FixedWidthInteger>(_ value: T) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func write(_ value: Bool) { write(UInt8(value ? 1 : 0)) }

    mutating func write(_ value: Double) { write(value.bitPattern) }

    /// At most 65,535 bytes; more are cut.
    mutating func write(_ string: some Collection<UInt8>) {
        let count = min(string.count, Int(UInt16.max))
        write(UInt16(count))
        bytes.append(contentsOf: string.prefix(count))
    }

    mutating func write(_ text: String, limit: Int) { write(text.utf8.prefix(limit)) }
}

/// A packet that is not what the other side of the link would write.
public struct WireFault: Error, Hashable, Sendable, CustomStringConvertible {
    public let what: String
    public var description: String { "nonsense on the reader link: \(what)" }
}

/// Reads one packet, believing nothing of it.
struct WireReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    mutating func read<T: FixedWidthInteger>(_: T.Type) throws(WireFault) -> T {
        let size = T.bitWidth / 8
        guard rest.count >= size else { throw WireFault(what: "packet too short") }
        let value = rest.prefix(size).reversed().reduce(T.zero) { ($0 << 8) | T(truncatingIfNeeded: $1) }
        rest = rest.dropFirst(size)
        return value
    }

    mutating func readBool() throws(WireFault) -> Bool {
        switch try read(UInt8.self) {
        case 0: return false
        case 1: return true
        default: throw WireFault(what: "a truth value that is neither 0 nor 1")
        }
    }

    /// A number within `range`; NaN and infinities are nonsense.
    mutating func readDouble(in range: ClosedRange<Double>) throws(WireFault) -> Double {
        let value = Double(bitPattern: try read(UInt64.self))
        guard range.contains(value) else { throw WireFault(what: "a number out of range") }
        return value
    }

    mutating func readBytes(limit: Int) throws(WireFault) -> ArraySlice<UInt8> {
        let count = Int(try read(UInt16.self))
        guard count <= limit else { throw WireFault(what: "\(count) bytes where at most \(limit) belong") }
        guard rest.count >= count else { throw WireFault(what: "packet too short") }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    /// Printable ASCII only; everything else becomes a question mark.
    mutating func readText(limit: Int) throws(WireFault) -> String {
        let bytes = try readBytes(limit: limit)
        return String(decoding: bytes.map { (32...126).contains($0) ? $0 : 63 }, as: UTF8.self)
    }

    func end() throws(WireFault) {
        guard rest.isEmpty else { throw WireFault(what: "\(rest.count) bytes too many") }
    }
}
