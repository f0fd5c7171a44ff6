/// Why bytes are not the JSON this gate reads.
enum JSONFault: Error {
    case truncated
    case unexpected
    case trailingBytes
    case tooDeep
    case tooManyItems
    /// Which of two counts is where readers differ (RFC 8259 section 4).
    case duplicateName
    case notUTF8
}

/// Reads exactly one JSON value out of hostile bytes, strictly by RFC 8259: no comments, no byte order mark, no lone
/// surrogates, no name twice.
struct JSONReader {
    /// A patient's summary as a SMART Health Card nests 15 deep.
    static let maximumDepth = 16
    /// Values and names together.
    static let maximumItems = 4096

    private let bytes: [UInt8]
    private let maximumItems: Int
    private var position = 0
    private var items = 0

    /// `maximumItems` is another only for files that an operator hands over: published lists.
    static func read(_ bytes: [UInt8], maximumItems: Int = Self.maximumItems) throws(JSONFault) -> JSON {
        var reader = JSONReader(bytes: bytes, maximumItems: maximumItems)
        let value = try reader.value(depth: 1)
        reader.skipBlanks()
        guard reader.position == bytes.count else { throw .trailingBytes }
        return value
    }

    private init(bytes: [UInt8], maximumItems: Int) {
        self.bytes = bytes
        self.maximumItems = maximumItems
    }

    private mutating func value(depth: Int) throws(JSONFault) -> JSON {
        guard depth <= Self.maximumDepth else { throw .tooDeep }
        items += 1
        guard items <= maximumItems else { throw .tooManyItems }
        skipBlanks()
        switch try peek() {
        case UInt8(ascii: "{"): return .object(try object(depth: depth))
        case UInt8(ascii: "["): return .array(try array(depth: depth))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .number(try number())
        }
    }

    private mutating func object(depth: Int) throws(JSONFault) -> [String: JSON] {
        var members: [String: JSON] = [:]
        position += 1
        skipBlanks()
        if try peek() == UInt8(ascii: "}") {
            position += 1
            return members
        }
        while true {
            skipBlanks()
            guard try peek() == UInt8(ascii: "\"") else { throw .unexpected }
            items += 1
            let name = try string()
            skipBlanks()
            try expect(UInt8(ascii: ":"))
            guard members.updateValue(try value(depth: depth + 1), forKey: name) == nil else { throw .duplicateName }
            if try isLast(UInt8(ascii: "}")) { return members }
        }
    }

    private mutating func array(depth: Int) throws(JSONFault) -> [JSON] {
        var array: [JSON] = []
        position += 1
        skipBlanks()
        if try peek() == UInt8(ascii: "]") {
            position += 1
            return array
        }
        while true {
            array.append(try value(depth: depth + 1))
            if try isLast(UInt8(ascii: "]")) { return array }
        }
    }

    /// After an element: whether `end` follows, or else a comma.
    private mutating func isLast(_ end: UInt8) throws(JSONFault) -> Bool {
        skipBlanks()
        if try peek() == end {
            position += 1
            return true
        }
        try expect(UInt8(ascii: ","))
        return false
    }

    private mutating func string() throws(JSONFault) -> String {
        position += 1
        var text: [UInt8] = []
        while true {
            let byte = try take()
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: text, as: UTF8.self) else { throw .notUTF8 }
                return text
            case UInt8(ascii: "\\"): text += try escape()
            case 0..<0x20: throw .unexpected
            default: text.append(byte)
            }
        }
    }

    private mutating func escape() throws(JSONFault) -> [UInt8] {
        switch try take() {
        case UInt8(ascii: "\""): return [0x22]
        case UInt8(ascii: "\\"): return [0x5C]
        case UInt8(ascii: "/"): return [0x2F]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"):
            var value = try unit()
            if (0xD800..<0xDC00).contains(value) {
                try expect(UInt8(ascii: "\\"))
                try expect(UInt8(ascii: "u"))
                let low = try unit()
                guard (0xDC00..<0xE000).contains(low) else { throw .unexpected }
                value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(value) else { throw .unexpected }
            return Array(String(Character(scalar)).utf8)
        default: throw .unexpected
        }
    }

    /// Four hexadecimal digits.
    private mutating func unit() throws(JSONFault) -> UInt32 {
        guard bytes.count - position >= 4 else { throw .truncated }
        let digits = String(decoding: bytes[position..<position + 4], as: UTF8.self)
        guard let pair = Hex.bytes(digits) else { throw .unexpected }
        position += 4
        return UInt32(pair[0]) << 8 | UInt32(pair[1])
    }

    private mutating func number() throws(JSONFault) -> String {
        let start = position
        if try peek() == UInt8(ascii: "-") { position += 1 }
        let isZero = try peek() == UInt8(ascii: "0")
        let whole = digits()
        guard whole == 1 || (whole > 1 && !isZero) else { throw .unexpected }
        if next == UInt8(ascii: ".") {
            position += 1
            guard digits() > 0 else { throw .unexpected }
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            position += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
            guard digits() > 0 else { throw .unexpected }
        }
        guard position - start <= 64 else { throw .unexpected }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func digits() -> Int {
        let start = position
        while let next, (48...57).contains(next) { position += 1 }
        return position - start
    }

    private mutating func word(_ word: String, _ value: JSON) throws(JSONFault) -> JSON {
        guard bytes[position...].starts(with: word.utf8) else { throw .unexpected }
        position += word.utf8.count
        return value
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func peek() throws(JSONFault) -> UInt8 {
        guard let next else { throw .truncated }
        return next
    }

    private mutating func take() throws(JSONFault) -> UInt8 {
        let byte = try peek()
        position += 1
        return byte
    }

    private mutating func expect(_ byte: UInt8) throws(JSONFault) {
        guard try take() == byte else { throw .unexpected }
    }

    private mutating func skipBlanks() {
        while let next, next == 0x20 || (0x09...0x0A).contains(next) || next == 0x0D { position += 1 }
    }
}
