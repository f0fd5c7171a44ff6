/// Writes one packet: little-endian integers and byte strings with their length before them.
struct WireWriter {
    private(set) var bytes: [UInt8] = []

    /// Writes over `buffer`, whose storage it takes; `bytes` must be given back.
    init(over buffer: inout [UInt8]) {
        swap(&bytes, &buffer)
        bytes.removeAll(keepingCapacity: true)
    }

    mutating func write<T: FixedWidthInteger>(_ value: T) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func write(_ value: Bool) { write(UInt8(value ? 1 : 0)) }

    mutating func write(_ value: Double) { write(value.bitPattern) }

    /// At most `limit` bytes, of which there are fewer than 65,536; more are cut.
    mutating func write(_ string: some Collection<UInt8>, limit: Int) {
        let kept = string.prefix(limit)
        write(UInt16(kept.count))
        bytes.append(contentsOf: kept)
    }
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

    private mutating func take(_ count: Int) throws(WireFault) -> ArraySlice<UInt8> {
        guard rest.count >= count else { throw WireFault(what: "packet too short") }
        defer { rest.removeFirst(count) }
        return rest.prefix(count)
    }

    mutating func read<T: FixedWidthInteger>(_: T.Type) throws(WireFault) -> T {
        let bytes = try take(T.bitWidth / 8)
        return T(littleEndian: bytes.withUnsafeBytes { $0.loadUnaligned(as: T.self) })
    }

    /// A number within `range`, such as a count or a size in pixels.
    mutating func read<T: FixedWidthInteger>(_: T.Type, in range: ClosedRange<Int>) throws(WireFault) -> Int {
        let value = Int(try read(T.self))
        guard range.contains(value) else { throw WireFault(what: "\(value) where \(range) belongs") }
        return value
    }

    mutating func readBool() throws(WireFault) -> Bool { try read(UInt8.self, in: 0...1) == 1 }

    /// A number within `range`; NaN and infinities are nonsense.
    mutating func readDouble(in range: ClosedRange<Double>) throws(WireFault) -> Double {
        let value = Double(bitPattern: try read(UInt64.self))
        guard range.contains(value) else { throw WireFault(what: "a number out of range") }
        return value
    }

    mutating func readBytes(limit: Int) throws(WireFault) -> ArraySlice<UInt8> {
        try take(try read(UInt16.self, in: 0...limit))
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
