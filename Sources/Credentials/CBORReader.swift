/// Why bytes are not the CBOR this gate reads.
enum CBORFault: Error {
    case truncated
    case trailingBytes
    /// Indefinite lengths and the break that ends them: no credential needs them (RFC 8949 section 3.2).
    case indefiniteLength
    /// Additional information 28 to 30, and simple values below 32 in two bytes (RFC 8949 sections 3 and 3.3).
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
/// item by item. Longer forms than needed are read, since foreign certificates use them; who wants one spelling compares
/// `CBOR.encoded` with what was read.
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
        let argument = try argument(info)
        return switch major {
        case 0: .unsigned(argument)
        case 1: .negative(argument)
        case 2: .bytes(Array(try take(argument)))
        case 3: .text(try text(argument))
        case 4: .array(try array(argument, depth: depth))
        case 5: .map(try map(argument, depth: depth))
        default: .tagged(argument, try item(depth: depth + 1))
        }
    }

    private mutating func argument(_ info: UInt8) throws(CBORFault) -> UInt64 {
        switch info {
        case 0..<24: UInt64(info)
        case 24...27: try number(width: 1 << (Int(info) - 24))
        case 31: throw .indefiniteLength
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

    private mutating func text(_ count: UInt64) throws(CBORFault) -> String {
        guard let text = String(validating: try take(count), as: UTF8.self) else { throw .notUTF8 }
        return text
    }

    private mutating func array(_ count: UInt64, depth: Int) throws(CBORFault) -> [CBOR] {
        var array: [CBOR] = []
        for _ in 0..<count { array.append(try item(depth: depth + 1)) }
        return array
    }

    private mutating func map(_ count: UInt64, depth: Int) throws(CBORFault) -> [CBOR: CBOR] {
        var map: [CBOR: CBOR] = [:]
        for _ in 0..<count {
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
