/// Why bytes are not the CBOR this gate reads.
enum CBORFault: Error {
    case truncated
    case trailingBytes
    /// Additional information 28 to 30, or 31 where no length is, a break outside of what it ends, and simple values below 32
    /// in two bytes (RFC 8949 sections 3, 3.2 and 3.3).
    case reserved
    case tooDeep
    case tooManyItems
    /// COSE and CWT key their maps by integers and text, so that two keys are either equal or not.
    case unusableKey
    case duplicateKey
    case notUTF8
}

/// Reads exactly one CBOR item out of hostile bytes.
///
/// Nothing is allocated by a length that is only declared: a string is copied once its bytes are there, a container grows
/// item by item. Longer forms than needed and indefinite lengths are read, since foreign certificates use them; who wants one
/// spelling compares `CBOR.encoded` with what was read.
struct CBORReader {
    /// A European health certificate nests 8 deep.
    static let maximumDepth = 16
    /// Keys, values and containers together. A certificate with a dozen entries has about 200.
    static let maximumItems = 1024

    private let bytes: [UInt8]
    private var position = 0
    private var items = 0
    private let maximumItems: Int

    private init(_ bytes: [UInt8], maximumItems: Int) {
        self.bytes = bytes
        self.maximumItems = maximumItems
    }

    /// `maximumItems` is another only for what is not hostile: a bundle whose signature was checked.
    static func read(_ bytes: [UInt8], maximumItems: Int = Self.maximumItems) throws(CBORFault) -> CBOR {
        var reader = CBORReader(bytes, maximumItems: maximumItems)
        let item = try reader.item(depth: 1)
        guard reader.position == bytes.count else { throw .trailingBytes }
        return item
    }

    private mutating func item(depth: Int) throws(CBORFault) -> CBOR {
        guard depth <= Self.maximumDepth else { throw .tooDeep }
        items += 1
        guard items <= maximumItems else { throw .tooManyItems }
        let initial = try number(width: 1)
        let (major, info) = (initial >> 5, UInt8(initial & 31))
        if major == 7 { return try simpleOrFloat(info) }
        let isIndefinite = info == 31 && (2...5).contains(major)
        let argument = isIndefinite ? nil : try argument(info)
        switch (major, argument) {
        case (2, _): return .bytes(try string(major, argument))
        case (3, _): return .text(try text(try string(major, argument)[...]))
        case (4, _): return .array(try array(argument, depth: depth))
        case (5, _): return .map(try map(argument, depth: depth))
        case (0, let argument?): return .unsigned(argument)
        case (1, let argument?): return .negative(argument)
        case (_, let argument?): return .tagged(argument, try item(depth: depth + 1))
        case (_, nil): throw .reserved
        }
    }

    /// Whether another element follows: where no count says so, until a break (RFC 8949 section 3.2.1).
    private mutating func hasElement(_ index: UInt64, of count: UInt64?) -> Bool {
        if let count { return index < count }
        guard position < bytes.count, bytes[position] == 0xFF else { return true }
        position += 1
        return false
    }

    /// A string, or the pieces of one; each has a length of its own and is of the same kind (RFC 8949 section 3.2.3).
    private mutating func string(_ major: UInt64, _ count: UInt64?) throws(CBORFault) -> [UInt8] {
        if let count { return Array(try take(count)) }
        var whole: [UInt8] = []
        while hasElement(0, of: nil) {
            items += 1
            guard items <= maximumItems else { throw .tooManyItems }
            let initial = try number(width: 1)
            guard initial >> 5 == major else { throw .reserved }
            let piece = try take(try argument(UInt8(initial & 31)))
            if major == 3 { _ = try text(piece) }
            whole += piece
        }
        return whole
    }

    private mutating func argument(_ info: UInt8) throws(CBORFault) -> UInt64 {
        switch info {
        case 0..<24: UInt64(info)
        case 24...27: try number(width: 1 << (Int(info) - 24))
        default: throw .reserved
        }
    }

    private mutating func simpleOrFloat(_ info: UInt8) throws(CBORFault) -> CBOR {
        let bits = try argument(info)
        switch info {
        case 24:
            guard bits >= 32 else { throw .reserved }
            return .simple(UInt8(bits))
        case 25: return .float(Double(Float16(bitPattern: UInt16(bits))))
        case 26: return .float(Double(Float(bitPattern: UInt32(bits))))
        case 27: return .float(Double(bitPattern: bits))
        default: return .simple(UInt8(bits))
        }
    }

    private func text(_ bytes: ArraySlice<UInt8>) throws(CBORFault) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
        return text
    }

    private mutating func array(_ count: UInt64?, depth: Int) throws(CBORFault) -> [CBOR] {
        var array: [CBOR] = []
        while hasElement(UInt64(array.count), of: count) { array.append(try item(depth: depth + 1)) }
        return array
    }

    private mutating func map(_ count: UInt64?, depth: Int) throws(CBORFault) -> [CBOR: CBOR] {
        var map: [CBOR: CBOR] = [:]
        while hasElement(UInt64(map.count), of: count) {
            let key = try item(depth: depth + 1)
            switch key {
            case .unsigned, .negative, .text: break
            default: throw .unusableKey
            }
            guard map.updateValue(try item(depth: depth + 1), forKey: key) == nil else { throw .duplicateKey }
        }
        return map
    }

    private mutating func number(width: UInt64) throws(CBORFault) -> UInt64 {
        try take(width).reduce(0) { $0 << 8 | UInt64($1) }
    }

    private mutating func take(_ count: UInt64) throws(CBORFault) -> ArraySlice<UInt8> {
        guard count <= UInt64(bytes.count - position) else { throw .truncated }
        defer { position += Int(count) }
        return bytes[position..<position + Int(count)]
    }
}
